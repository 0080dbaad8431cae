import { GetRevocationStatusCommand, type SignerClient } from "@aws-sdk/client-signer";
import { parseProfileArn, type RevocationAnswer, type RevocationPort } from "../../notation";
import { undecidedBy } from "./failure";

/**
 * Asks AWS Signer whether a signature is revoked, in the region of the signing profile. Any error is no answer.
 *
 * @param isTrusted whether a profile, by its ARN, may have signed; nobody is asked about any other
 * @see https://docs.aws.amazon.com/signer/latest/api/API_GetRevocationStatus.html
 */
export function signerRevocation(
  clientOf: (region: string) => SignerClient,
  isTrusted: (profileArn: string) => boolean,
): NonNullable<RevocationPort["signer"]> {
  return async ({ region, signatureTimestamp, certificateHashes, ...request }): Promise<RevocationAnswer> => {
    const { profile = "" } = parseProfileArn(request.profileVersionArn) ?? {};
    if (!isTrusted(profile)) return { status: "unknown", message: "the signing profile is not trusted" };
    try {
      const { revokedEntities = [] } = await clientOf(region).send(
        new GetRevocationStatusCommand({
          ...request,
          signatureTimestamp: new Date(signatureTimestamp),
          certificateHashes: [...certificateHashes],
        }),
      );
      if (revokedEntities.length === 0) return { status: "good" };
      return { status: "revoked", message: `AWS Signer revoked ${revokedEntities.join(", ").slice(0, 300)}` };
    } catch (error) {
      return { status: "unknown", message: `AWS Signer gave no answer: ${undecidedBy(error).message}` };
    }
  };
}
