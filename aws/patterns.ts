/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const REPOSITORY_NAME = /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
export const REPOSITORY_NAME_LENGTH = { min: 2, max: 256 } as const;
/** Whether ECR takes a repository of this name. */
export function isRepositoryName(name: string): boolean {
  const { min, max } = REPOSITORY_NAME_LENGTH;
  return REPOSITORY_NAME.test(name) && name.length >= min && name.length <= max;
}
/** @see https://docs.aws.amazon.com/signer/latest/api/API_PutSigningProfile.html */
export const SIGNING_PROFILE_NAME = /^[a-zA-Z0-9_]{2,64}$/;
export const ACCOUNT_ID = /^\d{12}$/;
/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html */
export const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;
/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_Root.html */
export const ROOT_ID = /^r-[0-9a-z]{4,32}$/;
/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_OrganizationalUnit.html */
export const ORGANIZATIONAL_UNIT_ID = /^ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}$/;

const UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

/**
 * Path and name of an IAM role without the leading slash: a path of at most 512 characters with both its slashes,
 * a name of at most 64.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 */
export const ROLE_PATH_AND_NAME = /^(?!.{511,}\/)(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** What stands behind the account in an ARN. @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
export const ARN_RESOURCES = {
  connection: new RegExp(`^connection/${UUID}$`),
  /** A key, never an alias: whoever owns the alias decides which key it names. */
  kmsKey: new RegExp(`^key/(?:${UUID}|mrk-[0-9a-f]{32})$`),
  role: new RegExp(`^role/${ROLE_PATH_AND_NAME.source.slice(1)}`),
  /**
   * A secret that a pull-through cache may use, with the six characters that Secrets Manager adds to its name.
   *
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
   */
  upstreamSecret: /^secret:ecr-pullthroughcache\/[\w/+=.@-]{1,491}-[A-Za-z0-9]{6}$/,
} as const;
