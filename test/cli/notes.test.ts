import { type Build, defaultsFrom, dispatch, npmRun, supplyChain } from "../../cli";
import { terminalForTest } from "../support/terminal";

const DEFAULTS = defaultsFrom({});
const NOTHING = { stacks: [], renamed: [], resources: [], forgotten: [], verification: [] };

/** Builds nothing; what a command prints beside is what it prints. */
const build: Build = (_organization, _output, use) =>
  use({
    stacks: [],
    trust: { unknownTrust: [], switched: [] },
    baseline: { text: "baseline", data: { exceptions: [], checked: [] } },
    publish: () => NOTHING,
  });

const COMMANDS = {
  "npm run synth": (width?: number, ...args: string[]) =>
    run(npmRun(DEFAULTS, build), ["synth", ...args], width),
  "npm run plan": (width?: number, ...args: string[]) =>
    run(npmRun(DEFAULTS, build), ["plan", ...args], width),
  "supply-chain plan": (width?: number, ...args: string[]) =>
    run(supplyChain(DEFAULTS), ["plan", ...args], width),
  "supply-chain check": (width?: number, ...args: string[]) =>
    run(supplyChain(DEFAULTS), ["check", ...args], width),
} as const;

async function run(program: Parameters<typeof dispatch>[0], args: readonly string[], width?: number) {
  const terminal = terminalForTest(width);
  const status = await dispatch(program, args, terminal);
  expect({ status, err: terminal.said.err }).toEqual({ status: 0, err: "" });
  return terminal.said.out;
}

/** The lines below the heading. */
function notesIn(text: string): string[] {
  return (/^Notes\n((?: .*\n)+)/m.exec(text)?.[1] ?? "").split("\n").slice(0, -1);
}

describe.each(Object.entries(COMMANDS))("the notes of %s", (_, command) => {
  test("are one line each where nobody watches, so that tools find them", async () => {
    const lines = notesIn(await command());
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line).toMatch(/^ {2}\S.* \[[a-z-]+\]$/);
    expect(Math.max(...lines.map(({ length }) => length))).toBeGreaterThan(120);
  });

  test("are wrapped to the width of a terminal, with a hanging indent, and say the same", async () => {
    const [piped, wrapped] = [notesIn(await command()), notesIn(await command(80))];
    for (const line of wrapped) expect(line.length).toBeLessThanOrEqual(80);
    expect(wrapped.length).toBeGreaterThan(piped.length);
    const joined = wrapped.join("\n").replaceAll(/\n {4}(?=\S)/g, " ");
    expect(joined.split("\n")).toEqual(piped);
  });

  test("are the same as JSON whoever watches", async () => {
    expect(await command(80, "--json")).toBe(await command(undefined, "--json"));
  });
});
