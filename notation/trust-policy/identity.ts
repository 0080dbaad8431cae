import { quoted } from "../error";
import { parseProfileArn, type ProfileArn } from "../signer/profile-arn";
import { type DistinguishedName, parseDistinguishedName } from "./distinguished-name";
import { NameTree } from "./name-tree";
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
  refuseOverlap(identities);
  return identities;
}

/** Refuses a name all of whose attributes another one has, too. */
function refuseOverlap(identities: readonly TrustedIdentity[]): void {
  const seen = new NameTree();
  const subjects = identities.filter((identity) => identity.kind === "x509.subject");
  // A name has no more attributes than one that it is a part of.
  for (const { name, text } of subjects.sort((a, b) => a.name.size - b.name.size)) {
    const part = seen.partOf(name);
    if (part !== undefined) {
      throw policyError(`the trusted identities ${quoted(part)} and ${quoted(text)} overlap`);
    }
    seen.add(name, text);
  }
}

function parseIdentity(text: string): TrustedIdentity {
  if (text === "*") return { kind: "any" };
  const colon = text.indexOf(":");
  if (colon === -1) throw policyError(`the trusted identity ${quoted(text)} has no colon`);
  const value = text.slice(colon + 1);
  if (text.slice(0, colon) === SUBJECT) {
    return { kind: "x509.subject", name: parseDistinguishedName(value), text };
  }
  const arn = parseProfileArn(text);
  return arn === undefined ? { kind: "other", text } : { kind: "signing-profile", arn, text };
}
