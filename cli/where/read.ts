import { type Fields, fields, items } from "../../asking/fields";
import {
  type Cluster,
  type Count,
  type Finding,
  type Image,
  parseClusterArn,
  imageOf,
  type Use,
  type Workload,
} from "../../where";
import { dateOf, weightOf } from "../aws/finding-weight";

/** Longest text that is taken over. */
const LONGEST = 300;
const TAGS = 10;

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value.slice(0, LONGEST) : undefined;
}

/** A number of things, or `unknown`: what is missing or no such number never counts as 0. */
export function count(value: unknown): Count {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : "unknown";
}

function tagsOf(value: unknown): readonly string[] {
  return items(value)
    .filter((tag) => typeof tag === "string")
    .slice(0, TAGS)
    .map((tag) => tag.slice(0, LONGEST))
    .sort();
}

function image(arn: unknown, scanned: boolean, { tags, inUseCount, lastInUseAt }: Fields): Image | undefined {
  const parsed = typeof arn === "string" ? imageOf(arn) : undefined;
  const last = dateOf(lastInUseAt);
  return (
    parsed && {
      ...parsed,
      tags: tagsOf(tags),
      scanned,
      inUse: count(inUseCount),
      ...(last === undefined ? {} : { lastInUseAt: last }),
    }
  );
}

/** A finding, or `undefined` when it names no image or no vulnerability. */
export function findingOf(value: unknown): Finding | undefined {
  const finding = fields(value);
  const resource = items(finding["resources"])
    .map(fields)
    .find(({ type }) => type === "AWS_ECR_CONTAINER_IMAGE");
  const details = fields(fields(resource?.["details"])["awsEcrContainerImage"]);
  const found = image(resource?.["id"], true, { ...details, tags: details["imageTags"] });
  const vulnerability = text(fields(finding["packageVulnerabilityDetails"])["vulnerabilityId"]);
  if (!found || vulnerability === undefined) return undefined;
  return { image: found, vulnerability, ...weightOf(finding) };
}

/** An image that Inspector covers, or `undefined` when it names none. */
export function coveredImageOf(value: unknown): Image | undefined {
  const { resourceId, resourceMetadata, scanStatus } = fields(value);
  const { statusCode } = fields(scanStatus);
  return image(resourceId, statusCode === "ACTIVE", fields(fields(resourceMetadata)["ecrImage"]));
}

/** The places of one cluster, or `undefined` when it cannot be read. */
export function usesOf(value: unknown): Use[] | undefined {
  const { clusterArn, clusterDetails } = fields(value);
  const cluster = typeof clusterArn === "string" ? parseClusterArn(clusterArn) : undefined;
  if (!cluster) return undefined;
  const details = items(clusterDetails).map(fields);
  // A cluster without details runs the image all the same.
  return (details.length === 0 ? [{}] : details).map((detail: Fields) => {
    const last = dateOf(detail["lastInUse"]);
    return {
      cluster,
      workload: workloadOf(cluster.type, fields(detail["clusterMetadata"])),
      running: count(detail["runningUnitCount"]),
      stopped: count(detail["stoppedUnitCount"]),
      ...(last === undefined ? {} : { lastInUseAt: last }),
    };
  });
}

const WORKLOADS = 20;

function workloadOf(
  type: Cluster["type"],
  { awsEcsMetadataDetails, awsEksMetadataDetails }: Fields,
): Workload {
  if (type === "ecs") {
    const { taskDefinitionArn, detailsGroup } = fields(awsEcsMetadataDetails);
    return { taskDefinitionArn: text(taskDefinitionArn) ?? "unknown", group: text(detailsGroup) ?? "" };
  }
  const { namespace, workloadInfoList } = fields(awsEksMetadataDetails);
  return {
    namespace: text(namespace) ?? "unknown",
    workloads: items(workloadInfoList)
      .slice(0, WORKLOADS)
      .map(fields)
      .map(({ type, name }) => ({ type: text(type) ?? "unknown", name: text(name) ?? "unknown" })),
  };
}
