import { createHash } from "node:crypto";
import { type AwsSecurityFinding, type Resource } from "@aws-sdk/client-securityhub";
import { type DecisionRecord } from "../../verification";
import { ecrRepository } from "../image-verification/address";
import { parseDefinition } from "../image-verification/definition";
import { idPrefix, imageResource, LENGTHS, openFinding, resourceIn } from "../shared/finding";
import { type Place } from "../shared/place";
import { type Verdict, verdictKey } from "./verdicts";

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

/**
 * Id of the finding about a decision: one for each digest in a cluster, whichever workloads run it; without a digest
 * one for each container of a workload.
 */
export function findingId(place: Place, decision: DecisionRecord): string {
  const { image } = decision;
  return idOf(place, decision, image.digest ?? containerKey(decision, decision.workload.container));
}

/** A finding, and what of it a decision is about. */
export interface About {
  readonly id: string;
  /** Which container of which workload, as {@link verdictKey} names it. */
  readonly container: string;
}

/** The finding that says that an image is not trusted. */
export function findingAbout(place: Place, decision: DecisionRecord): About {
  return { id: findingId(place, decision), container: containerOf(decision) };
}

/**
 * The findings that may be over once an image may run: its own, its container's, and that of the deployment when it
 * was looked at.
 */
export function findingsOver(place: Place, decision: DecisionRecord): About[] {
  const { workload, source } = decision;
  const own = findingAbout(place, decision);
  const containers = source === "ecs-deployment" ? [workload.container, undefined] : [workload.container];
  return [
    ...(decision.image.digest === undefined ? [] : [own]),
    ...containers.map((container) => ({
      id: idOf(place, decision, containerKey(decision, container)),
      container: verdictKey(workloadOf(decision), container ?? ""),
    })),
  ];
}

/** Which container of which workload a decision is about, by which a finding keeps it apart from others. */
export function containerOf(decision: DecisionRecord): string {
  return verdictKey(workloadOf(decision), decision.workload.container ?? "");
}

/** A task that is of no service is one of its family, or of its daemon; a pod is of its owner. */
function workloadOf({ workload: { service, taskDefinition, namespace, owner } }: DecisionRecord): string {
  if (namespace !== undefined || owner !== undefined) return `pod:${namespace ?? ""}/${owner ?? ""}`;
  if (service !== undefined) return `service:${service}`;
  if (taskDefinition === undefined) return "";
  return parseDefinition(taskDefinition)?.workload ?? `family:${taskDefinition.replace(/:\d+$/, "")}`;
}

/** ECS and EKS may each have a cluster of the same name. */
function idOf(place: Place, { source, cluster }: DecisionRecord, about: string): string {
  const kind = source === "eks-admission" ? "eks/" : "";
  return `${idPrefix(GENERATOR, place)}${kind}${cluster}/${about}`;
}

/**
 * Tells people that an image is not trusted, or that nobody knows.
 *
 * @param verdict what is said of it, of whichever of its workloads
 */
export function findingOf(
  place: Place,
  decision: DecisionRecord,
  { outcome, code = "", message = "" }: Verdict & { readonly outcome: "refused" | "undecided" },
  updatedAt: string,
): AwsSecurityFinding {
  const { cluster, image, workload } = decision;
  const words = WORDS[outcome];
  const name = image.repository ?? image.reference;
  const which =
    image.digest === undefined
      ? `container ${workload.container ?? "unknown"} of ${workload.service ?? workload.owner ?? (workloadOf(decision) || "a task")}`
      : image.digest;
  return openFinding(place, {
    generator: GENERATOR,
    type: TYPE,
    severity: words.severity,
    id: findingId(place, decision),
    title: `${words.title}: ${name}`,
    description: `Cluster ${cluster}, ${which}: ${message || "it is not said why"} [${code || "unknown"}]`,
    recommendation: words.remedy,
    resources: [resourceOfImage(decision, place), resourceOfCluster(decision, place)],
    updatedAt,
  });
}

function containerKey(decision: DecisionRecord, container = ""): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([workloadOf(decision), container]))
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
