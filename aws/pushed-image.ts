/** What the registry knows of a manifest. */
export interface PushedImage {
  readonly repository: string;
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: Date;
  /** When it was last restored from ECR's archive. @default - it never was */
  readonly activatedAt?: Date | undefined;
  readonly mediaType?: string | undefined;
  /** Type of the artifact; of a container image, the type of its configuration. */
  readonly artifactType?: string | undefined;
  /** Digest of the manifest that this one speaks about. */
  readonly subject?: string | undefined;
}

/** Types of manifests that list others, of OCI and of Docker. */
export const INDEX_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
];
/** Configurations that a container runtime starts. */
const RUNNABLE: ReadonlySet<string | undefined> = new Set([
  "application/vnd.oci.image.config.v1+json",
  "application/vnd.docker.container.image.v1+json",
]);
/**
 * Under it lies the list of referrers of a manifest, where a client does not know the referrers API.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#referrers-tag-schema
 */
const FALLBACK_TAG = /^sha256-[0-9a-f]{64}$/;

/** Whether a manifest lists others, usually one for each platform. */
export function isIndex({ mediaType = "" }: Pick<PushedImage, "mediaType">): boolean {
  return INDEX_TYPES.includes(mediaType);
}

/** Whether a container runtime may start it; what says no type may be an image. */
export function mayRun({ artifactType }: Pick<PushedImage, "artifactType">): boolean {
  return artifactType === undefined || RUNNABLE.has(artifactType);
}

/**
 * Why a manifest needs no signature of its own, or `undefined` for one that does.
 *
 * A container image with a subject still runs, so it is not let off.
 */
export function unsignable(image: PushedImage): string | undefined {
  if (image.subject !== undefined && !RUNNABLE.has(image.artifactType)) return "is about another manifest";
  if (isIndex(image) && image.tags.length > 0 && image.tags.every((tag) => FALLBACK_TAG.test(tag))) {
    return "lists the referrers of another manifest";
  }
  return undefined;
}
