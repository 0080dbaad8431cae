import type * as ecr from "@aws-sdk/client-ecr";
import { ABSENT_IMAGE, INDEX_TYPES } from "../../aws";
import { type Repository } from "../../images";

/** As much of a session as it takes to read a registry. */
export interface EcrSession {
  readonly sdk: { ecr(): Promise<typeof ecr> };
  readonly signal: AbortSignal;
}

/** Every kind of manifest, so that ECR converts none. */
export const MANIFEST_TYPES = [
  ...INDEX_TYPES,
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];

/** Where a call goes. */
export function placeOf(operation: string, { account, region }: Repository) {
  return { action: `ecr:${operation}`, account, region };
}

/** The same in the words of a problem. */
export function pathOf(operation: string, { region }: Repository): string {
  return `ecr:${operation} ${region}`;
}

/** How ECR names a repository. */
export function namesOf({ account, name }: Repository) {
  return { registryId: account, repositoryName: name };
}

/** An answer for what is not there; every other error goes on. */
export function absent(error: unknown): undefined {
  if (ABSENT_IMAGE.has((error as Error).name)) return undefined;
  throw error;
}
