import { splitReference } from "../../../aws";
import { isRepositoryPath } from "../../../notation/trust-policy/scope";
import { UsageError } from "../../command";
import { SHOWN } from "../no-verdict";

/** An image in a registry, as it is named on the command line. */
export interface ImageName {
  /** Host, and port where there is one. */
  readonly registry: string;
  readonly repository: string;
  /** A tag, or `sha256:…`. */
  readonly version: string;
}

/** The name as it is written; of tag and digest, the one that counts. */
export function nameOf({ registry, repository, version }: ImageName): string {
  return `${registry}/${repository}${version.startsWith("sha256:") ? "@" : ":"}${version}`;
}

/**
 * Reads `registry/repository@digest` or `registry/repository:tag`; of both, the digest counts.
 *
 * @throws UsageError
 */
export function parseImage(text: string): ImageName {
  const { registry = "", repository = "", tag, digest } = splitReference(text) ?? {};
  const version = digest ?? tag;
  // A port above 65,535 looks like one and is none.
  const isPlace = isRepositoryPath(`${registry}/${repository}`) && URL.canParse(`https://${registry}/`);
  if (version === undefined || !isPlace) {
    throw new UsageError(
      `IMAGE ${text.slice(0, SHOWN)} is not registry/repository@sha256:… or registry/repository:tag, with the registry's full name`,
    );
  }
  return { registry, repository, version };
}
