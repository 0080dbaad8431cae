import { parseArgs, type ParseArgsConfig } from "node:util";
import { formatProblem, ProblemError } from "../problem";
import { count, type Terminal } from "./terminal";

/** Exit codes: done, a mistake in the user's file or environment, a mistake in the command line. */
export const EXIT = { ok: 0, problem: 1, usage: 2 } as const;

type Values = Readonly<Record<string, string | boolean | undefined>>;

/** One subcommand. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** The text of `--help`. */
  readonly help: string;
  readonly options: NonNullable<ParseArgsConfig["options"]>;
  /** Names of the arguments without a dash, all required. */
  readonly positionals: readonly string[];
  /** Does the work; a returned number is the exit code. */
  run(values: Values, positionals: readonly string[], terminal: Terminal): number;
}

/** A program made of subcommands. */
export interface Program {
  /** How the program is started, as shown in its help. */
  readonly name: string;
  /** What stands between a command and its options: npm needs `--`. @default - nothing */
  readonly separator?: string;
  readonly summary: string;
  readonly commands: readonly Command[];
}

function overview({ name, separator = "", summary, commands }: Program): string {
  const width = Math.max(...commands.map((command) => command.name.length));
  return [
    summary,
    "",
    `Usage: ${name} <command> ${separator}[options]`,
    "",
    ...commands.map((command) => `  ${command.name.padEnd(width)}  ${command.summary}`),
    "",
    `${name} <command> ${separator}--help tells more.`,
    "",
  ].join("\n");
}

/**
 * Finds the subcommand, parses its arguments and runs it.
 *
 * A mistake of the user is told without a stack trace: with `--json` as `{"problems": […]}` on the output,
 * otherwise one line each. Any other error is ours and passes through.
 *
 * @returns the exit code
 */
export function dispatch(program: Program, argv: readonly string[], terminal: Terminal): number {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    terminal[name === undefined ? "err" : "out"](overview(program));
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = program.commands.find((candidate) => candidate.name === name);
  if (!command) {
    const known = program.commands.map((candidate) => candidate.name).join(", ");
    terminal.err(`unknown command ${name}; there are: ${known}\n`);
    return EXIT.usage;
  }
  const parsed = parse(command, rest);
  if (typeof parsed === "string") {
    terminal.err(`${parsed}\n\n${command.help}`);
    return EXIT.usage;
  }
  if (parsed.values["help"] === true) {
    terminal.out(command.help);
    return EXIT.ok;
  }
  if (parsed.positionals.length !== command.positionals.length) {
    const wanted = command.positionals.length === 0 ? "no argument" : command.positionals.join(" and ");
    terminal.err(
      `${name} takes ${wanted}, found ${count(parsed.positionals.length, "argument")}\n\n${command.help}`,
    );
    return EXIT.usage;
  }
  return guard(terminal, parsed.values["json"] === true, () =>
    command.run(parsed.values, parsed.positionals, terminal),
  );
}

function parse(
  command: Command,
  args: readonly string[],
): { values: Values; positionals: string[] } | string {
  const options = { ...command.options, help: { type: "boolean", short: "h" } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { values: values as Values, positionals };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code?.startsWith("ERR_PARSE_ARGS") === true) return message;
    throw error;
  }
}

function guard(terminal: Terminal, json: boolean, run: () => number): number {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    const { problems } = error;
    if (json) terminal.out(`${JSON.stringify({ problems }, undefined, 2)}\n`);
    else
      terminal.err(
        `${[...problems.map(formatProblem), "", `${count(problems.length, "problem")}; nothing was written`].join("\n")}\n`,
      );
    return EXIT.problem;
  }
}
