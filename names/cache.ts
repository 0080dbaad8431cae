import { ROLE_NAME_LENGTH } from "../aws";
import { fitName } from "./fit";

/** Name of the secret with the login of a pull-through cache's upstream; ECR takes no other beginning. */
export function upstreamSecretName(prefix: string): string {
  return `ecr-pullthroughcache/${prefix}`;
}

/** Name of the Terraform variable that holds the login of a pull-through cache's upstream. */
export function upstreamCredentialVariable(prefix: string): string {
  return `upstream_credential_${prefix.replaceAll(/[^a-z0-9]/g, "_")}`;
}

/** Name of the role with which ECR reads another registry of ECR for a cache in one region. */
export function upstreamRoleName(prefix: string, region: string): string {
  // Role names take no slash, and a prefix holds no plus sign.
  return fitName(`supply-chain-cache-${prefix.replaceAll("/", "+")}-${region}`, ROLE_NAME_LENGTH);
}

/** Name of the role with which ECR creates repositories by a template. */
export function templateRoleName(prefix: string, region: string): string {
  return fitName(`supply-chain-template-${prefix.replaceAll("/", "+")}-${region}`, ROLE_NAME_LENGTH);
}
