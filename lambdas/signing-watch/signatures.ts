import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { type SignedBy, signedBy } from "../../ecr-signatures/signed-by";
import { type SignatureRegistry } from "../../ecr-signatures/stored";
import { type Signatures } from "./check";

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
      const signed = await signedBy(registry, question, roots);
      const { refused, cut } = signed;
      const read = signed.profileArns.length + refused.length;
      if (read > 0) {
        const told = { profileArns: signed.profileArns, refused: refused.slice(0, MOST.logged), read, cut };
        log.info("signatures", { repository, digest, ...told });
      }
      if (cut) log.warn("does not read all signatures of the image", { repository, digest, read });
      return { profileArns: signed.profileArns, refused: reasonOf(refused), isCut: cut };
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
