import { type PushedImage } from "../../aws";
import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { type SignedBy, signedBy } from "../../ecr-signatures/signed-by";
import { type SignatureRegistry } from "../../ecr-signatures/stored";

/** What was read out of the signatures of an image. */
export interface ReadSignatures extends Omit<SignedBy, "refused"> {
  /** Why others do not count. */
  readonly refused?: string | undefined;
}

/** Reads what signed an image out of the signatures themselves. */
export interface Signatures {
  /** @throws what the registry throws: what cannot be read is not called missing */
  of(image: PushedImage, profileArns: readonly string[]): Promise<ReadSignatures>;
}

/** Most signatures that do not count that are named in the log, and reasons that are handed on. */
const MOST = { logged: 20, reasons: 2 } as const;

/** The signatures that lie beside an image, whoever made them: ECR, or somebody with `supply-chain sign-images`. */
export function signaturesIn(
  registry: SignatureRegistry,
  { partition, clock, log }: { readonly partition: string; readonly clock: Clock; readonly log: Logger },
  roots?: readonly Uint8Array[],
): Signatures {
  return {
    of: async ({ repository, digest }, profileArns) => {
      const image = { repositoryName: repository, digest };
      const question = { partition, image, profileArns, at: new Date(clock.now()) };
      const { refused, ...signed } = await signedBy(registry, question, roots);
      const read = signed.profileArns.length + refused.length;
      if (read > 0) {
        const told = { ...signed, refused: refused.slice(0, MOST.logged), read };
        log.info("signatures", { repository, digest, ...told });
      }
      if (signed.isCut) log.warn("does not read all signatures of the image", { repository, digest, read });
      return { ...signed, refused: reasonOf(refused) };
    },
  };
}

/** The same text for the same signatures, whatever order the registry lists them in. */
function reasonOf(refused: SignedBy["refused"]): string | undefined {
  const reasons = [...new Set(refused.map(({ why }) => why))].sort();
  if (reasons.length === 0) return undefined;
  const more = reasons.length > MOST.reasons ? "; …" : "";
  return `what is there: ${reasons.slice(0, MOST.reasons).join("; ")}${more}`;
}
