/**
 * The only error that leaves this folder: an input that is not what a specification says it must be.
 *
 * Its message is one sentence without a closing full stop.
 */
export class NotationError extends Error {
  override readonly name = "NotationError";

  /**
   * @param code stable, kebab-case identifier that scripts and tests may rely on
   */
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Runs what may refuse its input and says in front of the refusal where that was. */
export function within<T>(where: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    throw new NotationError(error.code, `${where}: ${error.message}`);
  }
}

/** Names of people and addresses are shorter. */
const MAX_QUOTED = 200;

/** A text of the input as a message holds it: in quotes, escaped and cut. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}…` : text);
}
