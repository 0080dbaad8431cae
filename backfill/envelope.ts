import { type Descriptor, JWS_MEDIA_TYPE, objectionOf } from "../notation";
import { ProfileVerifier } from "../notation/signer/profile-verifier";
import { signerRoots } from "../notation/signer/trust-stores";
import { ProblemError } from "../problem";

/** What a signature that was just made must be. */
export interface Wanted {
  readonly image: Descriptor;
  readonly profileArn: string;
  readonly partition: string;
  readonly at: Date;
}

/**
 * Verifies what AWS Signer answered before it is pushed, as whoever enforces does: what they would refuse must not be
 * in the registry. Whether it was revoked is not asked.
 *
 * @returns SHA-256 of its certificates in lower-case hexadecimal digits, the signing one first
 * @throws ProblemError `unexpected-signature`
 */
export async function checkedThumbprints(
  envelope: Uint8Array,
  { image, profileArn, partition, at }: Wanted,
): Promise<readonly string[]> {
  const verifier = new ProfileVerifier([profileArn], signerRoots(partition));
  const verdict = await verifier.verify({
    signature: envelope,
    mediaType: JWS_MEDIA_TYPE,
    subject: image,
    at,
  });
  if (verdict.trusted === true && verdict.signature !== undefined) return verdict.signature.certificates;
  throw new ProblemError([
    {
      code: "unexpected-signature",
      path: "signer:SignPayload",
      message: `the signature cannot be used: ${objectionOf(verdict)?.message ?? "it was not verified"}`,
      change: "nothing was pushed; ask again later, and tell AWS Support if it stays so",
    },
  ]);
}
