import { ABSENT_IMAGE } from "../../aws/absent-image";
import { errorMessage } from "../shared/error-message";
import { type TransientFailure, transientFailure } from "../shared/transient";

/** Nobody could say, and why. */
export class Undecided extends Error {
  override readonly name = "Undecided";

  /**
   * @param code stable, kebab-case
   * @param transient whether asking again may help
   */
  constructor(
    readonly code: string,
    message: string,
    readonly transient: boolean,
  ) {
    super(message);
  }

  /** What comes of an image that this was said of. */
  get conclusion() {
    const { code, message, transient } = this;
    return { outcome: "undecided", code, message, transient } as const;
  }
}

/**
 * Doubts that may last though asking again may help: what is not in a replica may never come, and who may push can
 * keep up a tag that has moved or a manifest whose bytes have another digest.
 */
const LASTING = new Set(["digest-mismatch", "image-missing", "tag-moved"]);

/** Whether AWS only did not say for now: it may not last, though who uses up the quotas of an account can keep it up. */
export function passes({ code, transient }: Pick<Undecided, "code" | "transient">): boolean {
  return transient && !LASTING.has(code);
}

/** Of several doubts, in whatever order they are, the one to tell: what asking again may settle comes first. */
export function firstToPass<Doubt extends Pick<Undecided, "code" | "transient">>(
  doubts: readonly Doubt[],
): Doubt | undefined {
  return doubts.find(passes) ?? doubts.find(({ transient }) => transient) ?? doubts[0];
}

const SHOWN = 300;
const DENIALS = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
]);
const TOLD: Readonly<Record<TransientFailure, string>> = {
  throttled: "AWS throttles",
  "aws-error": "AWS had an error",
  "too-slow": "there was no answer in time",
  unreachable: "AWS was not reached",
  "answer-unreadable": "AWS's answer cannot be read",
};

/**
 * What an error of a question to AWS comes to: throttles, errors of the server, silence and answers that cannot be
 * read may be different next time; anything unexpected is not tried again.
 */
export function undecidedBy(error: unknown): Undecided {
  if (error instanceof Undecided) return error;
  const { name = "" } = (error ?? {}) as Partial<Error>;
  const said = `${name}: ${errorMessage(error)}`.slice(0, SHOWN);
  const failure = transientFailure(error);
  if (failure !== undefined) return new Undecided(failure, `${TOLD[failure]}: ${said}`, true);
  if (ABSENT_IMAGE.has(name)) return new Undecided("image-missing", `is not in the registry: ${said}`, false);
  if (DENIALS.has(name)) return new Undecided("access-denied", `may not be asked for: ${said}`, false);
  return new Undecided("unexpected", `something unexpected happened: ${said}`, false);
}
