import { REPOSITORY_NAME_LENGTH } from "./patterns";

/** SHA-256 of a manifest as references write it. @see https://github.com/opencontainers/image-spec/blob/v1.1.0/descriptor.md#digests */
export const IMAGE_DIGEST = /^sha256:[0-9a-f]{64}$/;

const HOST = "(?=[^/]*[.:])[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\\d{1,5})?";
const PART = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const NAME = `${PART}(?:/${PART})*`;

/** Longest address of a repository: a host name, a port and a name. */
export const REPOSITORY_ADDRESS_LENGTH = 255 + 6 + 1 + REPOSITORY_NAME_LENGTH.max;

/** One image that never changes, `<registry>/<repository>@sha256:…`. */
export const PINNED_IMAGE = new RegExp(`^${HOST}/${NAME}@sha256:[0-9a-f]{64}$`);

/** A repository in whatever registry, `<registry>/<repository>` without tag, digest and wildcard. */
export const REPOSITORY_ADDRESS = new RegExp(`^${HOST}/${NAME}$`);
