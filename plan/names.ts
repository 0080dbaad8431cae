import { createHash } from "node:crypto";
import { dnsSuffix, type Partition } from "../aws";

/** Longest name of an IAM role. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ROLE_NAME_LENGTH = 64;
/** Longest name of a bucket. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME_LENGTH = 63;

/** IAM path of everything we create; guardrails protect it. */
export const ROLE_PATH = "/supply-chain/";
/** IAM path of the roles that may push images; the registry policy exempts exactly this path. */
export const PUSH_ROLE_PATH = "/supply-chain/push/";

function hash(...parts: readonly (string | number)[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8);
}

/** Shortens a name to what a service takes; the hash keeps two long names with one beginning apart. */
function fit(name: string, length: number): string {
  return name.length <= length ? name : `${name.slice(0, length - 9)}-${hash(name)}`;
}

/** Where something is: one account of one partition, in one region. */
export interface Location {
  readonly partition: Partition;
  readonly accountId: string;
  readonly region: string;
}

/** Name of a stack, unique because account keys are and layers and regions are fixed words. */
export function stackName(layer: string, account: string, region: string): string {
  return `${layer}-${account}-${region}`;
}

/** ARN of an IAM role by its path and name (`ci/release`, no leading slash). */
export function roleArn(at: Pick<Location, "partition" | "accountId">, pathAndName: string): string {
  return `arn:${at.partition}:iam::${at.accountId}:role/${pathAndName}`;
}

/** ARN of a repository. */
export function repositoryArn(at: Location, name: string): string {
  return `arn:${at.partition}:ecr:${at.region}:${at.accountId}:repository/${name}`;
}

/** Address of a repository without tag or digest, as `docker pull` and trust policy scopes take it. */
export function repositoryUri(at: Location, name: string): string {
  return `${at.accountId}.dkr.ecr.${at.region}.${dnsSuffix(at.partition)}/${name}`;
}

/** What makes a signing profile the one it is: a change of any part makes a new name. */
export interface ProfileIdentity extends Location {
  readonly organizationId: string;
  readonly key: string;
  readonly validity: string;
  readonly generation: number;
}

/**
 * Name of a signing profile: `<key>_<8 hex>`.
 *
 * A cancelled profile keeps its name for ever, so the name changes with everything that replaces the profile;
 * it is computed, because every consumer must know the ARN before the profile exists.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_PutSigningProfile.html
 */
export function profileName(profile: ProfileIdentity): string {
  const { organizationId, accountId, region, key, validity, generation } = profile;
  const digits = hash(organizationId, accountId, region, key, validity, generation);
  return `${key.replaceAll("-", "_")}_${digits}`;
}

/** ARN of a signing profile; ECR takes this one, never the ARN of a profile version. */
export function profileArn(profile: ProfileIdentity): string {
  const { partition, region, accountId } = profile;
  return `arn:${partition}:signer:${region}:${accountId}:/signing-profiles/${profileName(profile)}`;
}

/** Names of one pipeline's parts that other stacks refer to. */
export function pipelineNames(
  at: Location,
  key: string,
): {
  readonly buildRoleName: string;
  readonly pipelineRoleName: string;
  readonly artifactBucketName: string;
} {
  return {
    buildRoleName: fit(`supply-chain-${key}-build`, ROLE_NAME_LENGTH),
    pipelineRoleName: fit(`supply-chain-${key}-pipeline`, ROLE_NAME_LENGTH),
    artifactBucketName: fit(
      `supply-chain-${at.accountId}-${at.region}-${key.replaceAll("_", "-")}`,
      BUCKET_NAME_LENGTH,
    ),
  };
}

/** Name of the role with which one pipeline deploys to one cluster. */
export function deployRoleName(pipeline: string, cluster: string): string {
  return fit(`supply-chain-deploy-${pipeline}-${cluster}`, ROLE_NAME_LENGTH);
}
