import { ProblemError } from "../problem";
import { type Terminal } from "./terminal";

/**
 * Exit codes of every command: done, a mistake in the file or the environment, a mistake in the command line; and of
 * commands that ask AWS: the answer is unknown or not complete.
 *
 * @see https://man7.org/linux/man-pages/man3/sysexits.h.3head.html
 */
export const EXIT = { ok: 0, problem: 1, unknown: 2, usage: 64 } as const;

/** One option of a command; `--help` is every command's. */
export interface Option {
  readonly type: "string" | "boolean";
  readonly short?: string;
  /** What stands for the value in the help, as in `--output DIR`. @default - the option takes none */
  readonly value?: string;
  /** Whether it may be given several times; its value is then a list. @default false */
  readonly repeatable?: boolean;
  /** What it does and what happens without it, as one line. */
  readonly help: string;
}

/** What the command line said, by the name of the option; a default is filled in by the command. */
export type Values = Readonly<Record<string, string | readonly string[] | true | undefined>>;

/** One subcommand. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What it does, as paragraphs of its help. */
  readonly description: string;
  readonly options: Readonly<Record<string, Option>>;
  /** Names of the arguments without a dash; one in brackets, `[FILE]`, may be left out. */
  readonly positionals: readonly string[];
  /** Whether the last of them may be given several times. @default false */
  readonly manyPositionals?: boolean;
  /** Whether it writes files, so that a mistake has to say that it wrote none. @default false */
  readonly writes?: boolean;
  /** What its exit codes mean where that is more than every command's. @default - the same */
  readonly exits?: Readonly<Record<number, string>>;
  /**
   * Does the work and returns the exit code.
   *
   * @throws ProblemError for a mistake in the file or the environment, UsageError for one in the command line,
   * UnknownAnswer when nobody can say
   */
  run(values: Values, positionals: readonly string[], terminal: Terminal): number | Promise<number>;
}

/** A program made of subcommands. */
export interface Program {
  /** How the program is started, as shown in its help. */
  readonly name: string;
  /** What stands between a command and its arguments: npm needs `--`. @default - nothing */
  readonly separator?: string;
  readonly summary: string;
  readonly commands: readonly Command[];
}

/** A mistake in the command line, told with how to get help. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Why there is no answer, though the question was right. */
export class UnknownAnswer extends ProblemError {}
