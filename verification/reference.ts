import { IMAGE_DIGEST, plainRepository, splitReference } from "../aws";

/** An image as a container names it, taken apart. */
export interface ImageReference {
  /** `<registry>/<repository>`, in ECR by the plain host name of the registry. */
  readonly repository: string;
  /** @default - the digest alone counts */
  readonly tag?: string;
  /** `sha256:…` @default - the tag has to be resolved */
  readonly digest?: string;
}

const MAX_LENGTH = 1_024;
/** A registry's host has a dot or a port; without them Docker takes the first part for a name on Docker Hub. */
const HOST = /^(?=.*[.:])[a-zA-Z0-9]+(?:[.-][a-zA-Z0-9]+)*(?::\d{1,5})?$/;
/** Wider than ECR's names: images of other registries are named too. */
const PART = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

/**
 * Takes an exact reference apart: `<registry>/<repository>` and a tag, a digest or both. Without either the tag is
 * `latest`. Nothing for any other text, short names of Docker Hub among them. A repository of ECR has one name, whichever
 * host name of its registry is written.
 *
 * @see https://github.com/distribution/reference
 */
export function parseReference(text: string): ImageReference | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const { registry: host = "", repository: name = "", tag, digest } = splitReference(text) ?? {};
  const address = `${host}/${name}`;
  // Docker puts library/ before a single name on its own hub.
  if (!isRepositoryAddress(address) || (host === "docker.io" && !name.includes("/"))) return undefined;
  const repository = plainRepository(address);
  if (digest !== undefined) return { repository, ...(tag === undefined ? {} : { tag }), digest };
  return { repository, tag: tag ?? "latest" };
}

/** Whether a text is `<registry>/<repository>`, without scheme, tag, digest or wildcard. */
export function isRepositoryAddress(text: string): boolean {
  const [host = "", ...parts] = text.split("/");
  return (
    text.length <= MAX_LENGTH && HOST.test(host) && parts.length > 0 && parts.every((part) => PART.test(part))
  );
}

/** Whether an image runs as one digest and nothing else, also under a name that says no registry. */
export function isByDigest(image: string): boolean {
  const at = image.lastIndexOf("@");
  return at !== -1 && isDigest(image.slice(at + 1));
}

/** Whether a text is the SHA-256 digest of a manifest. */
export function isDigest(text: string): boolean {
  return IMAGE_DIGEST.test(text);
}
