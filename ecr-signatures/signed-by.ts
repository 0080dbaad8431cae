import { objectionOf, parseProfileArn } from "../notation";
import { ProfileVerifier } from "../notation/signer/profile-verifier";
import { signerRoots } from "../notation/signer/trust-stores";
import { searchSignatures } from "../notation/storage/search";
import { listSignatures } from "../notation/storage/signatures";
import { ecrSignatureStore, type ImageName, type SignatureRegistry, storedImage } from "./stored";

/** Which image, and whose signatures count. */
export interface SignatureQuestion {
  readonly partition: string;
  readonly image: ImageName;
  /** ARNs of signing profiles. */
  readonly profileArns: readonly string[];
  readonly at: Date;
}

/** What the signatures of an image come to. */
export interface SignedBy {
  /** The profiles, of those asked for, whose signature of the image holds. */
  readonly profileArns: readonly string[];
  /** Signatures that do not count, and why. */
  readonly refused: readonly { readonly digest: string; readonly why: string }[];
  /** Whether there are more signatures than are read, and one that is missed may be among them. */
  readonly isCut: boolean;
}

/**
 * Reads the signatures of an image and verifies them: a signature counts when it is whole, is of this very image, is
 * made by AWS Signer with one of the profiles, and has not expired. Whether it was revoked is not asked.
 *
 * @param roots certificates that a signature's must lead to. @default - AWS Signer's of the partition
 * @throws whatever the registry throws
 */
export async function signedBy(
  registry: SignatureRegistry,
  { partition, image, at, ...question }: SignatureQuestion,
  roots: readonly Uint8Array[] = signerRoots(partition),
): Promise<SignedBy> {
  const wanted = new Set(question.profileArns.filter((arn) => parseProfileArn(arn)?.profile === arn));
  const found = new Set<string>();
  const refused: { digest: string; why: string }[] = [];
  const told = (isCut: boolean): SignedBy => ({ profileArns: [...found], refused, isCut });
  if (wanted.size === 0) return told(false);
  const store = ecrSignatureStore(registry, image);
  const list = await listSignatures(store, image.digest);
  const subject = list.listed.length > 0 ? await storedImage(registry, image) : undefined;
  if (subject === undefined) return told(list.isCut);
  const verifier = new ProfileVerifier([...wanted], roots);
  // Whoever asks about profiles trusts them in every repository.
  const reference = `${image.repositoryName}@${image.digest}`;
  const { isCut } = await searchSignatures({ store, verifier, subject, reference, at, list }, (one) => {
    if ("error" in one) throw one.error;
    const { digest } = one;
    if ("worthless" in one) {
      refused.push({ digest, why: one.worthless });
      return false;
    }
    const { verdict } = one;
    const profile = parseProfileArn(verdict.signature?.signingProfileVersion ?? "")?.profile;
    if (verdict.trusted === true && profile !== undefined) found.add(profile);
    else {
      const why = objectionOf(verdict)?.message ?? "it does not say which profile made it";
      refused.push({ digest, why });
    }
    return found.size === wanted.size;
  });
  return told(isCut);
}
