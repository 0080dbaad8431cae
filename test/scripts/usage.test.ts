import { node } from "../support/program";

const SCRIPTS = { bench: "bench/main.ts", "deploy:local": "local/main.ts" } as const;

/** `npm run bench` and the like without npm. */
function script(name: keyof typeof SCRIPTS, ...args: readonly string[]) {
  return node(["--import", "tsx", SCRIPTS[name], ...args]);
}

test.each([
  ["bench", ["--jsn"], "unknown option --jsn; did you mean --json?"],
  ["bench", ["--json=yes"], '--json takes no value, found "yes"'],
  ["bench", ["--json", "--json"], "--json is given twice"],
  ["bench", ["where"], "bench takes no argument, found 1 argument"],
  ["deploy:local", ["--kep"], "unknown option --kep; did you mean --keep?"],
  ["deploy:local", ["a.yaml", "b.yaml"], "deploy:local takes [FILE], found 2 arguments"],
] as const)("npm run %s refuses %j in the words of every command", (name, args, message) => {
  expect(script(name, ...args)).toEqual({
    status: 64,
    stdout: "",
    stderr: `${message}\nnpm run ${name} -- --help tells more\n`,
  });
});

test.each(["bench", "deploy:local"] as const)("npm run %s tells how it is used", (name) => {
  const { status, stdout, stderr } = script(name, "--help");
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(new RegExp(`^Usage: npm run ${name} -- `));
});
