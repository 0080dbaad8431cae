import { IMAGE_DIGEST } from "../../aws/image-reference";
import { INDEX_TYPES } from "../../aws/pushed-image";
import { NotationError } from "../error";
import { type JsonObject, objectOf, parseJson } from "../json";

/** What an index lists. */
export interface ListedManifest {
  readonly digest: string;
  /** Whether the index calls it an index itself. */
  readonly isIndex: boolean;
}

/**
 * The manifests that an index lists; none for any other manifest. Whoever trusts what a signed index lists asks here.
 *
 * @returns `undefined` for an index that readers may understand differently, as with a member that occurs twice: it
 * vouches for nothing, and what a runtime pulled by it may be part of it all the same
 */
export function listedIn(mediaType: string, manifest: Uint8Array): readonly ListedManifest[] | undefined {
  if (!INDEX_TYPES.includes(mediaType)) return [];
  try {
    const listed = objectOf(parseJson(manifest), "index-manifest", "the index").get("manifests");
    if (!Array.isArray(listed)) return undefined;
    return listed.flatMap((child: unknown): ListedManifest[] => {
      if (!(child instanceof Map)) return [];
      const [digest, type] = ["digest", "mediaType"].map((name) => (child as JsonObject).get(name));
      if (typeof digest !== "string" || !IMAGE_DIGEST.test(digest)) return [];
      return [{ digest, isIndex: typeof type === "string" && INDEX_TYPES.includes(type) }];
    });
  } catch (error) {
    if (error instanceof NotationError) return undefined;
    throw error;
  }
}
