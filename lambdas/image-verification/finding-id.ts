import { createHash } from "node:crypto";
import { type DecisionRecord } from "../../verification";
import { idPrefix } from "../shared/finding";
import { type Place } from "../shared/place";
import { parseDefinition } from "./definition";

/** Marks our findings; what begins like this is routed to people. */
export const GENERATOR = "supply-chain/image-verification";

/** Begins the fields of a finding that keep what is said of each container. */
export const FIELD_PREFIX = "supply-chain/";
/** @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const MOST_KEY_CHARACTERS = 128;

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
  /** Which container of which workload. */
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
export function workloadOf({
  workload: { service, taskDefinition, namespace, owner },
}: DecisionRecord): string {
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

function containerKey(decision: DecisionRecord, container = ""): string {
  const hash = createHash("sha256")
    .update(JSON.stringify([workloadOf(decision), container]))
    .digest("hex");
  return `container-${hash.slice(0, 32)}`;
}

/** Under which name the verdict on a container of a workload is kept; one that is too long is told by its hash. */
function verdictKey(workload: string, container: string): string {
  const name = `${workload}/${container}`;
  if (FIELD_PREFIX.length + name.length <= MOST_KEY_CHARACTERS) return name;
  return `hash:${createHash("sha256").update(name).digest("hex")}`;
}
