/** Architectures that images are built for, in Docker's words. */
export const ARCHITECTURES = ["amd64", "arm64"] as const;

/** An architecture that images are built for. */
export type Architecture = (typeof ARCHITECTURES)[number];
