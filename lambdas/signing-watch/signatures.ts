import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { signedBy } from "../../ecr-signatures/signed-by";
import { type SignatureRegistry } from "../../ecr-signatures/stored";
import { NOTARY_TYPE } from "../../notation/storage/signature-manifest";
import { type Signatures } from "./check";

/** Pages of referrers that are looked through for one signature. */
const MAX_PAGES = 10;

/** Signatures that somebody put beside an image, such as `supply-chain sign-images`. */
export function signaturesIn(
  registry: SignatureRegistry,
  { partition, clock, log }: { readonly partition: string; readonly clock: Clock; readonly log: Logger },
  roots?: readonly Uint8Array[],
): Signatures {
  return {
    listed: async ({ repository: repositoryName, digest: imageDigest }) => {
      let nextToken: string | undefined;
      for (let page = 0; page < MAX_PAGES; page++) {
        const answer = await registry.listImageReferrers({
          repositoryName,
          subjectId: { imageDigest },
          filter: { artifactTypes: [NOTARY_TYPE], artifactStatus: "ACTIVE" },
          ...(nextToken === undefined ? {} : { nextToken }),
        });
        // An image that is gone meanwhile lacks nothing.
        if (!answer) return true;
        const { referrers = [] } = answer;
        const counts = referrers.some(
          // A filter that was overlooked, and what lies in the archive, make no signature.
          ({ artifactType, artifactStatus = "ACTIVE" }) =>
            artifactType === NOTARY_TYPE && artifactStatus === "ACTIVE",
        );
        if (counts) return true;
        nextToken = answer.nextToken;
        if (nextToken === undefined) return false;
      }
      return false;
    },
    of: async ({ repository, digest }, profileArns) => {
      const image = { repositoryName: repository, digest };
      const question = { partition, image, profileArns, at: new Date(clock.now()) };
      const signed = await signedBy(registry, question, roots);
      const read = signed.profileArns.length + signed.refused.length;
      if (read > 0) log.info("signatures", { repository, digest, ...signed });
      if (signed.cut) log.warn("does not read all signatures of the image", { repository, digest, read });
      return signed.profileArns;
    },
  };
}
