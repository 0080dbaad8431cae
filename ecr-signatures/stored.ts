import {
  type BatchGetImageRequest,
  type BatchGetImageResponse,
  type GetDownloadUrlForLayerRequest,
  type GetDownloadUrlForLayerResponse,
  type ImageIdentifier,
  type ListImageReferrersRequest,
  type ListImageReferrersResponse,
} from "@aws-sdk/client-ecr";
import { fields } from "../asking/fields";
import { IncompleteAnswer } from "../asking/incomplete-answer";
import { type Descriptor } from "../notation";
import { digestOf } from "../notation/storage/digest";
import { signaturesAmong } from "../notation/storage/referrers";
import { IMAGE_TYPES, NOTARY_TYPE } from "../notation/storage/signature-manifest";
import { type SignatureStore } from "../notation/storage/signatures";
import { type Blob } from "./blob";

/** A repository as ECR is asked for it. */
export interface RepositoryName {
  /** @default - the account that asks */
  readonly registryId?: string;
  readonly repositoryName: string;
}

/** An image as ECR is asked for it. */
export interface ImageName extends RepositoryName {
  readonly digest: string;
}

/** ECR as signatures are read from it; every answer is `undefined` for what is not there. */
export interface SignatureRegistry {
  listImageReferrers(input: ListImageReferrersRequest): Promise<ListImageReferrersResponse | undefined>;
  batchGetImage(input: BatchGetImageRequest): Promise<BatchGetImageResponse | undefined>;
  getDownloadUrlForLayer(
    input: GetDownloadUrlForLayerRequest,
  ): Promise<GetDownloadUrlForLayerResponse | undefined>;
  /** The bytes at an address that ECR gave. */
  download(url: string, maxBytes: number): Promise<Blob>;
}

/** What listing referrers and reading their blobs takes; the former is authorised by BatchGetImage. */
export const SIGNATURE_READ_ACTIONS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] as const;

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html */
const PAGE_SIZE = 50;

/** Codes of ECR for a manifest that is not there, or lies in the archive, where nobody can pull it. */
const ABSENT: ReadonlySet<string> = new Set([
  "ImageInaccessible",
  "ImageNotFound",
  "ImageTagDoesNotMatchDigest",
]);

/**
 * Holds ECR to saying that every manifest it leaves out is not there: one that it could not decrypt may be a signature.
 *
 * @param answer `undefined` where the repository is gone
 * @param asked how many manifests were asked for
 * @throws IncompleteAnswer
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageFailure.html
 */
export function checkComplete(answer: BatchGetImageResponse | undefined, asked: number): void {
  if (answer === undefined) return;
  const codes = list(answer.failures).map((failure) => String(fields(failure)["failureCode"]));
  const manifests = list(answer.images)
    .map(fields)
    .filter(({ imageManifest }) => typeof imageManifest === "string");
  // An image may be answered once for each of its tags.
  const answered = new Set(
    manifests.map(({ imageId, imageManifest }) => fields(imageId)["imageDigest"] ?? imageManifest),
  );
  const isSilent = answered.size + codes.length < asked;
  const unread = codes.find((code) => !ABSENT.has(code)) ?? (isSilent ? "nothing said" : undefined);
  if (unread !== undefined)
    throw new IncompleteAnswer("ecr:BatchGetImage", `leaves a manifest out: ${unread}`);
}

/** A repository of ECR as signatures are read from any registry. */
export function ecrSignatureStore(
  registry: SignatureRegistry,
  { registryId, repositoryName }: RepositoryName,
): SignatureStore {
  const names = { ...(registryId === undefined ? {} : { registryId }), repositoryName };
  // Every kind, so that ECR converts none.
  const manifests = async (imageIds: ImageIdentifier[]): Promise<Buffer[]> => {
    const answer = await registry.batchGetImage({ ...names, imageIds, acceptedMediaTypes: IMAGE_TYPES });
    checkComplete(answer, imageIds.length);
    return list(answer?.images).flatMap((image) => {
      const { imageManifest } = fields(image);
      return typeof imageManifest === "string" ? [Buffer.from(imageManifest)] : [];
    });
  };
  return {
    async referrers(digest, nextToken) {
      const answer = await registry.listImageReferrers({
        ...names,
        subjectId: { imageDigest: digest },
        filter: { artifactTypes: [NOTARY_TYPE], artifactStatus: "ACTIVE" },
        maxResults: PAGE_SIZE,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      if (answer !== undefined && !Array.isArray(answer.referrers)) {
        throw new IncompleteAnswer("ecr:ListImageReferrers", "has no list of referrers");
      }
      // What lies in the archive cannot be read; what ECR does not tell is what it was asked for.
      const active = list(answer?.referrers)
        .map((referrer) => ({ artifactType: NOTARY_TYPE, artifactStatus: "ACTIVE", ...fields(referrer) }))
        .filter(({ artifactStatus }) => artifactStatus === "ACTIVE");
      const next = answer?.nextToken ?? "";
      return { signatures: signaturesAmong(active), ...(next === "" ? {} : { next }) };
    },
    tagged: async (imageTag) => (await manifests([{ imageTag }]))[0],
    manifests: (digests) => manifests(digests.map((imageDigest) => ({ imageDigest }))),
    async blob(layerDigest, maxBytes) {
      const answer = await registry.getDownloadUrlForLayer({ ...names, layerDigest });
      return answer === undefined ? "missing" : registry.download(answer.downloadUrl ?? "", maxBytes);
    },
  };
}

/** The descriptor of an image, whose bytes have the digest; `undefined` when it is not there. */
export async function storedImage(
  registry: SignatureRegistry,
  { digest, ...names }: ImageName,
): Promise<Descriptor | undefined> {
  const answer = await registry.batchGetImage({
    ...names,
    imageIds: [{ imageDigest: digest }],
    acceptedMediaTypes: IMAGE_TYPES,
  });
  checkComplete(answer, 1);
  for (const image of list(answer?.images)) {
    const { imageManifest: text, imageManifestMediaType: told } = fields(image);
    if (typeof text !== "string" || digestOf(text) !== digest) continue;
    return { mediaType: manifestType(told, text), digest, size: Buffer.byteLength(text) };
  }
  return undefined;
}

/**
 * The media type of a manifest, which says it itself where ECR does not.
 *
 * @param told what ECR says
 */
export function manifestType(told: unknown, text: string): string {
  const type = told ?? fields(parsed(text))["mediaType"];
  return typeof type === "string" ? type : "";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
