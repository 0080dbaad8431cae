import {
  type BatchGetImageRequest,
  type BatchGetImageResponse,
  type GetDownloadUrlForLayerRequest,
  type GetDownloadUrlForLayerResponse,
  type ListImageReferrersRequest,
  type ListImageReferrersResponse,
} from "@aws-sdk/client-ecr";
import { IMAGE_DIGEST } from "../../../aws";
import { type Descriptor, MAX_ENVELOPE_BYTES } from "../../../notation";
import { digestOf } from "../../../notation/storage/digest";
import { IMAGE_TYPES, NOTARY_TYPE, REFERRERS_TYPE } from "../../../notation/storage/signature-manifest";
import { fieldsOf } from "../fields";

/** An image as ECR is asked for it. */
export interface ImageName {
  /** @default - the account that asks */
  readonly registryId?: string;
  readonly repositoryName: string;
  readonly digest: string;
}

/** ECR as signatures are read from it; every answer is `undefined` for what is not there. */
export interface SignatureRegistry {
  listImageReferrers(input: ListImageReferrersRequest): Promise<ListImageReferrersResponse | undefined>;
  batchGetImage(input: BatchGetImageRequest): Promise<BatchGetImageResponse | undefined>;
  getDownloadUrlForLayer(
    input: GetDownloadUrlForLayerRequest,
  ): Promise<GetDownloadUrlForLayerResponse | undefined>;
  /** The bytes at an address that ECR gave; `undefined` when they are too many or of another digest. */
  download(url: string, digest: string, maxBytes: number): Promise<Uint8Array | undefined>;
}

/** What listing referrers and reading their blobs takes; the former is authorised by BatchGetImage. */
export const SIGNATURE_READ_ACTIONS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] as const;

/** Signatures of one image that are read; who makes more hides none of another's, but is not read for ever. */
export const MOST_SIGNATURES = 50;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html */
const PAGE_SIZE = 50;
const MAX_PAGES = 10;

/** An image with what the registry holds about it. */
export interface StoredSignatures {
  /** What must have been signed. */
  readonly subject: Descriptor;
  /** Manifests of signatures by their digests; those that are gone are left out. */
  readonly manifests: ReadonlyMap<string, string>;
  /** Whether there are more than are read. */
  readonly cut: boolean;
}

/**
 * Lists the signatures of an image by the referrers API, or by the fallback tag where it knows of none.
 *
 * @returns `undefined` when there is no signature, or no image
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#referrers-tag-schema
 */
export async function storedSignatures(
  registry: SignatureRegistry,
  image: ImageName,
): Promise<StoredSignatures | undefined> {
  const { digest, ...names } = image;
  const { digests: listed, more } = await listedSignatures(registry, image);
  const all = listed.length > 0 ? listed : await taggedSignatures(registry, image);
  const digests = all.slice(0, MOST_SIGNATURES);
  if (digests.length === 0) return undefined;
  const answer = await registry.batchGetImage({
    ...names,
    imageIds: [digest, ...digests].map((imageDigest) => ({ imageDigest })),
    // Every kind, so that ECR converts none.
    acceptedMediaTypes: IMAGE_TYPES,
  });
  const manifests = new Map<string, string>();
  let subject: Descriptor | undefined;
  for (const item of list(answer?.images)) {
    const { imageManifest: text, imageManifestMediaType } = fieldsOf(item);
    if (typeof text !== "string") continue;
    // The name is what the bytes come to, whatever the registry calls them.
    const found = digestOf(text);
    if (found !== digest) manifests.set(found, text);
    else subject = { mediaType: typeOf(imageManifestMediaType, text), digest, size: Buffer.byteLength(text) };
  }
  const wanted = digests.flatMap((one) => {
    const text = manifests.get(one);
    return text === undefined ? [] : [[one, text] as const];
  });
  return subject && { subject, manifests: new Map(wanted), cut: more || all.length > digests.length };
}

/**
 * The envelope that the manifest of a signature holds.
 *
 * @returns a text that says why there is none
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-specification.md#storage
 */
export async function envelopeIn(
  registry: SignatureRegistry,
  { digest, ...names }: ImageName,
  manifest: string,
): Promise<{ readonly signature: Uint8Array; readonly mediaType: string } | string> {
  const { artifactType, config, subject, layers } = fieldsOf(parsed(manifest));
  if ((artifactType ?? fieldsOf(config)["mediaType"]) !== NOTARY_TYPE) return "it is no signature";
  if (fieldsOf(subject)["digest"] !== digest) return "it is about another manifest";
  const [layer, ...others] = list(layers);
  if (layer === undefined || others.length > 0) return "it has not exactly one layer";
  const { digest: layerDigest, mediaType, size } = fieldsOf(layer);
  if (typeof layerDigest !== "string" || !IMAGE_DIGEST.test(layerDigest) || typeof mediaType !== "string")
    return "its layer has no digest or media type";
  if (typeof size !== "number" || size > MAX_ENVELOPE_BYTES) return "its envelope is too large";
  const { downloadUrl } = (await registry.getDownloadUrlForLayer({ ...names, layerDigest })) ?? {};
  if (downloadUrl === undefined) return "its envelope is gone";
  const signature = await registry.download(downloadUrl, layerDigest, MAX_ENVELOPE_BYTES);
  return signature ? { signature, mediaType } : "its envelope is another one, or too large";
}

async function listedSignatures(
  registry: SignatureRegistry,
  { digest, ...names }: ImageName,
): Promise<{ readonly digests: readonly string[]; readonly more: boolean }> {
  const digests = new Set<string>();
  let nextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await registry.listImageReferrers({
      ...names,
      subjectId: { imageDigest: digest },
      filter: { artifactTypes: [NOTARY_TYPE], artifactStatus: "ACTIVE" },
      maxResults: PAGE_SIZE,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    for (const referrer of list(answer?.referrers)) {
      const { artifactStatus = "ACTIVE" } = fieldsOf(referrer);
      // A filter that was overlooked, and what lies in the archive, make no signature.
      if (artifactStatus === "ACTIVE") for (const one of signatureDigest(referrer)) digests.add(one);
    }
    nextToken = answer?.nextToken;
    if (nextToken === undefined || digests.size > MOST_SIGNATURES) break;
  }
  return { digests: [...digests], more: nextToken !== undefined };
}

async function taggedSignatures(
  registry: SignatureRegistry,
  { digest, ...names }: ImageName,
): Promise<readonly string[]> {
  const answer = await registry.batchGetImage({
    ...names,
    imageIds: [{ imageTag: digest.replace(":", "-") }],
    acceptedMediaTypes: [REFERRERS_TYPE],
  });
  const manifests = list(answer?.images).map((image) => fieldsOf(image)["imageManifest"]);
  const entries = manifests.flatMap((text) => list(fieldsOf(parsed(text))["manifests"]));
  return [...new Set(entries.flatMap(signatureDigest))];
}

function signatureDigest(referrer: unknown): string[] {
  const { digest, artifactType } = fieldsOf(referrer);
  return artifactType === NOTARY_TYPE && typeof digest === "string" && IMAGE_DIGEST.test(digest)
    ? [digest]
    : [];
}

/** A manifest says its type itself where ECR does not. */
function typeOf(told: unknown, text: string): string {
  const type = told ?? fieldsOf(parsed(text))["mediaType"];
  return typeof type === "string" ? type : "";
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}
