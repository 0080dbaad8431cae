import { createHash } from "node:crypto";
import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { clusterArn, partitionOf } from "../../aws";
import { type Mode } from "../../verification";
import { idPrefix, LENGTHS, openFinding, resourceIn } from "../shared/finding";
import { type Place } from "../shared/place";
import { type Ungated } from "./ungated";

/** What a finding about the gate is about: a service, or a cluster when there is none. */
export interface Subject {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Name of the service, or its hash in an id that the name would make too long. */
  readonly service?: string;
}

/** Marks our findings; what begins like this is routed to people. */
export const GENERATOR = "supply-chain/ecs-gate";
/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const MOST_RESOURCES = 32;
const TYPE = "Software and Configuration Checks/Image Verification/Not Gated";

/** What to do about each reason. */
const REMEDIES: Readonly<Record<Ungated["code"], string>> = {
  "controller-not-ecs": "let ECS make its deployments",
  "strategy-without-hooks": "give it the strategy BLUE_GREEN, LINEAR or CANARY",
  "hook-missing":
    "give it the lifecycle hook of EcsImageVerification (a service of Express Mode can have none)",
  "hook-of-other-target": "apply it again, so that its hook calls the deployed version",
  "late-hook-missing":
    "give it the hook at both stages, as lifecycleHook() does, or name its images by digest",
  "timeout-continues": "let the time-outs of its hooks roll back",
  "hook-function-differs": "apply the stack of EcsImageVerification again",
};

/** Stable id of the finding about a subject; a service that makes it too long is told by its hash. */
export function findingId(place: Place, { cluster, service }: Subject): string {
  const ofCluster = `${idPrefix(GENERATOR, place)}${cluster}`;
  if (service === undefined) return ofCluster;
  const id = `${ofCluster}/${service}`;
  if (id.length <= LENGTHS.id) return id;
  return `${ofCluster}/hash:${createHash("sha256").update(service).digest("hex")}`;
}

/** What a finding of ours is about; `undefined` for another finding. */
export function subjectOfFinding(place: Place, id = ""): Subject | undefined {
  const begin = idPrefix(GENERATOR, place);
  const [, cluster, service] = /^([\w-]+)(?:\/((?:hash:)?[\w-]+))?$/.exec(id.slice(begin.length)) ?? [];
  if (!id.startsWith(begin) || cluster === undefined) return undefined;
  return { cluster, ...(service === undefined ? {} : { service }) };
}

/** The region that a finding of ours is about; `undefined` for another finding. */
export function regionOfFinding(place: Place, id = ""): string | undefined {
  const begin = `${idPrefix(GENERATOR, place)}@`;
  return id.startsWith(begin) ? id.slice(begin.length) : undefined;
}

/** Tells people that a service can start an image that nobody verified. */
export function ungatedFinding(
  place: Place,
  { cluster, service, serviceArn }: Required<Subject> & { readonly serviceArn: string },
  mode: Mode,
  reasons: readonly Ungated[],
  now: number,
): AwsSecurityFinding {
  const why = reasons.map(({ code, message }) => `${message} [${code}]`).join("; ");
  return openFinding(place, {
    generator: GENERATOR,
    type: TYPE,
    severity: mode === "block" ? "HIGH" : "MEDIUM",
    id: findingId(place, { cluster, service }),
    title: `ECS service is not gated: ${cluster}/${service}`,
    description: `Its deployments are not verified by the deployed function: ${why}`,
    recommendation: `For this service: ${reasons.map(({ code }) => REMEDIES[code]).join("; ")}.`,
    resources: [resourceIn(place, "AwsEcsService", serviceArn)],
    updatedAt: new Date(now).toISOString(),
  });
}

/** Tells people that tasks run in a cluster that nobody named. */
export function unknownClusterFinding(place: Place, cluster: string, now: number): AwsSecurityFinding {
  const arn = clusterArn("ecs", { ...place, partition: partitionOf(place.region) }, cluster);
  return openFinding(place, {
    generator: GENERATOR,
    type: TYPE,
    severity: "HIGH",
    id: findingId(place, { cluster }),
    title: `ECS cluster is not in organization.yaml: ${cluster}`,
    description: `Tasks run in the cluster ${cluster}, which the settings of image verification do not name: their images are told of and never stopped.`,
    recommendation: "Name the cluster in organization.yaml under the clusters of its account, or delete it.",
    resources: [resourceIn(place, "AwsEcsCluster", arn)],
    updatedAt: new Date(now).toISOString(),
  });
}

/** Tells people that tasks run in clusters that nobody named, in a region where nothing else looks. */
export function regionFinding(
  place: Place,
  region: string,
  clusters: readonly string[],
  now: number,
): AwsSecurityFinding {
  const there = { ...place, region };
  const at = { ...there, partition: partitionOf(region) };
  return openFinding(place, {
    generator: GENERATOR,
    type: TYPE,
    severity: "HIGH",
    id: `${idPrefix(GENERATOR, place)}@${region}`,
    title: `ECS clusters of ${region} are not in organization.yaml`,
    description: `Tasks run in ${String(clusters.length)} clusters of the region ${region} that organization.yaml does not name, and nobody verifies their images: ${clusters.join(", ")}`,
    recommendation:
      "Name the clusters in organization.yaml with their region, under the clusters of their account, or delete them.",
    resources: clusters
      .slice(0, MOST_RESOURCES)
      .map((name) => resourceIn(there, "AwsEcsCluster", clusterArn("ecs", at, name))),
    updatedAt: new Date(now).toISOString(),
  });
}
