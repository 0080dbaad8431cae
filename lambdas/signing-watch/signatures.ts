import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { signedBy } from "../shared/signatures/signed-by";
import { type SignatureRegistry } from "../shared/signatures/stored";
import { type Signatures } from "./check";

/** Signatures that somebody put beside an image, such as `supply-chain sign-images`. */
export function signaturesIn(
  registry: SignatureRegistry,
  { partition, clock, log }: { readonly partition: string; readonly clock: Clock; readonly log: Logger },
  roots?: readonly Uint8Array[],
): Signatures {
  return {
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
