import { CHECK_NAMES, type CheckName, type Objection, objectionOf, type Verdict } from "../../notation";
import { TOO_MANY_SIGNATURES } from "../../notation/storage/signatures";
import { type TrustedSignature } from "../../verification";
import { firstToPass } from "./failure";

/** What came of the signatures of a manifest. */
export type Conclusion =
  | { readonly outcome: "trusted"; readonly signature: TrustedSignature }
  | Refusal
  | {
      readonly outcome: "undecided";
      readonly code: string;
      readonly message: string;
      readonly transient: boolean;
    };

/** What of any outcome says whether it is final. */
interface Outcome {
  readonly outcome: string;
  readonly code?: string;
  readonly check?: string;
}

/** Definitely not trusted. */
export interface Refusal {
  readonly outcome: "refused";
  readonly code: string;
  readonly message: string;
  /** Check of the verification that failed. */
  readonly check?: CheckName;
}

/** Says that something is definitely not trusted. */
export function refused(code: string, message: string, check?: CheckName): Refusal {
  return { outcome: "refused", code, message, ...(check === undefined ? {} : { check }) };
}

/** Whether it is a refusal that holds whatever else cannot be read: revoked, or buried in signatures. */
export function isFinal({ outcome, code, check }: Outcome): boolean {
  return outcome === "refused" && (check === "revocation" || code === TOO_MANY_SIGNATURES);
}

/** Failures of a check that the settings are to blame for, and not the image. */
const OF_SETTINGS = new Set(["trust-store-missing", "trust-store-invalid"]);

/** Checks that ask about revocation, of the signer or of who gave the timestamp: only that can be different next time. */
const ABOUT_REVOCATION: ReadonlySet<CheckName> = new Set<CheckName>(["authenticTimestamp", "revocation"]);

/** Checks of who signed, when and for how long; the others say that it is a signature of this image at all. */
const OF_TRUST: ReadonlySet<string> = new Set([
  "trustedIdentity",
  "expiry",
  "authenticTimestamp",
  "revocation",
]);

/**
 * That a signature is revoked, also where it has expired, or its signer is not trusted any more: that must not make of
 * a refusal for good one that a doubt can undo. AWS Signer is asked about profiles alone that are still trusted.
 */
function revokedBy({ checks }: Verdict): Objection | undefined {
  const failed = checks.filter(
    (check): check is Objection => check.action === "enforce" && check.outcome === "failed",
  );
  if (!failed.every(({ name }) => OF_TRUST.has(name))) return undefined;
  return failed.find(({ name }) => name === "revocation");
}

/** What a verdict on one signature comes to. */
export function conclusionOf(verdict: Verdict, digest: string): Conclusion {
  if (verdict.trusted === true) {
    const { signingProfileVersion } = verdict.signature ?? {};
    const profile = signingProfileVersion === undefined ? {} : { profileVersionArn: signingProfileVersion };
    return { outcome: "trusted", signature: { ...profile, digest } };
  }
  const objection = revokedBy(verdict) ?? objectionOf(verdict);
  if (objection === undefined) {
    const message = "the trust policy skips verification, and what is not verified is not trusted";
    return { outcome: "undecided", code: "level-skip", message, transient: false };
  }
  const { name, code, message } = objection;
  if (OF_SETTINGS.has(code)) return { outcome: "undecided", code, message, transient: false };
  if (objection.outcome === "failed") return refused(code, message, name);
  return { outcome: "undecided", code, message, transient: ABOUT_REVOCATION.has(name) };
}

/**
 * What several come to, in whatever order they are: one that is trusted decides, else one that nobody could say, and of
 * these the one that asking again may settle; of those that are refused, the one that is buried in signatures is told,
 * else the one that came furthest.
 */
export function strongest(conclusions: readonly Conclusion[]): Conclusion | undefined {
  const decisive =
    conclusions.find(({ outcome }) => outcome === "trusted") ??
    firstToPass(conclusions.filter((each) => each.outcome === "undecided"));
  if (decisive !== undefined) return decisive;
  const progress = (conclusion: Conclusion) => {
    if ("code" in conclusion && conclusion.code === TOO_MANY_SIGNATURES) return CHECK_NAMES.length;
    return "check" in conclusion && conclusion.check ? CHECK_NAMES.indexOf(conclusion.check) : -1;
  };
  return conclusions.toSorted((a, b) => progress(b) - progress(a))[0];
}
