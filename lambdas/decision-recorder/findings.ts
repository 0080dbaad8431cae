import { createHash } from "node:crypto";
import { type AwsSecurityFinding, type Resource } from "@aws-sdk/client-securityhub";
import { type DecisionRecord } from "../../verification";
import { ecrRepository } from "../image-verification/address";
import { idPrefix, imageResource, LENGTHS, openFinding, resourceIn } from "../shared/finding";
import { type Place } from "../shared/place";

/** Marks our findings; what begins like this is routed to people. */
export const GENERATOR = "supply-chain/image-verification";
const TYPE = "Software and Configuration Checks/Image Verification/Image Not Trusted";

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

function idOf(place: Place, cluster: string, about: string): string {
  return `${idPrefix(GENERATOR, place)}${cluster}/${about}`;
}

/** Tells people that an image is not trusted, or that nobody knows. */
export function findingOf(
  place: Place,
  decision: DecisionRecord & { readonly outcome: "refused" | "undecided" },
): AwsSecurityFinding {
  const { cluster, image, workload, code = "unknown", message = "it is not said why", at } = decision;
  const words = WORDS[decision.outcome];
  const name = image.repository ?? image.reference;
  const which =
    image.digest === undefined
      ? `container ${workload.container ?? "unknown"} of ${workload.service ?? "a task"}`
      : image.digest;
  return openFinding(place, {
    generator: GENERATOR,
    type: TYPE,
    severity: words.severity,
    id: findingId(place, decision),
    title: `${words.title}: ${name}`,
    description: `Cluster ${cluster}, ${which}: ${message} [${code}]`,
    recommendation: words.remedy,
    resources: [resourceOfImage(decision, place), resourceOfCluster(decision, place)],
    // Of the decision, so that the same one says the same however often it is written.
    updatedAt: at,
  });
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

function resourceOfImage({ image }: DecisionRecord, { partition }: Place): Resource {
  const found = ecrRepository(image.repository ?? "");
  const { digest } = image;
  if (found === undefined || digest === undefined)
    return { Type: "Other", Id: image.reference.slice(0, LENGTHS.resource), Partition: partition as "aws" };
  const { registryId: accountId, region, name: repository } = found;
  return imageResource({ partition, region, accountId }, { repository, digest });
}

function resourceOfCluster({ source, cluster }: DecisionRecord, place: Place): Resource {
  const { partition, region, accountId } = place;
  const [service, type] = source === "eks-admission" ? ["eks", "AwsEksCluster"] : ["ecs", "AwsEcsCluster"];
  return resourceIn(place, type, `arn:${partition}:${service}:${region}:${accountId}:cluster/${cluster}`);
}
