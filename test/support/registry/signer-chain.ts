import { type EnvelopeOptions, jws } from "../../notation/support/envelope";
import { CA_EXTENSIONS, certify, named, NOW, privateKey } from "../../notation/support/pki";

/** The account and region of the registry and its signing profiles. */
export const REGISTRY = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";
/** ARN of the signing profile that is trusted, and of the version that signs. */
export const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release";
export const PROFILE_VERSION = `${PROFILE}/0123456789`;
/** A profile of another account, below the same root. */
export const OTHER_VERSION = "arn:aws:signer:eu-central-1:666666666666:/signing-profiles/release/0123456789";
export const JOB =
  "arn:aws:signer:eu-central-1:333333333333:/signing-jobs/11111111-2222-3333-4444-555555555555";

const PLUGIN = "io.cncf.notary.verificationPlugin";
const authority = { extensions: CA_EXTENSIONS, hash: "sha384" } as const;
const root = certify({ ...authority, name: named("Signer Root"), key: privateKey("p384", 1) });
const intermediate = certify({
  ...authority,
  name: named("Signer Int CA"),
  key: privateKey("p384", 2),
  issuer: root,
});
const regional = certify({
  ...authority,
  name: named("Signer eu-central-1 CA"),
  key: privateKey("p384", 3),
  issuer: intermediate,
});
/** As with AWS Signer, what signed is out of date days after it signed. */
const leaf = certify({
  name: named("Signer"),
  key: privateKey("p384"),
  issuer: regional,
  hash: "sha384",
  notAfter: NOW + 3 * 24 * 3_600_000,
});

/** The root in PEM: what stands in the place of AWS Signer's in settings. */
export const ROOT_PEM = `-----BEGIN CERTIFICATE-----\n${root.certificate.toString("base64")}\n-----END CERTIFICATE-----\n`;

/** What is signed: a manifest's descriptor. */
export interface Signed {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/** An envelope shaped as AWS Signer's: ES384, a chain of four and the profile's version in the signed header. */
export function signerEnvelope(
  targetArtifact: Signed,
  {
    profileVersionArn = PROFILE_VERSION,
    ...options
  }: { profileVersionArn?: string } & Partial<EnvelopeOptions> = {},
): Buffer {
  return jws({
    signer: leaf,
    scheme: "notary.x509.signingAuthority",
    attributes: {
      [PLUGIN]: "com.amazonaws.signer.notation.plugin",
      "com.amazonaws.signer.signingProfileVersion": profileVersionArn,
      "com.amazonaws.signer.signingJob": JOB,
    },
    critical: [PLUGIN],
    payload: { targetArtifact },
    ...options,
  });
}
