import { type Envelope } from "../envelope";
import { NotationError } from "../error";
import { parseProfileArn } from "../signer/profile-arn";
import { SIGNER_ATTRIBUTE } from "../signer/plugin";
import { type DistinguishedName, isSubset, namesOf, type TrustedIdentity } from "../trust-policy";
import { type Certificate, nameText, parseName } from "../x509";
import { isForSigner } from "./critical";

/** As much as a message says of an ARN; real ones are shorter. */
const MAX_ARN = 300;

/**
 * Refuses a signer who is not among the trusted identities: by the subject of the signing certificate, or for AWS
 * Signer by its signing profile alone.
 *
 * @throws NotationError `identity-untrusted` and what a subject or attribute that cannot be read is refused with
 */
export function checkIdentity(
  envelope: Envelope,
  leaf: Certificate,
  identities: readonly TrustedIdentity[],
): void {
  if (isForSigner(envelope)) checkProfile(envelope, identities);
  else checkSubject(leaf, identities);
}

function untrusted(message: string): NotationError {
  return new NotationError("identity-untrusted", message);
}

function checkSubject(leaf: Certificate, identities: readonly TrustedIdentity[]): void {
  if (identities.some(({ kind }) => kind === "any")) return;
  const names = identities.flatMap((identity) => (identity.kind === "x509.subject" ? [identity.name] : []));
  if (names.length === 0)
    throw untrusted("the trust policy has no x509.subject among its trusted identities");
  const subject = subjectOf(leaf);
  if (!names.some((name) => isSubset(name, subject))) {
    throw untrusted(`the signer ${nameText(leaf.subject)} is not among the trusted identities`);
  }
}

/** The signer's name under the limits that hold for names in a policy: what they cannot say cannot match. */
function subjectOf(leaf: Certificate): DistinguishedName {
  const refuse = (problem: string) => untrusted(`the signer's name ${problem}`);
  const parts = parseName(leaf.subject);
  for (const part of parts) {
    if (part.length > 1) throw refuse("has a part with more than one attribute");
    if (part.some(({ type }) => /^[0-9]/.test(type)))
      throw refuse("has an attribute that no policy can name");
  }
  return namesOf(parts.flat(), refuse);
}

/** What AWS Signer signed about itself. */
export interface SignerIdentity {
  readonly profile: string;
  readonly region: string;
  readonly profileVersionArn: string;
  readonly jobArn: string;
}

/**
 * The signing profile and job that AWS Signer signed.
 *
 * @throws NotationError `signer-attributes`
 */
export function signerIdentityOf({ extendedAttributes, signingScheme }: Envelope): SignerIdentity {
  if (signingScheme !== "notary.x509.signingAuthority") {
    throw new NotationError("signer-attributes", "AWS Signer signs under notary.x509.signingAuthority only");
  }
  const profileVersionArn = extendedAttributes.get(SIGNER_ATTRIBUTE.signingProfileVersion)?.value;
  const jobArn = extendedAttributes.get(SIGNER_ATTRIBUTE.signingJob)?.value;
  const arn = typeof profileVersionArn === "string" ? parseProfileArn(profileVersionArn) : undefined;
  if (typeof profileVersionArn !== "string" || arn?.version === undefined) {
    throw new NotationError(
      "signer-attributes",
      `${SIGNER_ATTRIBUTE.signingProfileVersion} is not the ARN of a version of a signing profile`,
    );
  }
  if (typeof jobArn !== "string" || jobArn === "") {
    throw new NotationError("signer-attributes", `${SIGNER_ATTRIBUTE.signingJob} is missing`);
  }
  return { profile: arn.profile, region: arn.region, profileVersionArn, jobArn };
}

function checkProfile(envelope: Envelope, identities: readonly TrustedIdentity[]): void {
  if (identities.some(({ kind }) => kind === "any")) {
    throw untrusted("every AWS account signs below the same root: * is no identity for AWS Signer");
  }
  const { profile, profileVersionArn } = signerIdentityOf(envelope);
  const isTrusted = identities.some(
    (identity) =>
      identity.kind === "signing-profile" &&
      (identity.arn.version === undefined
        ? identity.arn.profile === profile
        : identity.text === profileVersionArn),
  );
  if (!isTrusted)
    throw untrusted(
      `the signing profile ${profileVersionArn.slice(0, MAX_ARN)} is not among the trusted identities`,
    );
}
