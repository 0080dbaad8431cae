import { type LevelName } from "../trust-policy";
import { type Check } from "./check";

/** What a signature says about itself; told only once its integrity holds. */
export interface SignatureFacts {
  readonly mediaType: string;
  readonly algorithm: string;
  readonly signingScheme: string;
  /** RFC 3339. */
  readonly signingTime: string;
  /** RFC 3339. @default - it does not expire */
  readonly expiry?: string;
  /** Subject of the signing certificate. */
  readonly signer: string;
  /** SHA-256 of each certificate, the signing one first. */
  readonly certificates: readonly string[];
  /** ARN of the version of the AWS Signer profile that signed. @default - AWS Signer did not sign */
  readonly signingProfileVersion?: string;
  /** ARN of AWS Signer's job. @default - AWS Signer did not sign */
  readonly signingJob?: string;
}

/** What came of a verification; plain data that JSON can hold. */
export interface Verdict {
  /**
   * `true` when every enforced check passed, `false` when one failed, `null` when none failed but one is undecided
   * or when the level is `skip`: what was not verified is never trusted.
   */
  readonly trusted: boolean | null;
  readonly checks: readonly Check[];
  /** @default - no statement applies */
  readonly policy?: { readonly statement: string; readonly level: LevelName };
  /** @default - the integrity does not hold */
  readonly signature?: SignatureFacts;
}

/** A check that did not pass. */
export type Objection = Check & { readonly outcome: "failed" | "undecided" };

/**
 * The enforced check that keeps a signature from being trusted: the first that failed, else the first that nobody
 * could decide.
 *
 * @returns `undefined` where there is none: it is trusted, or the trust policy skips its verification
 */
export function objectionOf({ checks }: Pick<Verdict, "checks">): Objection | undefined {
  const objections = checks.filter(
    (check): check is Objection => check.action === "enforce" && check.outcome !== "passed",
  );
  return objections.find(({ outcome }) => outcome === "failed") ?? objections[0];
}

/** What the enforced checks come to. */
export function trustedBy(checks: readonly Check[]): boolean | null {
  const outcomes = checks.filter(({ action }) => action === "enforce").map(({ outcome }) => outcome);
  if (outcomes.includes("failed")) return false;
  return outcomes.length > 0 && outcomes.every((outcome) => outcome === "passed") ? true : null;
}
