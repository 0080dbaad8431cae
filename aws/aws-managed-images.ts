import { registryHost } from "./arn";
import { partitionOf } from "./partition";
import { type Region } from "./regions";
import { plainRepository } from "./registry-host";

/**
 * Accounts whose registries hold GuardDuty's agent for ECS, by region; none is published for China.
 *
 * The commercial regions are those of GuardDuty's user guide, the others those of the guide to AWS GovCloud (US).
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/ecs-runtime-agent-ecr-image-uri.html
 * @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-guardduty.html
 */
const GUARDDUTY_ACCOUNTS: Readonly<Partial<Record<Region, string>>> = {
  "af-south-1": "197869348890",
  "ap-east-1": "258348409381",
  "ap-east-2": "259886477082",
  "ap-northeast-1": "533107202818",
  "ap-northeast-2": "914738172881",
  "ap-northeast-3": "273192626886",
  "ap-south-1": "251508486986",
  "ap-south-2": "950823858135",
  "ap-southeast-1": "174946120834",
  "ap-southeast-2": "005257825471",
  "ap-southeast-3": "510637619217",
  "ap-southeast-4": "251357961535",
  "ap-southeast-5": "156041399949",
  "ap-southeast-7": "054037130133",
  "ca-central-1": "354763396469",
  "ca-west-1": "339712888787",
  "eu-central-1": "323658145986",
  "eu-central-2": "529164026651",
  "eu-north-1": "591436053604",
  "eu-south-1": "266869475730",
  "eu-south-2": "919611009337",
  "eu-west-1": "694911143906",
  "eu-west-2": "892757235363",
  "eu-west-3": "665651866788",
  "il-central-1": "870907303882",
  "me-central-1": "000014521398",
  "me-south-1": "536382113932",
  "mx-central-1": "311141559934",
  "sa-east-1": "758426053663",
  "us-east-1": "593207742271",
  "us-east-2": "307168627858",
  "us-gov-east-1": "383115532789",
  "us-gov-west-1": "383110348953",
  "us-west-1": "684579721401",
  "us-west-2": "733349766148",
};

/** The agent on Fargate; the one for container instances is never a container of a task. */
const GUARDDUTY_REPOSITORY = "aws-guardduty-agent-fargate";

const MANAGED: ReadonlyMap<string, string> = new Map(
  Object.entries(GUARDDUTY_ACCOUNTS).map(([region, accountId]) => {
    const at = { partition: partitionOf(region), accountId, region };
    return [`${registryHost(at)}/${GUARDDUTY_REPOSITORY}`, "guardduty-agent"] as const;
  }),
);

/**
 * What AWS runs an image as, where AWS itself put it into a task: `guardduty-agent`, or `undefined` for any other
 * image. Account and repository decide, whatever the container is called and whatever the tag or digest is.
 *
 * It is to be asked only of containers that are not in the task definition: there the image is as anybody's.
 *
 * The proxy of ECS Service Connect is not in the table, because there is nothing to look up: in what ECS says of a
 * task its container has no image. It is known by the task's attachment of type `ServiceConnect`, whose detail
 * `ContainerName` names it; ECS alone makes attachments, and a container with an image is never it.
 *
 * @param reference as ECS names the container's image
 */
export function awsManaged(reference: string): string | undefined {
  const address = reference.replace(/(?::[\w.-]{1,128})?(?:@sha256:[0-9a-f]{64})?$/, "");
  return MANAGED.get(plainRepository(address));
}

/** Repositories of AWS whose images it puts into tasks of a region, each as `<registry>/<repository>`. */
export function awsManagedRepositories(region: string): readonly string[] {
  return [...MANAGED.keys()].filter((repository) => repository.split(".")[3] === region);
}
