/** A place in a text file, both numbers counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * One mistake of the user, told so that it can be mended without reading our code.
 *
 * Every layer reports its mistakes in this shape: `config` with a place in the file, the modules with a
 * construct path, the baseline with a stack and a Terraform address.
 */
export interface Problem {
  /** Stable, kebab-case identifier that scripts and tests may rely on. */
  readonly code: string;
  /** The key (`registry.repositories.shop/api.keep`) or construct path the problem is about. */
  readonly path: string;
  /** What is wrong, including the value found, as one sentence without a closing full stop. */
  readonly message: string;
  /** What would be accepted. @default - the message already says it */
  readonly allowed?: string;
  /** What to do about it. @default - the message already says it */
  readonly change?: string;
  /** Where the problem stands in the user's file. @default - no file is involved */
  readonly place?: Place;
}

/** Renders a problem as one line: `file:line:column path: message; allowed: …; change: … [code]`. */
export function formatProblem(problem: Problem): string {
  const { place } = problem;
  return [
    place ? `${place.file}:${String(place.line)}:${String(place.column)} ` : "",
    problem.path === "" ? "" : `${problem.path}: `,
    problem.message,
    problem.allowed === undefined ? "" : `; allowed: ${problem.allowed}`,
    problem.change === undefined ? "" : `; ${problem.change}`,
    ` [${problem.code}]`,
  ].join("");
}

/** Thrown for mistakes of the user; its message lists every problem, one per line, and needs no stack trace. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  /**
   * @param omitted how many problems at least were found beside those listed. @default 0
   */
  constructor(
    readonly problems: readonly Problem[],
    readonly omitted = 0,
  ) {
    super(
      [
        ...problems.map(formatProblem),
        ...(omitted === 0 ? [] : [`… and at least ${omitted.toLocaleString("en-US")} more`]),
      ].join("\n"),
    );
  }
}
