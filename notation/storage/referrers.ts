import { IMAGE_DIGEST } from "../../aws/image-reference";
import { NotationError } from "../error";
import { objectOf, parseJson } from "../json";
import { NOTARY_TYPE } from "./signature-manifest";

/** Type of an index of referrers, and of the one under the fallback tag. */
export const REFERRERS_TYPE = "application/vnd.oci.image.index.v1+json";

/** A signature's manifest as a registry lists it. */
export interface ListedSignature {
  readonly digest: string;
  /** Bytes, as the list says, which whoever writes the fallback tag makes up. */
  readonly size: number;
}

/** What a list says of a referrer; nothing of it is known to be so. */
export interface ListedReferrer {
  readonly digest?: unknown;
  readonly artifactType?: unknown;
  readonly size?: unknown;
}

/**
 * The tag under which a registry without the referrers API lists what refers to a manifest.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#referrers-tag-schema
 */
export function fallbackTag(digest: string): string {
  return digest.replace(":", "-");
}

/** The signatures among what a registry lists: a filter may be overlooked, and what has no digest is nowhere. */
export function signaturesAmong(referrers: readonly ListedReferrer[]): ListedSignature[] {
  return referrers.flatMap(({ digest, artifactType, size }) =>
    artifactType === NOTARY_TYPE && typeof digest === "string" && IMAGE_DIGEST.test(digest)
      ? [{ digest, size: typeof size === "number" ? size : 0 }]
      : [],
  );
}

/**
 * The signatures that an index of referrers lists.
 *
 * @throws NotationError `registry-answer` for what is no index, `json-malformed`
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-referrers
 */
export function signaturesIn(index: Uint8Array): ListedSignature[] {
  const manifests = objectOf(parseJson(index), "registry-answer", "the answer").get("manifests");
  if (!Array.isArray(manifests)) throw new NotationError("registry-answer", "the answer has no manifests");
  return signaturesAmong(
    manifests.map((item: unknown) =>
      item instanceof Map ? Object.fromEntries(item as Map<string, unknown>) : {},
    ),
  );
}
