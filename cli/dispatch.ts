import { nearest } from "../config/words";
import { ProblemError } from "../problem";
import { checkPositionals, parseArguments } from "./arguments";
import { type Command, EXIT, type Program, UnknownAnswer, UsageError } from "./command";
import { commandHelp, overview, startOf } from "./help";
import { count, printable, problemLine, type Terminal, toJson } from "./terminal";

/**
 * Finds the subcommand, reads its arguments and runs it.
 *
 * A mistake of the user is told without a stack trace: with `--json` as `{"problems": […], "omitted": 0}` on the
 * output, otherwise one line each. Any other error is ours and passes through.
 *
 * @returns the exit code
 */
export async function dispatch(
  program: Program,
  argv: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "--help" || name === "-h" || name === "help") {
    terminal[name === undefined ? "err" : "out"](overview(program));
    return name === undefined ? EXIT.usage : EXIT.ok;
  }
  const command = program.commands.find((candidate) => candidate.name === name);
  if (!command) {
    terminal.err(`${printable(unknownCommand(name, program))}\n`);
    return EXIT.usage;
  }
  try {
    return await run(program, command, rest, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(`${printable(error.message)}\n${startOf(program, name)}--help tells more\n`);
    return EXIT.usage;
  }
}

function unknownCommand(name: string, { commands }: Program): string {
  const known = commands.map((command) => command.name);
  const near = nearest(name, known);
  return `unknown command ${name}; ${near === undefined ? `there are: ${known.join(", ")}` : `did you mean ${near}?`}`;
}

async function run(
  program: Program,
  command: Command,
  args: readonly string[],
  terminal: Terminal,
): Promise<number> {
  const { values, positionals } = parseArguments(command, args);
  if (values["help"] === true) {
    terminal.out(commandHelp(program, command));
    return EXIT.ok;
  }
  checkPositionals(command, positionals);
  try {
    return await command.run(values, positionals, terminal);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (values["json"] === true) terminal.out(toJson({ problems: error.problems, omitted: error.omitted }));
    else terminal.err(problemText(error, command));
    return error instanceof UnknownAnswer ? EXIT.unknown : EXIT.problem;
  }
}

function problemText({ problems, omitted }: ProblemError, { writes = false }: Command): string {
  const listed = omitted === 0 ? "" : `${String(problems.length)} of at least `;
  const total = `${listed}${count(problems.length + omitted, "problem")}${writes ? "; nothing was written" : ""}`;
  return `${[...problems.map(problemLine), "", total].join("\n")}\n`;
}
