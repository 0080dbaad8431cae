import { type Command, dispatch, type Program, type Terminal } from "../../cli";
import { ProblemError } from "../../problem";

function terminalOf(): Terminal & { readonly said: { out: string; err: string } } {
  const said = { out: "", err: "" };
  return {
    said,
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    interactive: false,
  };
}

function program(run: Command["run"]): Program {
  const command: Command = {
    name: "greet",
    summary: "greet somebody",
    help: "Usage: hello greet NAME\n",
    options: { json: { type: "boolean" }, loud: { type: "boolean" } },
    positionals: ["NAME"],
    run,
  };
  return { name: "hello", summary: "Says hello.", commands: [command] };
}

const nobody = program(() => {
  throw new Error("must not run");
});

test("a command gets its arguments and gives the exit code", () => {
  const terminal = terminalOf();
  const code = dispatch(
    program((values, [name = ""], { out }) => {
      out(`${String(values["loud"])} ${name}`);
      return 7;
    }),
    ["greet", "--loud", "Ada"],
    terminal,
  );
  expect([code, terminal.said]).toEqual([7, { out: "true Ada", err: "" }]);
});

const OVERVIEW = `Says hello.

Usage: hello <command> [options]

  greet  greet somebody

hello <command> --help tells more.
`;

test.each([["--help"], ["-h"], ["help"]])("%s lists the commands", (word) => {
  const terminal = terminalOf();
  expect(dispatch(nobody, [word], terminal)).toBe(0);
  expect(terminal.said).toEqual({ out: OVERVIEW, err: "" });
});

test("no command at all lists them as a mistake", () => {
  const terminal = terminalOf();
  expect(dispatch(nobody, [], terminal)).toBe(2);
  expect(terminal.said).toEqual({ out: "", err: OVERVIEW });
});

test("an unknown command names the known ones", () => {
  const terminal = terminalOf();
  expect(dispatch(nobody, ["great"], terminal)).toBe(2);
  expect(terminal.said.err).toBe("unknown command great; there are: greet\n");
});

test("an unknown option is refused with the help", () => {
  const terminal = terminalOf();
  expect(dispatch(nobody, ["greet", "--lod", "Ada"], terminal)).toBe(2);
  expect(terminal.said.err).toContain("Unknown option '--lod'");
  expect(terminal.said.err).toContain("Usage: hello greet NAME");
});

test.each([
  [[], "greet takes NAME, found 0 arguments\n\nUsage: hello greet NAME\n"],
  [["Ada", "Bob"], "greet takes NAME, found 2 arguments\n\nUsage: hello greet NAME\n"],
])("the arguments %j are refused", (args, message) => {
  const terminal = terminalOf();
  expect(dispatch(nobody, ["greet", ...args], terminal)).toBe(2);
  expect(terminal.said.err).toBe(message);
});

test("--help of a command does not run it", () => {
  const terminal = terminalOf();
  expect(dispatch(nobody, ["greet", "--help"], terminal)).toBe(0);
  expect(terminal.said.out).toBe("Usage: hello greet NAME\n");
});

const mistaken = program(() => {
  throw new ProblemError([
    { code: "bad", path: "a.b", message: "is bad", place: { file: "f.yaml", line: 2, column: 3 } },
    { code: "worse", path: "c", message: "is worse", allowed: "good", change: "make it good" },
  ]);
});

test("mistakes are told one per line, without a stack trace", () => {
  const terminal = terminalOf();
  expect(dispatch(mistaken, ["greet", "Ada"], terminal)).toBe(1);
  expect(terminal.said).toEqual({
    out: "",
    err: `f.yaml:2:3 a.b: is bad [bad]
c: is worse; allowed: good; make it good [worse]

2 problems; nothing was written
`,
  });
});

test("with --json mistakes are data", () => {
  const terminal = terminalOf();
  expect(dispatch(mistaken, ["greet", "--json", "Ada"], terminal)).toBe(1);
  expect(terminal.said.err).toBe("");
  expect(JSON.parse(terminal.said.out)).toEqual({
    problems: [
      { code: "bad", path: "a.b", message: "is bad", place: { file: "f.yaml", line: 2, column: 3 } },
      { code: "worse", path: "c", message: "is worse", allowed: "good", change: "make it good" },
    ],
  });
});

test("an error of ours is not hidden", () => {
  expect(() => dispatch(nobody, ["greet", "Ada"], terminalOf())).toThrow("must not run");
});
