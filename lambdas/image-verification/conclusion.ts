import { type CheckName, type Verdict } from "../../notation";
import { type TrustedSignature } from "../../verification";

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

/** Definitely not trusted. */
export interface Refusal {
  readonly outcome: "refused";
  readonly code: string;
  readonly message: string;
  /** Check of the verification that failed. */
  readonly check?: string;
}

/** Says that something is definitely not trusted. */
export function refused(code: string, message: string, check?: string): Refusal {
  return { outcome: "refused", code, message, ...(check === undefined ? {} : { check }) };
}

/** Failures of a check that the settings are to blame for, and not the image. */
const OF_SETTINGS = new Set(["trust-store-missing", "trust-store-invalid"]);

/** Checks that ask about revocation, of the signer or of who gave the timestamp: only that can be different next time. */
const ABOUT_REVOCATION: ReadonlySet<CheckName> = new Set<CheckName>(["authenticTimestamp", "revocation"]);

/** What a verdict on one signature comes to. */
export function conclusionOf({ trusted, checks, signature }: Verdict, digest: string): Conclusion {
  if (trusted === true) {
    const { signingProfileVersion } = signature ?? {};
    const profile = signingProfileVersion === undefined ? {} : { profileVersionArn: signingProfileVersion };
    return { outcome: "trusted", signature: { ...profile, digest } };
  }
  const enforced = checks.filter(({ action }) => action === "enforce");
  for (const check of enforced) {
    if (check.outcome !== "failed") continue;
    const { name, code, message } = check;
    if (OF_SETTINGS.has(code)) return { outcome: "undecided", code, message, transient: false };
    return refused(code, message, name);
  }
  for (const check of enforced) {
    if (check.outcome !== "undecided") continue;
    const { name, code, message } = check;
    return { outcome: "undecided", code, message, transient: ABOUT_REVOCATION.has(name) };
  }
  const message = "the trust policy skips verification, and what is not verified is not trusted";
  return { outcome: "undecided", code: "level-skip", message, transient: false };
}

/** Checks as they come one after another. */
const ORDER = [
  "policy",
  "envelope",
  "certificateChain",
  "signature",
  "criticalAttributes",
  "subject",
  "trustStore",
  "trustedIdentity",
  "expiry",
  "authenticTimestamp",
  "revocation",
];

/**
 * What several come to: one that is trusted decides, else one that nobody could say; of those that are refused, the
 * one that came furthest is told.
 */
export function strongest(conclusions: readonly Conclusion[]): Conclusion | undefined {
  const decisive =
    conclusions.find(({ outcome }) => outcome === "trusted") ??
    conclusions.find(({ outcome }) => outcome === "undecided");
  if (decisive !== undefined) return decisive;
  const rank = (conclusion: Conclusion) =>
    conclusion.outcome === "refused" ? ORDER.indexOf(conclusion.check ?? "") : ORDER.length;
  return [...conclusions].sort((a, b) => rank(b) - rank(a))[0];
}
