import { createHash } from "node:crypto";
import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { type DecisionRecord } from "../../verification";
import { type Place } from "../shared/place";

/** Marks our findings; what begins like this is routed to people. */
export const GENERATOR = "supply-chain/image-verification";
const TYPE = "Software and Configuration Checks/Image Verification/Image Not Trusted";
/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const LENGTHS = { title: 256, description: 1_024, recommendation: 512, resource: 512 } as const;
const ECR = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.]+\/(.+)$/;

const WORDS = {
  refused: {
    title: "Image not trusted",
    severity: "HIGH",
    remedy:
      "Deploy a digest that the pipeline has signed, from a repository of this cluster. `supply-chain verify IMAGE` lists every check. What has to run without a signature takes an exception with an owner and an end.",
  },
  undecided: {
    title: "Image not verified",
    severity: "MEDIUM",
    remedy:
      "Nobody could say whether the image is trusted: look for the decision in the log of the function, mend what the message names and deploy again. `supply-chain verify IMAGE` lists every check.",
  },
} as const;

/** Id of the finding about a decision: one for each digest in a cluster; without a digest one for each container. */
export function findingId(place: Place, { cluster, image, workload }: DecisionRecord): string {
  return idOf(place, cluster, image.digest ?? containerKey(workload.service, workload.container));
}

/** Ids of the findings that are over once an image may run: its own, its container's and its deployment's. */
export function findingsOver(place: Place, decision: DecisionRecord): string[] {
  const { cluster, workload } = decision;
  return [
    ...new Set([
      findingId(place, decision),
      idOf(place, cluster, containerKey(workload.service, workload.container)),
      idOf(place, cluster, containerKey(workload.service)),
    ]),
  ];
}

function idOf({ accountId, region }: Place, cluster: string, about: string): string {
  return [GENERATOR, accountId, region, cluster, about].join("/");
}

/** Tells people that an image is not trusted, or that nobody knows. */
export function findingOf(
  place: Place,
  decision: DecisionRecord & { readonly outcome: "refused" | "undecided" },
): AwsSecurityFinding {
  const { cluster, image, workload, code = "unknown", message = "it is not said why", at } = decision;
  const { partition, region, accountId } = place;
  const words = WORDS[decision.outcome];
  const name = image.repository ?? image.reference;
  const which =
    image.digest === undefined
      ? `container ${workload.container ?? "unknown"} of ${workload.service ?? "a task"}`
      : image.digest;
  return {
    SchemaVersion: "2018-10-08",
    Id: findingId(place, decision),
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    GeneratorId: GENERATOR,
    AwsAccountId: accountId,
    // Of the decision, so that the same one says the same however often it is written.
    CreatedAt: at,
    UpdatedAt: at,
    RecordState: "ACTIVE",
    FindingProviderFields: { Severity: { Label: words.severity }, Types: [TYPE] },
    Title: `${words.title}: ${name}`.slice(0, LENGTHS.title),
    Description: `Cluster ${cluster}, ${which}: ${message} [${code}]`.slice(0, LENGTHS.description),
    Remediation: { Recommendation: { Text: words.remedy.slice(0, LENGTHS.recommendation) } },
    Resources: [imageResource(decision, partition), clusterResource(place, decision)],
  };
}

/** Whether a finding says that an image is refused, which doubt does not change. */
export function saysRefused({ Title = "" }: AwsSecurityFinding): boolean {
  return Title.startsWith(WORDS.refused.title);
}

function containerKey(service = "", container = ""): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([service, container]))
    .digest("hex");
  return `container-${hash.slice(0, 32)}`;
}

function imageResource({ image }: DecisionRecord, partition: string) {
  const [, RegistryId, Region, RepositoryName] = ECR.exec(image.repository ?? "") ?? [];
  if (!RegistryId || !Region || !RepositoryName || image.digest === undefined)
    return { Type: "Other", Id: image.reference.slice(0, LENGTHS.resource), Partition: partition as "aws" };
  return {
    Type: "AwsEcrContainerImage",
    Id: `arn:${partition}:ecr:${Region}:${RegistryId}:repository/${RepositoryName}/${image.digest}`,
    Partition: partition as "aws",
    Region,
    Details: { AwsEcrContainerImage: { RegistryId, RepositoryName, ImageDigest: image.digest } },
  };
}

function clusterResource({ partition, region, accountId }: Place, { source, cluster }: DecisionRecord) {
  const service = source === "eks-admission" ? "eks" : "ecs";
  return {
    Type: service === "eks" ? "AwsEksCluster" : "AwsEcsCluster",
    Id: `arn:${partition}:${service}:${region}:${accountId}:cluster/${cluster}`,
    Partition: partition as "aws",
    Region: region,
  };
}
