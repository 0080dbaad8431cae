import { type Command, dispatch, type Program, UsageError } from "../../cli";
import { ProblemError } from "../../problem";
import { terminalForTest } from "../support/terminal";

function program(run: Command["run"], rest: Partial<Command> = {}): Program {
  const command: Command = {
    name: "greet",
    summary: "greet somebody",
    description: "Greets NAME.",
    options: {
      json: { type: "boolean", help: "print JSON" },
      title: { type: "string", short: "t", value: "TITLE", help: "put TITLE in front; default none" },
    },
    positionals: ["NAME", "[PLACE]"],
    run,
    ...rest,
  };
  return { name: "hello", separator: "-- ", summary: "Says hello.", commands: [command] };
}

const nobody = program(() => {
  throw new Error("must not run");
});

async function said(of: Program, ...argv: readonly string[]) {
  const terminal = terminalForTest();
  const code = await dispatch(of, argv, terminal);
  return { code, ...terminal.said };
}

test("a command gets its arguments and gives the exit code", async () => {
  const greeting = program((values, [name = "", place = "nowhere"], { out }) => {
    out(`${String(values["title"])} ${name} at ${place}`);
    return 7;
  });
  expect(await said(greeting, "greet", "-t", "Dr", "Ada")).toEqual({
    code: 7,
    out: "Dr Ada at nowhere",
    err: "",
  });
  expect(await said(greeting, "greet", "Ada", "--title=Dr", "home")).toEqual({
    code: 7,
    out: "Dr Ada at home",
    err: "",
  });
});

test("a command may take its time", async () => {
  const slow = program(async (_values, _positionals, { out }) => {
    await Promise.resolve();
    out("done");
    return 3;
  });
  expect(await said(slow, "greet", "Ada")).toEqual({ code: 3, out: "done", err: "" });
});

const OVERVIEW = `Says hello.

Usage: hello <command> -- [arguments]

  greet  greet somebody

hello <command> -- --help tells more.
`;

test.each([["--help"], ["-h"], ["help"]])("%s lists the commands", async (word) => {
  expect(await said(nobody, word)).toEqual({ code: 0, out: OVERVIEW, err: "" });
});

test("no command at all lists them as a mistake", async () => {
  expect(await said(nobody)).toEqual({ code: 64, out: "", err: OVERVIEW });
});

test.each([
  ["great", "unknown command great; did you mean greet?\n"],
  ["sing", "unknown command sing; there are: greet\n"],
])("the command %s is unknown", async (name, err) => {
  expect(await said(nobody, name)).toEqual({ code: 64, out: "", err });
});

const USAGE = "Usage: hello greet -- NAME [PLACE] [options]\n";
const HELP = `${USAGE}
Greets NAME.

      --json         print JSON
  -t, --title TITLE  put TITLE in front; default none
  -h, --help         print this text

Exit codes
  0   done
  1   a mistake in the file or the environment
  64  a mistake in the command line
`;

test("--help of a command does not run it and tells the exit codes", async () => {
  expect(await said(nobody, "greet", "--help")).toEqual({ code: 0, out: HELP, err: "" });
});

test("a command tells what its own exit codes mean", async () => {
  const unsure = program(() => 2, { exits: { 0: "known", 1: "unknown to us", 2: "undecided" } });
  expect((await said(unsure, "greet", "-h")).out).toContain(`Exit codes
  0   known
  1   unknown to us
  2   undecided
  64  a mistake in the command line
`);
});

test.each([
  [["--tite", "Dr", "Ada"], "unknown option --tite; did you mean --title?"],
  [["--quiet", "Ada"], "unknown option --quiet; there are: --json, --title, --help"],
  [["-q", "Ada"], "unknown option -q; there are: --json, --title, --help"],
  [["--constructor", "Ada"], "unknown option --constructor; there are: --json, --title, --help"],
  [["--no-json", "Ada"], "unknown option --no-json; did you mean --json?"],
  [["Ada", "--title"], "--title needs a value: --title TITLE"],
  [["Ada", "--title="], "--title needs a value: --title TITLE"],
  [["--title", "", "Ada"], "--title needs a value: --title TITLE"],
  [["--title", "--json", "Ada"], "--title needs a value, found --json; write --title=--json if that is one"],
  [["--json=yes", "Ada"], '--json takes no value, found "yes"'],
  [["-t", "Dr", "--title", "Prof", "Ada"], "--title is given twice"],
  [[], "greet takes NAME and [PLACE], found 0 arguments"],
  [["Ada", "home", "now"], "greet takes NAME and [PLACE], found 3 arguments"],
  [[""], "NAME is empty"],
  [["Ada", ""], "PLACE is empty"],
])("the arguments %j are refused", async (args, message) => {
  expect(await said(nobody, "greet", ...args)).toEqual({
    code: 64,
    out: "",
    err: `${message}\nhello greet -- --help tells more\n`,
  });
});

test("a command may find a mistake in the command line itself", async () => {
  const particular = program(() => {
    throw new UsageError("NAME and PLACE are the same");
  });
  expect(await said(particular, "greet", "Ada", "Ada")).toEqual({
    code: 64,
    out: "",
    err: "NAME and PLACE are the same\nhello greet -- --help tells more\n",
  });
});

const mistake: Command["run"] = () => {
  throw new ProblemError([
    { code: "bad", path: "a.b", message: "is bad", place: { file: "f.yaml", line: 2, column: 3 } },
    { code: "worse", path: "c", message: "is worse", allowed: "good", change: "make it good" },
  ]);
};
const MISTAKES =
  "f.yaml:2:3 a.b: is bad [bad]\nc: is worse; allowed: good; make it good [worse]\n\n2 problems";

test("mistakes are told one per line, without a stack trace", async () => {
  expect(await said(program(mistake), "greet", "Ada")).toEqual({ code: 1, out: "", err: `${MISTAKES}\n` });
});

test("a command that writes says that it wrote nothing", async () => {
  expect(await said(program(mistake, { writes: true }), "greet", "Ada")).toEqual({
    code: 1,
    out: "",
    err: `${MISTAKES}; nothing was written\n`,
  });
});

test("a mistake that is found late is told the same way", async () => {
  const late = program((...given) => Promise.resolve().then(() => mistake(...given)));
  expect(await said(late, "greet", "Ada")).toEqual({ code: 1, out: "", err: `${MISTAKES}\n` });
});

test("with --json mistakes are data", async () => {
  const { code, out, err } = await said(program(mistake), "greet", "--json", "Ada");
  expect({ code, err }).toEqual({ code: 1, err: "" });
  expect(JSON.parse(out)).toEqual({
    problems: [
      { code: "bad", path: "a.b", message: "is bad", place: { file: "f.yaml", line: 2, column: 3 } },
      { code: "worse", path: "c", message: "is worse", allowed: "good", change: "make it good" },
    ],
    omitted: 0,
  });
});

const cut = program(() => {
  throw new ProblemError([{ code: "bad", path: "a.b", message: "is bad" }], 1234);
});

test("how many more mistakes there are is told at the end", async () => {
  expect((await said(cut, "greet", "Ada")).err).toBe("a.b: is bad [bad]\n\n1 of at least 1,235 problems\n");
});

test("with --json it is a number", async () => {
  expect(JSON.parse((await said(cut, "greet", "--json", "Ada")).out)).toHaveProperty("omitted", 1234);
});

describe("what somebody wrote moves no cursor and begins no line", () => {
  const WRITTEN = "no\u001b[31mfile\nx\r\u202ey";
  const SHOWN = "no\ufffd[31mfile\ufffdx\ufffd\ufffdy";

  test("in a problem", async () => {
    const wrong = program(() => {
      throw new ProblemError([{ code: "bad", path: WRITTEN, message: `is ${WRITTEN}` }]);
    });
    expect((await said(wrong, "greet", "Ada")).err).toBe(`${SHOWN}: is ${SHOWN} [bad]\n\n1 problem\n`);
  });

  test("in a mistake in the command line", async () => {
    const wrong = program(() => {
      throw new UsageError(`NAME is ${WRITTEN}`);
    });
    expect((await said(wrong, "greet", "Ada")).err).toBe(
      `NAME is ${SHOWN}\nhello greet -- --help tells more\n`,
    );
    expect((await said(nobody, "greet", `--${WRITTEN}`)).err).toBe(
      `unknown option --${SHOWN}; there are: --json, --title, --help\nhello greet -- --help tells more\n`,
    );
  });

  test("in the name of a command", async () => {
    expect((await said(nobody, WRITTEN)).err).toBe(`unknown command ${SHOWN}; there are: greet\n`);
  });
});

test("an error of ours is not hidden", async () => {
  await expect(said(nobody, "greet", "Ada")).rejects.toThrow("must not run");
});
