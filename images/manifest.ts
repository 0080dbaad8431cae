import { type Fields, fields } from "../asking/fields";
import { IMAGE_DIGEST, INDEX_TYPES } from "../aws";
import { ambiguityOf } from "./ambiguity";

/** A manifest as a registry answers it. */
export interface Manifest {
  readonly digest: string;
  /** Digests of what an index lists, or `undefined` when it is an image itself. */
  readonly children?: readonly string[];
  /** Those of the children that are indexes themselves. @default - all are images */
  readonly indexes?: readonly string[];
  /** The index lists more than {@link children} holds, or nothing that can be read. @default - it does not */
  readonly cut?: true;
}

/** Most entries of an index that are looked at. */
export const CHILDREN = 100;

/** Digests of what an index lists, each once. */
export interface Entries {
  /** What a runtime may start. */
  readonly children: readonly string[];
  /** Those of the children that are indexes themselves, which runtimes look through. */
  readonly indexes: readonly string[];
  /** Attestations of BuildKit, which no runtime picks. */
  readonly attestations: readonly string[];
}

/**
 * Everything that an index lists, with what is no image told apart, for whoever looks for images. What is trusted
 * because a signed index lists it is read by `listedIn` of `notation`. An index that two readers may take for two
 * things ({@link ambiguityOf}) lists nothing.
 *
 * @returns `undefined` for the manifest of an image
 * @see https://github.com/opencontainers/image-spec/blob/main/image-index.md
 */
export function entriesOf(text: string): Entries | undefined {
  const manifest = fields(parse(text));
  const list: unknown = manifest["manifests"];
  if (!INDEX_TYPES.includes(String(manifest["mediaType"])) && !Array.isArray(list)) return undefined;
  if (ambiguityOf(text) !== undefined) return { children: [], indexes: [], attestations: [] };
  const entries = (Array.isArray(list) ? list : []).map(fields);
  const digestsOf = (some: readonly Fields[]) => {
    const digests = some.map(({ digest }) => String(digest)).filter((digest) => IMAGE_DIGEST.test(digest));
    return [...new Set(digests)];
  };
  const started = entries.filter((entry) => !isAttestation(entry));
  return {
    children: digestsOf(started),
    indexes: digestsOf(started.filter(({ mediaType }) => INDEX_TYPES.includes(String(mediaType)))),
    attestations: digestsOf(entries.filter(isAttestation)),
  };
}

/**
 * What an index lists, without attestations, which nobody runs; of many the first.
 *
 * @returns nothing for the manifest of an image; an empty list that is cut for an index that lists none that can be
 * read, because a runtime may read it otherwise
 */
export function listedBy(text: string): Pick<Manifest, "children" | "indexes" | "cut"> {
  const entries = entriesOf(text);
  if (!entries) return {};
  const children = entries.children.slice(0, CHILDREN);
  const indexes = entries.indexes.filter((digest) => children.includes(digest));
  return {
    children,
    ...(indexes.length > 0 ? { indexes } : {}),
    ...(children.length === 0 || entries.children.length > CHILDREN ? { cut: true } : {}),
  };
}

/**
 * Runtimes go by the platform: what only calls itself an attestation and names one is started all the same.
 *
 * @see https://docs.docker.com/build/metadata/attestations/attestation-storage/
 */
function isAttestation({ annotations, platform }: Fields): boolean {
  const { os, architecture } = fields(platform);
  return "vnd.docker.reference.type" in fields(annotations) && os === "unknown" && architecture === "unknown";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
