import { type PushedImage, type SigningState } from "../aws";
import { type Repository } from "../images";
import { type PushEvent } from "./pusher";
import { type SigningRecord } from "./record";
import { type Scan } from "./scan";

/** A manifest as the registry lists it. */
export interface ListedImage extends PushedImage {
  /** Whether it lies in the archive, where nobody can pull it. */
  readonly archived: boolean;
}

/** A manifest with the very bytes its digest is of. */
export interface StoredManifest {
  readonly mediaType: string;
  readonly text: string;
}

/** What reading and verifying the signatures of an image comes to. */
export interface Signed {
  readonly holds: boolean;
  /** Digests of those that count for nothing. */
  readonly refused: readonly string[];
  /** Why the first of these does. */
  readonly why?: string | undefined;
  /** Whether there are more than are read. */
  readonly isCut: boolean;
}

/**
 * ECR as a back-fill reads it.
 *
 * Every operation of every port throws ProblemError when it was refused, did not answer or answered nonsense.
 */
export interface Registry {
  /** Every manifest of a repository, page by page; none when the repository is gone. */
  images(repository: Repository): AsyncIterable<readonly ListedImage[]>;
  /** `undefined` when the image or its repository is gone. */
  image(repository: Repository, digest: string): Promise<ListedImage | undefined>;
  /** Digests of the Notary Project signatures of an image; those in the archive count for nobody. */
  signatures(repository: Repository, digest: string): Promise<readonly string[]>;
  /** Whether one of its signatures is by a profile and holds now. */
  signed(repository: Repository, digest: string, profileArn: string): Promise<Signed>;
  /** What ECR's managed signing says of an image. */
  states(repository: Repository, digest: string): Promise<readonly SigningState[]>;
  /** Manifests by their digests; those that are gone are left out. */
  manifests(repository: Repository, digests: readonly string[]): Promise<ReadonlyMap<string, StoredManifest>>;
  /** What the last scan of an image found. */
  scan(repository: Repository, digest: string): Promise<Scan>;
}

/** ECR as a back-fill writes to it. Writing the same twice changes nothing. */
export interface SignatureStore {
  /** Uploads a blob that is not there yet. */
  putBlob(repository: Repository, digest: string, bytes: Uint8Array): Promise<void>;
  /** Puts a manifest without a tag. */
  putManifest(repository: Repository, digest: string, text: string): Promise<void>;
}

/** CloudTrail, in whatever account the caller was. */
export interface Trail {
  /** Pushes of an image as the history of one account has them, around the time at which it was pushed. */
  pushes(account: string, repository: Repository, image: ListedImage): Promise<readonly PushEvent[]>;
}

/** AWS Signer. */
export interface Signer {
  /** Signs a payload of the Notary Project with a profile. */
  sign(
    profileArn: string,
    payload: Uint8Array,
  ): Promise<{ readonly envelope: Uint8Array; readonly jobId: string }>;
}

/** The place that keeps records; it only takes them. */
export interface Records {
  write(record: SigningRecord): Promise<void>;
}

/** AWS as signing after the fact needs it. */
export interface Aws {
  readonly registry: Registry;
  readonly store: SignatureStore;
  readonly trail: Trail;
  readonly signer: Signer;
  readonly records: Records;
}
