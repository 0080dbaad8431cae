import { hash } from "node:crypto";

/**
 * The digest by which a registry knows a content.
 *
 * @see https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests
 */
export function digestOf(content: Uint8Array | string): string {
  return `sha256:${hash("sha256", content)}`;
}
