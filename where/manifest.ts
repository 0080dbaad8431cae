import { DIGEST } from "./image";

/** A manifest as a registry answers it. */
export interface Manifest {
  readonly digest: string;
  /** Digests of the images that an index lists, or `undefined` when it is an image itself. */
  readonly children?: readonly string[];
}

/** Most entries of an index that are looked at. */
export const CHILDREN = 100;

const INDEX_TYPES = new Set([
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
]);

/**
 * The images that an index lists, without attestations, which nobody runs.
 *
 * @returns `undefined` for the manifest of an image; an empty list for an index that lists none that can be read
 * @see https://github.com/opencontainers/image-spec/blob/main/image-index.md
 */
export function childrenOf(text: string): readonly string[] | undefined {
  const manifest = fieldsOf(parse(text));
  const entries = manifest["manifests"];
  if (!INDEX_TYPES.has(String(manifest["mediaType"])) && !Array.isArray(entries)) return undefined;
  const digests = (Array.isArray(entries) ? entries : [])
    .slice(0, CHILDREN)
    .map(fieldsOf)
    .filter(({ annotations }) => !("vnd.docker.reference.type" in fieldsOf(annotations)))
    .map(({ digest }) => String(digest))
    .filter((digest) => DIGEST.test(digest));
  return [...new Set(digests)];
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
