import { optionsOf } from "./arguments";
import { type Command, EXIT, type Program } from "./command";

/** What every command's exit codes mean. */
const EXITS: Readonly<Record<number, string>> = {
  [EXIT.ok]: "done",
  [EXIT.problem]: "a mistake in the file or the environment",
  [EXIT.usage]: "a mistake in the command line",
};

/** How a command is started: `npm run synth -- `. */
export function startOf({ name, separator = "" }: Program, command: string): string {
  return `${name} ${command} ${separator}`;
}

/** The text of `--help` of a program. */
export function overview(program: Program): string {
  return [
    program.summary,
    "",
    `Usage: ${startOf(program, "<command>")}[arguments]`,
    "",
    ...columns(program.commands.map(({ name, summary }) => [name, summary])),
    "",
    `${startOf(program, "<command>")}--help tells more.`,
    "",
  ].join("\n");
}

/** The text of `--help` of one command. */
export function commandHelp(program: Program, command: Command): string {
  const options = Object.entries(optionsOf(command)).map(([name, { short, value, help }]) => [
    `${short === undefined ? "   " : `-${short},`} --${name}${value === undefined ? "" : ` ${value}`}`,
    help,
  ]);
  return [
    `Usage: ${startOf(program, command.name)}${[...positionalsOf(command), "[options]"].join(" ")}`,
    "",
    command.description,
    "",
    ...columns(options),
    "",
    "Exit codes",
    ...columns(Object.entries({ ...EXITS, ...command.exits })),
    "",
  ].join("\n");
}

function positionalsOf({ positionals, manyPositionals = false }: Command): string[] {
  return positionals.map((name, index) =>
    manyPositionals && index === positionals.length - 1 ? `${name}…` : name,
  );
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([first = ""]) => first.length));
  return rows.map(([first = "", second = ""]) => `  ${first.padEnd(width)}  ${second}`);
}
