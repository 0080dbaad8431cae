import { awsManagedRepositories, type Location, parseRegistryHost, repositoryArn } from "../../aws";
import { LOGIN_ACTION, SIGNING_STATUS_ACTION } from "../ecr";
import { type Statement } from "../iam";

/**
 * Reads an image's manifest, its signatures and their blobs; listing referrers is authorised by BatchGetImage.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/image-signing-prerequisites.html
 */
const IMAGE_READ_ACTIONS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] as const;

/**
 * Characters of ARNs, of repositories and of what is in clusters, that the policy of a role lists one by one. It holds
 * 10,240 for all its statements, and the others of a verifier's role need less than the rest.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const LISTED_CHARACTERS = 7_000;
/** Of these at most for what is in clusters: the registries of the repositories need the others. */
const LISTED_CLUSTER_CHARACTERS = 5_000;
/** The same for each list of what the task verifier reads of clusters: where they are listed, the others are short. */
const LISTED_LOOK_CHARACTERS = 1_000;
/** Two quotes and a comma. */
const SEPARATOR_CHARACTERS = 3;

function characters(arns: readonly string[]): number {
  return arns.reduce((sum, { length }) => sum + length + SEPARATOR_CHARACTERS, 0);
}

/**
 * The repositories; all of the registries they are in when they are too many for the policy of a role, and of every
 * registry when these are too many. The policies of the repositories stay exact.
 */
function repositoriesOrRegistries(arns: readonly string[], most: number): readonly string[] {
  const widened = (end: RegExp, wide: string) => [...new Set(arns.map((arn) => arn.replace(end, wide)))];
  const registries = widened(/:repository\/.*$/, ":repository/*");
  if (characters(arns) <= most) return arns;
  return characters(registries) <= most ? registries : widened(/:ecr:.*$/, ":ecr:*:*:repository/*");
}

const REVOCATION: Statement = {
  sid: "Revocation",
  actions: ["signer:GetRevocationStatus"],
  resources: ["*"],
};

/** Without repositories nothing can be read, so no image passes. */
function readImages(
  repositoryArns: readonly string[],
  actions: readonly string[],
  most = LISTED_CHARACTERS,
): Statement[] {
  if (repositoryArns.length === 0) return [];
  return [{ sid: "ReadImages", actions, resources: repositoriesOrRegistries(repositoryArns, most) }];
}

/**
 * What whoever verifies signatures with a client of registries must be allowed: read the images and ask whether a
 * signature was revoked.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/image-signing-prerequisites.html
 */
export function verificationStatements(repositoryArns: readonly string[]): Statement[] {
  return [
    { sid: "RegistryLogin", actions: [LOGIN_ACTION], resources: ["*"] },
    ...readImages(repositoryArns, IMAGE_READ_ACTIONS),
    REVOCATION,
  ];
}

/**
 * The same for our functions, which use ECR's API and ask, too, whether ECR is still signing.
 *
 * @param others what the same role may do in clusters: the repositories have the room that it leaves
 */
export function judgeStatements(
  repositoryArns: readonly string[],
  others: readonly Statement[] = [],
): Statement[] {
  const listed = others.flatMap(({ resources = [], conditions = {} }) => [
    ...resources,
    ...Object.values(conditions).flatMap((keys) => Object.values(keys).flat()),
  ]);
  const taken = characters(listed);
  return [
    ...readImages(repositoryArns, [...IMAGE_READ_ACTIONS, SIGNING_STATUS_ACTION], LISTED_CHARACTERS - taken),
    REVOCATION,
    // A task definition is no resource that DescribeTaskDefinition could be limited to.
    { sid: "ReadTaskDefinitions", actions: ["ecs:DescribeTaskDefinition"], resources: ["*"] },
  ];
}

/** ARNs of what is in clusters of ECS, or in all of them when they are too many for the policy of a role. */
function inClusters(
  { partition, region, accountId }: Location,
  types: readonly string[],
  clusterNames: readonly string[],
  most = LISTED_CLUSTER_CHARACTERS,
): readonly string[] {
  const of = (cluster: string) =>
    types.map((type) => `arn:${partition}:ecs:${region}:${accountId}:${type}/${cluster}`);
  const arns = clusterNames.flatMap((name) => of(`${name}/*`));
  return characters(arns) <= most ? arns : of("*");
}

/**
 * What the lifecycle hook asks ECS, of the clusters it knows alone: a deployment to another is refused, and without
 * clusters every one. Where they are too many for the policy of a role, of all of the account and region.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function deploymentStatements(at: Location, clusterNames: readonly string[]): Statement[] {
  if (clusterNames.length === 0) return [];
  return [
    {
      sid: "ReadDeployments",
      actions: ["ecs:DescribeServiceDeployments", "ecs:DescribeServiceRevisions"],
      resources: inClusters(at, ["service", "service-deployment", "service-revision"], clusterNames),
    },
  ];
}

/** Why the baseline lets the tasks of a cluster be listed. */
export const LIST_TASKS_EXCEPTION = {
  rule: "no-wildcard-resource",
  reason:
    "ListTasks takes only container instances as its resource; the tasks of a cluster are listed on *, those on Fargate with no instance at all, and a condition names the clusters",
} as const;

/**
 * What the task verifier reads of the clusters it knows alone: which services and tasks they have. Lists have no
 * resource of their own, and a condition names the clusters, unless they are too many for the policy of a role.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function clusterStatements(at: Location, clusterNames: readonly string[]): Statement[] {
  if (clusterNames.length === 0) return [];
  const { partition, region, accountId } = at;
  const arns = clusterNames.map((name) => `arn:${partition}:ecs:${region}:${accountId}:cluster/${name}`);
  const isListed = characters(arns) <= LISTED_LOOK_CHARACTERS;
  return [
    {
      sid: "ReadTasks",
      actions: ["ecs:DescribeTasks"],
      resources: inClusters(at, ["task"], clusterNames, LISTED_LOOK_CHARACTERS),
    },
    {
      sid: "ListTasks",
      actions: ["ecs:ListServices", "ecs:ListTasks"],
      resources: ["*"],
      ...(isListed && { conditions: { ArnEquals: { "ecs:cluster": arns } } }),
    },
  ];
}

/**
 * What the task verifier reads of every cluster of the region, named or not, and of the images that AWS adds to tasks:
 * a task tells of its service and its task definition wherever it starts.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function regionWideStatements(at: Location): Statement[] {
  const { partition, region, accountId } = at;
  const ecs = (rest: string) => `arn:${partition}:ecs:${region}:${accountId}:${rest}`;
  const managed = awsManagedRepositories(region).flatMap((address) => {
    const slash = address.indexOf("/");
    const registry = parseRegistryHost(address.slice(0, slash));
    return registry === undefined ? [] : [repositoryArn(registry, address.slice(slash + 1))];
  });
  return [
    { sid: "ListClusters", actions: ["ecs:ListClusters"], resources: ["*"] },
    {
      sid: "ReadServices",
      actions: ["ecs:DescribeClusters", "ecs:DescribeDaemonTaskDefinition", "ecs:DescribeServices"],
      resources: [ecs("cluster/*"), ecs("daemon-task-definition/*"), ecs("service/*")],
    },
    ...(managed.length === 0
      ? []
      : [{ sid: "ReadManagedImages", actions: ["ecr:BatchGetImage"], resources: managed }]),
  ];
}

/**
 * What finding clusters in other regions needs beside listing them: how many tasks they have. Nothing there is read
 * more closely, and nothing stopped.
 */
export function regionStatements({ partition, accountId }: Location): Statement[] {
  return [
    {
      sid: "CountTasks",
      actions: ["ecs:DescribeClusters"],
      resources: [`arn:${partition}:ecs:*:${accountId}:cluster/*`],
    },
  ];
}

/**
 * Stops tasks of the clusters that enforce, and of no other. When they are too many for the policy of a role it may
 * stop tasks in all of the account and region; the function stops them in clusters that enforce alone.
 */
export function stopStatements(at: Location, clusterNames: readonly string[]): Statement[] {
  if (clusterNames.length === 0) return [];
  const resources = inClusters(at, ["task"], clusterNames);
  return [{ sid: "StopTasks", actions: ["ecs:StopTask"], resources }];
}
