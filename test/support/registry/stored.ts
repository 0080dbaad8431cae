import type * as ecr from "@aws-sdk/client-ecr";
import { createHash } from "node:crypto";

export const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
export const INDEX = "application/vnd.oci.image.index.v1+json";
export const NOTARY = "application/vnd.cncf.notary.signature";
export const JWS = "application/jose+json";

/** A manifest with what a registry knows of it. */
export interface Stored {
  readonly bytes: Buffer;
  readonly mediaType: string;
  readonly tags: Set<string>;
  readonly referrers: ecr.ImageReferrer[];
  readonly states: ecr.ImageSigningStatus[];
}

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** `<account>/<repository>` of `<registry>/<repository>`: what an endpoint of ECR is told. */
export function keyOf(repository: string): string {
  const [, account, name] = /^(\d{12})\.[^/]+\/(.+)$/.exec(repository) ?? [];
  if (account === undefined || name === undefined) throw new Error(`${repository} is not in ECR`);
  return `${account}/${name}`;
}
