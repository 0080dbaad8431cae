import {
  BatchGetImageCommand,
  DescribeImageSigningStatusCommand,
  type ECRClient,
  type ECRClientResolvedConfig,
  GetDownloadUrlForLayerCommand,
  type ImageFailureCode,
  type ImageIdentifier,
  ListImageReferrersCommand,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from "@aws-sdk/client-ecr";
import { type Command } from "@smithy/types";
import { ABSENT_LAYER, type SigningState } from "../../aws";
import { type Descriptor } from "../../notation";
import { type Fetch } from "../../notation/http/fetch";
import { digestOf } from "../../notation/storage/digest";
import { listedIn } from "../../notation/storage/index-manifest";
import { IMAGE_TYPES } from "../../notation/storage/signature-manifest";
import { type SignatureStore } from "../../notation/storage/signatures";
import { type Blob, unlessTooLarge } from "../../ecr-signatures/blob";
import { ecrSignatureStore, manifestType, type SignatureRegistry } from "../../ecr-signatures/stored";
import { type EcrRepository } from "./address";
import { Undecided } from "./failure";

/** A manifest or an index, whose bytes have the digest. */
export interface Manifest extends Descriptor {
  /** Digests of the manifests of an index. */
  readonly children: readonly string[];
  /** Those of them that are indexes themselves. */
  readonly indexes: readonly string[];
  /** Whether it is an index that readers may understand differently, so that it vouches for nothing. */
  readonly isAmbiguous: boolean;
}

/** Failures of an image that pass by themselves: of an upstream registry that is down or throttles, not one that denies. */
const PASSING: ReadonlySet<string> = new Set<ImageFailureCode>([
  "UpstreamTooManyRequests",
  "UpstreamUnavailable",
]);
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
   * @throws Undecided `image-missing`, `image-archived`, `image-unreadable`, `digest-mismatch`, and what the SDK throws
   */
  async manifest(at: EcrRepository, id: ImageIdentifier): Promise<Manifest> {
    const command = new BatchGetImageCommand({
      registryId: at.registryId,
      repositoryName: at.name,
      imageIds: [id],
      acceptedMediaTypes: IMAGE_TYPES,
    });
    const { images = [], failures = [] } = await this.send(at, command);
    const [image] = images;
    const { imageManifest, imageManifestMediaType, imageId } = image ?? {};
    if (imageManifest === undefined) {
      const { failureCode = "", failureReason = "it does not say why" } = failures[0] ?? {};
      const message = `${at.repository} has no ${id.imageDigest ?? id.imageTag ?? ""}: ${failureReason}`;
      if (failureCode === "ImageNotFound") throw new Undecided("image-missing", message, false);
      if (failureCode === "ImageInaccessible") throw new Undecided("image-archived", message, false);
      throw new Undecided("image-unreadable", message, PASSING.has(failureCode));
    }
    const bytes = Buffer.from(imageManifest);
    const digest = digestOf(bytes);
    const wanted = id.imageDigest ?? imageId?.imageDigest ?? "";
    if (digest !== wanted) {
      const message = `the registry answered ${digest} when asked for ${wanted}`;
      throw new Undecided("digest-mismatch", message, true);
    }
    const mediaType = manifestType(imageManifestMediaType, imageManifest);
    const listed = listedIn(mediaType, bytes);
    const digests = (some = listed) => (some ?? []).map((one) => one.digest);
    return {
      mediaType,
      digest,
      size: bytes.length,
      children: digests(),
      indexes: digests(listed?.filter(({ isIndex }) => isIndex)),
      isAmbiguous: listed === undefined,
    };
  }

  /** A repository as signatures are read from it. What it throws is Undecided, or of the SDK. */
  signatures(at: EcrRepository): SignatureStore {
    const calls: SignatureRegistry = {
      listImageReferrers: (input) => this.send(at, new ListImageReferrersCommand(input)),
      batchGetImage: (input) => this.send(at, new BatchGetImageCommand(input)),
      getDownloadUrlForLayer: (input) =>
        this.send(at, new GetDownloadUrlForLayerCommand(input)).catch((error: unknown) => {
          if (ABSENT_LAYER.has((error as Partial<Error>).name ?? "")) return undefined;
          throw error;
        }),
      download: (url, maxBytes) => this.download(url, maxBytes),
    };
    return ecrSignatureStore(calls, { registryId: at.registryId, repositoryName: at.name });
  }

  private async download(url: string, maxBytes: number): Promise<Blob> {
    try {
      return await unlessTooLarge(this.fetch({ url, timeout: DOWNLOAD_TIMEOUT, maxBytes }));
    } catch (error) {
      const { message } = error as Error;
      throw new Undecided("envelope-unreadable", `an envelope cannot be read: ${message}`, true);
    }
  }

  /** How far ECR's own signing of an image has come; nothing for an image that it does not sign. */
  async signing(at: EcrRepository, imageDigest: string): Promise<SigningState[]> {
    const input = { registryId: at.registryId, repositoryName: at.name, imageId: { imageDigest } };
    const { signingStatuses = [] } = await this.send(at, new DescribeImageSigningStatusCommand(input));
    return signingStatuses.map(({ signingProfileArn, status }) => ({
      profileArn: signingProfileArn,
      status,
    }));
  }

  private send<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
    { region }: EcrRepository,
    command: Command<ServiceInputTypes, Input, ServiceOutputTypes, Output, ECRClientResolvedConfig>,
  ): Promise<Output> {
    return this.clientOf(region).send(command, { abortSignal: this.abortSignal });
  }
}
