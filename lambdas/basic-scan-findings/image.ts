/** An image by its place in the registry. */
export interface Image {
  readonly repository: string;
  readonly digest: string;
}

/** A digest of a manifest. @see https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests */
export const DIGEST = /^sha256:[0-9a-f]{64}$/;
