import { type Verdict } from "../../notation";
import { type TOO_MANY_SIGNATURES } from "../../notation/storage/signatures";
import { type Problem } from "../../problem";

/** A verdict as the command prints it. */
export interface CaseVerdict extends Verdict {
  /** Why nothing was verified; there are no checks then. @default - something was */
  readonly problems?: readonly Problem[];
  /** The image of a registry that was verified. @default - the signature was a file */
  readonly image?: VerifiedImage;
}

/** An image with what the registry holds of it. */
export interface VerifiedImage {
  /** `registry/repository@digest`. */
  readonly reference: string;
  /** How many signatures the registry lists. */
  readonly signatures: number;
  /** The registry that fills this one, where it was read, too. @default - it was not: the image is in no replica, or trusted */
  readonly source?: SourceRepository;
  /** Digest of the signature that the verdict is about. @default - there is none */
  readonly signature?: string;
  /** The others that were read, until one was trusted. @default - there are none */
  readonly others?: readonly OtherSignature[];
  /** Why signatures were left unread: none of those before is trusted, so the image is not. @default - all were read */
  readonly unread?: { readonly code: typeof TOO_MANY_SIGNATURES; readonly message: string };
}

/** The repository that an image's own is a replica of. */
export interface SourceRepository {
  /** `registry/repository`. */
  readonly repository: string;
  /** How many signatures of the image its registry lists. */
  readonly signatures: number;
  /** Whether the signature that the verdict is about was read there. */
  readonly decides: boolean;
}

/** A signature that the verdict is not about. */
export interface OtherSignature {
  /** Digest of its manifest. */
  readonly signature: string;
  /** `null` where it is undecided or cannot be read. */
  readonly trusted: false | null;
  readonly code: string;
  /** Why it is not trusted, in one sentence. */
  readonly message: string;
}
