import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { clusterArn, partitionOf } from "../../aws";
import { type Mode } from "../../verification";
import { type Place } from "../shared/place";
import { type Ungated } from "./gate";

/** What a finding about the gate is about: a service, or a cluster when there is none. */
export interface Subject {
  /** Name of the cluster. */
  readonly cluster: string;
  /** Name of the service. */
  readonly service?: string;
}

/** Marks our findings; what begins like this is routed to people. */
export const GENERATOR = "supply-chain/ecs-gate";
const TYPE = "Software and Configuration Checks/Image Verification/Not Gated";
/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const LENGTHS = { title: 256, description: 1_024, recommendation: 512 } as const;

/** Stable id of the finding about a subject. */
export function findingId({ region, accountId }: Place, { cluster, service }: Subject): string {
  return [GENERATOR, accountId, region, cluster, ...(service === undefined ? [] : [service])].join("/");
}

/** What a finding of ours is about; `undefined` for another finding. */
export function subjectOfFinding(place: Place, id = ""): Subject | undefined {
  const begin = `${GENERATOR}/${place.accountId}/${place.region}/`;
  const [, cluster, service] = /^([\w-]+)(?:\/([\w-]+))?$/.exec(id.slice(begin.length)) ?? [];
  if (!id.startsWith(begin) || cluster === undefined) return undefined;
  return { cluster, ...(service === undefined ? {} : { service }) };
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
  return {
    ...common(place, findingId(place, { cluster, service }), mode === "block" ? "HIGH" : "MEDIUM", now),
    Title: `ECS service is not gated: ${cluster}/${service}`.slice(0, LENGTHS.title),
    Description: `Its tasks are verified after they start, not before: ${why}`.slice(0, LENGTHS.description),
    ...remedy(
      "Give the service the strategy BLUE_GREEN, LINEAR or CANARY and the lifecycle hook of EcsImageVerification, then deploy it.",
    ),
    Resources: [{ Type: "AwsEcsService", Id: serviceArn, ...located(place) }],
  };
}

/** Tells people that tasks run in a cluster that nobody named. */
export function unknownClusterFinding(place: Place, cluster: string, now: number): AwsSecurityFinding {
  return {
    ...common(place, findingId(place, { cluster }), "HIGH", now),
    Title: `ECS cluster is not in organization.yaml: ${cluster}`.slice(0, LENGTHS.title),
    Description: `Tasks run in the cluster ${cluster}, which the settings of image verification do not name: their images are told of and never stopped.`,
    ...remedy("Name the cluster in organization.yaml under the clusters of its account, or delete it."),
    Resources: [
      {
        Type: "AwsEcsCluster",
        Id: clusterArn("ecs", { ...place, partition: partitionOf(place.region) }, cluster),
        ...located(place),
      },
    ],
  };
}

function common({ partition, region, accountId }: Place, Id: string, Label: "HIGH" | "MEDIUM", now: number) {
  const time = new Date(now).toISOString();
  return {
    SchemaVersion: "2018-10-08",
    Id,
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    GeneratorId: GENERATOR,
    AwsAccountId: accountId,
    CreatedAt: time,
    UpdatedAt: time,
    RecordState: "ACTIVE",
    FindingProviderFields: { Severity: { Label }, Types: [TYPE] },
  } as const satisfies Partial<AwsSecurityFinding>;
}

function located({ partition, region }: Place) {
  return { Partition: partition as "aws", Region: region };
}

function remedy(text: string) {
  return { Remediation: { Recommendation: { Text: text.slice(0, LENGTHS.recommendation) } } };
}
