import { parseProfileArn, type ProfileArn } from "../signer/profile-arn";
import { type DistinguishedName, isSubset, parseDistinguishedName } from "./distinguished-name";
import { policyError } from "./policy-error";

/** Who may have signed. */
export type TrustedIdentity =
  | { readonly kind: "any" }
  | { readonly kind: "x509.subject"; readonly name: DistinguishedName; readonly text: string }
  | { readonly kind: "signing-profile"; readonly arn: ProfileArn; readonly text: string }
  /** For a plugin that is not known here: it matches nobody. */
  | { readonly kind: "other"; readonly text: string };

const SUBJECT = "x509.subject";

/**
 * Reads the trusted identities of a statement.
 *
 * @throws NotationError `policy-invalid`
 * @see https://github.com/notaryproject/specifications/blob/main/specs/trust-store-trust-policy.md#trusted-identities-constraints
 */
export function parseIdentities(texts: readonly string[]): TrustedIdentity[] {
  if (texts.length > 1 && texts.includes("*")) {
    throw policyError("the trusted identity * stands beside others; it must be alone");
  }
  const identities = texts.map(parseIdentity);
  identities.forEach((one, index) => {
    const other = identities.find(
      (candidate, at) =>
        at !== index &&
        one.kind === "x509.subject" &&
        candidate.kind === "x509.subject" &&
        isSubset(one.name, candidate.name),
    );
    if (other !== undefined && one.kind === "x509.subject" && other.kind === "x509.subject") {
      throw policyError(`the trusted identities ${quote(one.text)} and ${quote(other.text)} overlap`);
    }
  });
  return identities;
}

function parseIdentity(text: string): TrustedIdentity {
  if (text === "*") return { kind: "any" };
  const colon = text.indexOf(":");
  if (colon === -1) throw policyError(`the trusted identity ${quote(text)} has no colon`);
  const value = text.slice(colon + 1);
  if (text.slice(0, colon) === SUBJECT) {
    return { kind: "x509.subject", name: parseDistinguishedName(value), text };
  }
  const arn = parseProfileArn(text);
  return arn === undefined ? { kind: "other", text } : { kind: "signing-profile", arn, text };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
