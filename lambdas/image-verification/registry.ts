import {
  BatchGetImageCommand,
  type BatchGetImageCommandOutput,
  DescribeImageSigningStatusCommand,
  type ECRClient,
  GetDownloadUrlForLayerCommand,
  type ImageIdentifier,
  ListImageReferrersCommand,
} from "@aws-sdk/client-ecr";
import { type Descriptor, MAX_ENVELOPE_BYTES } from "../../notation";
import { type Fetch } from "../../notation/revocation/certificates";
import { digestOf } from "../../notation/storage/digest";
import {
  childrenOf,
  IMAGE_TYPES,
  type ListedSignature,
  NOTARY_TYPE,
  REFERRERS_TYPE,
  signaturesIn,
} from "../../notation/storage/signature-manifest";
import { type EcrRepository } from "./address";
import { Undecided } from "./failure";

/** A manifest or an index, whose bytes have the digest. */
export interface Manifest extends Descriptor {
  /** Digests of the manifests of an index. */
  readonly children: readonly string[];
}

/** What ECR says of signing an image with one profile. */
export interface SigningState {
  readonly profileArn: string;
  readonly status: string;
}

/** Most bytes of a signature's manifest; a real one has about 800. */
const MAX_MANIFEST_BYTES = 64 * 1024;
/** Pages of referrers, 50 each. */
const MAX_PAGES = 20;
const PAGE_SIZE = 50;
/** Milliseconds for one envelope. */
const DOWNLOAD_TIMEOUT = 5_000;

/**
 * What image verification reads in registries of ECR. Every content has its digest, every list an end.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html
 */
export class ImageRegistry {
  /**
   * @param clientOf the client for a region
   * @param fetch gets what a presigned address leads to
   * @param abortSignal ends every question
   */
  constructor(
    private readonly clientOf: (region: string) => ECRClient,
    private readonly fetch: Fetch,
    private readonly abortSignal: AbortSignal,
  ) {}

  /**
   * The manifest or index that a digest or tag names.
   *
   * @throws Undecided `image-missing`, `image-unreadable`, `digest-mismatch`, and what the SDK throws
   */
  async manifest(at: EcrRepository, id: ImageIdentifier): Promise<Manifest> {
    const { images = [], failures = [] } = await this.batch(at, [id], IMAGE_TYPES);
    const [image] = images;
    const { imageManifest, imageManifestMediaType = "", imageId } = image ?? {};
    if (imageManifest === undefined) {
      const { failureCode = "", failureReason = "it does not say why" } = failures[0] ?? {};
      const message = `${at.repository} has no ${id.imageDigest ?? id.imageTag ?? ""}: ${failureReason}`;
      if (failureCode === "ImageNotFound") throw new Undecided("image-missing", message, false);
      throw new Undecided("image-unreadable", message, /^Upstream/.test(failureCode));
    }
    const bytes = Buffer.from(imageManifest);
    const digest = digestOf(bytes);
    const wanted = id.imageDigest ?? imageId?.imageDigest ?? "";
    if (digest !== wanted) throw mismatch(wanted, digest);
    const mediaType = imageManifestMediaType;
    return { mediaType, digest, size: bytes.length, children: childrenOf(mediaType, bytes) };
  }

  /**
   * Every signature of a manifest that the registry lists, by either way of listing them.
   *
   * @throws Undecided `endless-referrers`, and what the SDK throws
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html
   */
  async signatures(at: EcrRepository, digest: string): Promise<ListedSignature[]> {
    const [referrers, tagged] = await Promise.all([this.referrers(at, digest), this.tagged(at, digest)]);
    // The tag is written by whoever pushes, so what it lists comes last.
    const known = new Map([...referrers, ...tagged].map((signature) => [signature.digest, signature]));
    return [...known.values()];
  }

  private async referrers(at: EcrRepository, imageDigest: string): Promise<ListedSignature[]> {
    const found: ListedSignature[] = [];
    let nextToken: string | undefined;
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const page = await this.send(at, (client, options) =>
        client.send(
          new ListImageReferrersCommand({
            registryId: at.registryId,
            repositoryName: at.name,
            subjectId: { imageDigest },
            filter: { artifactTypes: [NOTARY_TYPE] },
            maxResults: PAGE_SIZE,
            ...(nextToken === undefined ? {} : { nextToken }),
          }),
          options,
        ),
      );
      for (const { digest = "", artifactType, size = 0 } of page.referrers ?? []) {
        if (artifactType === NOTARY_TYPE) found.push({ digest, size });
      }
      nextToken = page.nextToken;
      if (nextToken === undefined || nextToken === "") return found;
    }
    const message = `${at.repository}@${imageDigest} has more than ${String(MAX_PAGES)} pages of referrers`;
    throw new Undecided("endless-referrers", message, true);
  }

  private async tagged(at: EcrRepository, digest: string): Promise<ListedSignature[]> {
    const id = { imageTag: digest.replace(":", "-") };
    const { images = [] } = await this.batch(at, [id], [REFERRERS_TYPE]);
    const { imageManifest } = images[0] ?? {};
    try {
      return imageManifest === undefined ? [] : signaturesIn(Buffer.from(imageManifest));
    } catch {
      // Whoever may push may push anything under the tag: what is no index lists nothing.
      return [];
    }
  }

  /** The manifests of signatures by digest; those that are gone, too large or another content are left out. */
  async signatureManifests(
    at: EcrRepository,
    signatures: readonly ListedSignature[],
  ): Promise<ReadonlyMap<string, Buffer>> {
    const ids = signatures
      .filter(({ size }) => size <= MAX_MANIFEST_BYTES)
      .map(({ digest }) => ({ imageDigest: digest }));
    const { images = [] } = ids.length === 0 ? {} : await this.batch(at, ids, IMAGE_TYPES);
    const found = images
      .map(({ imageManifest = "" }) => Buffer.from(imageManifest))
      .filter(({ length }) => length <= MAX_MANIFEST_BYTES);
    return new Map(found.map((bytes) => [digestOf(bytes), bytes]));
  }

  /**
   * An envelope; `undefined` when the registry does not have it.
   *
   * @throws Undecided `envelope-unreadable`, `digest-mismatch`, and what the SDK throws
   */
  async envelope(at: EcrRepository, layerDigest: string): Promise<Uint8Array | undefined> {
    const input = { registryId: at.registryId, repositoryName: at.name, layerDigest };
    let url: string | undefined;
    try {
      const answer = await this.send(at, (client, options) =>
        client.send(new GetDownloadUrlForLayerCommand(input), options),
      );
      url = answer.downloadUrl;
    } catch (error) {
      if ((error as Partial<Error>).name === "LayersNotFoundException") return undefined;
      throw error;
    }
    const bytes = await this.fetch({
      url: url ?? "",
      timeout: DOWNLOAD_TIMEOUT,
      maxBytes: MAX_ENVELOPE_BYTES,
    }).catch((error: unknown) => {
      const { message } = error as Error;
      throw new Undecided(
        "envelope-unreadable",
        `the envelope ${layerDigest} cannot be read: ${message}`,
        true,
      );
    });
    const digest = digestOf(bytes);
    if (digest === layerDigest) return bytes;
    throw mismatch(layerDigest, digest);
  }

  /** How far ECR's own signing of an image has come; nothing for an image that it does not sign. */
  async signing(at: EcrRepository, imageDigest: string): Promise<SigningState[]> {
    const input = { registryId: at.registryId, repositoryName: at.name, imageId: { imageDigest } };
    const { signingStatuses = [] } = await this.send(at, (client, options) =>
      client.send(new DescribeImageSigningStatusCommand(input), options),
    );
    return signingStatuses.map(({ signingProfileArn = "", status = "" }) => ({
      profileArn: signingProfileArn,
      status,
    }));
  }

  private batch(
    at: EcrRepository,
    imageIds: ImageIdentifier[],
    acceptedMediaTypes: string[],
  ): Promise<BatchGetImageCommandOutput> {
    const input = { registryId: at.registryId, repositoryName: at.name, imageIds, acceptedMediaTypes };
    return this.send(at, (client, options) => client.send(new BatchGetImageCommand(input), options));
  }

  private send<T>(
    { region }: EcrRepository,
    ask: (client: ECRClient, options: { abortSignal: AbortSignal }) => Promise<T>,
  ): Promise<T> {
    return ask(this.clientOf(region), { abortSignal: this.abortSignal });
  }
}

function mismatch(wanted: string, found: string): Undecided {
  return new Undecided("digest-mismatch", `the registry answered ${found} when asked for ${wanted}`, true);
}
