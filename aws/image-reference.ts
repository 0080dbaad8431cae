import { REPOSITORY_NAME_LENGTH } from "./patterns";

/** SHA-256 of a manifest as references write it. @see https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests */
export const IMAGE_DIGEST = /^sha256:[0-9a-f]{64}$/;

const HOST = "(?=[^/]*[.:])[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\\d{1,5})?";
const PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const NAME = `${PART}(?:/${PART})*`;

/** Longest address of a repository: a host name, a port and a name. */
export const REPOSITORY_ADDRESS_LENGTH = 255 + 6 + 1 + REPOSITORY_NAME_LENGTH.max;

/**
 * One image that never changes, `<registry>/<repository>@sha256:…`. A single name on Docker Hub is no repository: it is
 * short for one under `library/`.
 */
export const PINNED_IMAGE = new RegExp(`^(?!docker\\.io/[^/]*$)${HOST}/${NAME}@sha256:[0-9a-f]{64}$`);

/** A repository in whatever registry, `<registry>/<repository>` without tag, digest and wildcard. */
export const REPOSITORY_ADDRESS = new RegExp(`^${HOST}/${NAME}$`);

/** Parts of an image's reference, none of them looked at more closely but tag and digest. */
export interface ReferenceParts {
  /** Host, and port where there is one. */
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

const REFERENCE = /^([^/@]+)\/([^@:]+)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/**
 * Takes `<registry>/<repository>`, with a tag, a digest, both or neither, apart; nothing for any other text.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#pulling-manifests
 */
export function splitReference(text: string): ReferenceParts | undefined {
  const [, registry, repository, tag, digest] = REFERENCE.exec(text) ?? [];
  if (registry === undefined || repository === undefined) return undefined;
  return { registry, repository, ...(tag !== undefined && { tag }), ...(digest !== undefined && { digest }) };
}
