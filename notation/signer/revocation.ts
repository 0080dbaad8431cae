import { type RevocationAnswer, type RevocationPort } from "../revocation/port";
import { parseProfileArn } from "./profile-arn";

const SHOWN = 300;
/** A denial says who asked, what for, and which policy was in the way. */
const DENIAL_SHOWN = 700;
/** @see https://docs.aws.amazon.com/signer/latest/api/API_GetRevocationStatus.html#API_GetRevocationStatus_Errors */
const DENIED = "AccessDeniedException";

/** What AWS Signer's GetRevocationStatus is told; as the SDK takes it. */
export interface RevocationQuestion {
  readonly signatureTimestamp: Date;
  readonly platformId: string;
  readonly profileVersionArn: string;
  readonly jobArn: string;
  certificateHashes: string[];
}

/** Sends the question to AWS Signer in a region. */
export type AskSigner = (
  region: string,
  question: RevocationQuestion,
) => Promise<{ readonly revokedEntities?: readonly string[] | undefined }>;

/**
 * Asks AWS Signer whether a signature is revoked, in the region of the signing profile. An error is no answer, and a
 * denial says which permission is missing. How the question is sent is the caller's; nothing here reaches the network.
 *
 * @param isTrusted whether a profile, by its ARN, may have signed; nobody is asked about any other
 * @see https://docs.aws.amazon.com/signer/latest/api/API_GetRevocationStatus.html
 * @see https://github.com/aws/aws-signer-notation-plugin/blob/main/internal/verifier/verifier.go
 */
export function signerRevocation(
  ask: AskSigner,
  isTrusted: (profileArn: string) => boolean,
): NonNullable<RevocationPort["signer"]> {
  return async ({ region, signatureTimestamp, certificateHashes, ...request }): Promise<RevocationAnswer> => {
    const { profile = "" } = parseProfileArn(request.profileVersionArn) ?? {};
    if (!isTrusted(profile)) return { status: "unknown", message: "the signing profile is not trusted" };
    try {
      // The member may be left out, and AWS's own plugin for notation takes that for a list without entries.
      const { revokedEntities = [] } = await ask(region, {
        ...request,
        signatureTimestamp: new Date(signatureTimestamp),
        certificateHashes: [...certificateHashes],
      });
      if (!Array.isArray(revokedEntities)) throw new TypeError("revokedEntities is no list");
      if (revokedEntities.length === 0) return { status: "good" };
      return {
        status: "revoked",
        message: `AWS Signer revoked ${revokedEntities.join(", ").slice(0, SHOWN)}`,
      };
    } catch (error) {
      const { name = "", message = String(error) } = (error ?? {}) as Partial<Error>;
      if (name === DENIED) {
        const missing = `AWS Signer in ${region} may not be asked: give signer:GetRevocationStatus to the role that asks`;
        return { status: "denied", message: `${missing}: ${message.slice(0, DENIAL_SHOWN)}` };
      }
      const said = `${name}: ${message}`.slice(0, SHOWN);
      return { status: "unknown", message: `AWS Signer gave no answer: ${said}` };
    }
  };
}
