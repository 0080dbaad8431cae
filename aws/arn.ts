import { dnsSuffix, type Partition } from "./partition";

/** Where something is: one account of one partition, in one region. */
export interface Location {
  readonly partition: Partition;
  readonly accountId: string;
  readonly region: string;
}

/** Where something without a region is, such as a role. */
export type GlobalLocation = Pick<Location, "partition" | "accountId">;

/** ARN of the root of an account: the principal that stands for everybody in it. */
export function accountRootArn({ partition, accountId }: GlobalLocation): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

/**
 * ARN of an IAM role, or of many when the name holds a `*`.
 *
 * @param path IAM path, beginning and ending with a slash. @default "/", for a name that holds its path: `ci/release`
 */
export function roleArn({ partition, accountId }: GlobalLocation, name: string, path = "/"): string {
  return `arn:${partition}:iam::${accountId}:role${path}${name}`;
}

/** ARN of one repository, or of many when the name holds a `*`. */
export function repositoryArn({ partition, region, accountId }: Location, name: string): string {
  return `arn:${partition}:ecr:${region}:${accountId}:repository/${name}`;
}

/** Host name of a registry: `333333333333.dkr.ecr.eu-central-1.amazonaws.com`. */
export function registryHost({ partition, region, accountId }: Location): string {
  return `${accountId}.dkr.ecr.${region}.${dnsSuffix(partition)}`;
}

/** Address of a repository without tag or digest, as `docker pull` and trust policy scopes take it. */
export function repositoryUri(at: Location, name: string): string {
  return `${registryHost(at)}/${name}`;
}

/** ARN of a Lambda function, or of many when the name holds a `*`. */
export function functionArn({ partition, region, accountId }: Location, name: string): string {
  return `arn:${partition}:lambda:${region}:${accountId}:function:${name}`;
}

/** ARN of a log group; what is done to its streams takes `:*` behind it. */
export function logGroupArn({ partition, region, accountId }: Location, name: string): string {
  return `arn:${partition}:logs:${region}:${accountId}:log-group:${name}`;
}

/** ARN of an ECS or EKS cluster. */
export function clusterArn(
  service: "ecs" | "eks",
  { partition, region, accountId }: Location,
  name: string,
): string {
  return `arn:${partition}:${service}:${region}:${accountId}:cluster/${name}`;
}
