import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { type Service } from "@aws-sdk/client-ecs";
import { isUnverified, isByDigest, type VerificationSettings } from "../../verification";
import { type Clock } from "../shared/clock";
import { type Failures } from "../shared/failures";
import { type Logger } from "../shared/logger";
import { upTo } from "../shared/pages";
import { inTurn } from "../shared/turns";
import { type Cluster, type TaskEcs } from "./ecs";
import { type Subject, ungatedFinding, unknownClusterFinding } from "./findings";
import { type ExpectedHook, isComparedLater, ungatedBy } from "./ungated";
import { type HookFunction } from "./hook-function";

/** What gates are looked at with. */
export interface Gating {
  readonly settings: VerificationSettings;
  readonly ecs: TaskEcs;
  readonly hook: ExpectedHook;
  readonly hookFunction: HookFunction;
  readonly clock: Clock;
  readonly log: Logger;
}

/** What was found. */
export interface Gates {
  /** Findings that have to be open. */
  readonly findings: readonly AwsSecurityFinding[];
  /** Whether a subject was looked at, so that a finding about it that is none of these is over. */
  wasSeen(subject: Subject): boolean;
  /** Whether it is known that no task runs in a cluster, or that it is gone. */
  isEmpty(cluster: string): boolean;
  /** Services that were looked at. */
  readonly services: number;
}

/** Of clusters in a region and of services in a cluster, a hundred each; the quotas are far below. */
const MAX_PAGES = 100;

/**
 * Looks which services are not gated, and whether tasks run in clusters that nobody named. What fails is left out.
 * Where the time is not enough, the next run begins at another cluster.
 *
 * @param deadline milliseconds since 1970, after which no page is begun
 */
export async function lookAtGates(gating: Gating, deadline: number, failures: Failures): Promise<Gates> {
  const { settings, ecs, clock, hookFunction } = gating;
  const findings: AwsSecurityFinding[] = [];
  const read = <T>(what: string, pages: AsyncIterable<T[]>) =>
    readAll(what, pages, clock, deadline, failures);
  const clusters = await read<Cluster>("the clusters", ecs.clusters());
  for (const { name, tasks } of clusters.items) {
    if (tasks > 0 && !isNamed(settings, name))
      findings.push(unknownClusterFinding(settings, name, clock.now()));
  }
  const code = await failures.attempt("hook function", {}, async () => ({
    differs: await hookFunction.difference(),
  }));
  const seen = new Set<string>();
  let count = 0;
  for (const [cluster, { mode, tags }] of inTurn(Object.entries(settings.clusters), clock.now())) {
    const services = await read<Service>(`the services of ${cluster}`, ecs.services(cluster));
    let unread = 0;
    for (const service of services.items) {
      const { serviceName = "", serviceArn = "", status } = service;
      if (status !== "ACTIVE") continue;
      count += 1;
      const byTag =
        tags === "detect" && !isComparedLater(service, gating.hook)
          ? await namesTag(service, gating, deadline, failures)
          : false;
      if (byTag === undefined) unread += 1;
      const reasons = ungatedBy(service, gating.hook, code?.differs, byTag);
      if (reasons.length === 0) continue;
      const subject = { cluster, service: serviceName, serviceArn };
      findings.push(ungatedFinding(settings, subject, mode, reasons, clock.now()));
    }
    if (services.complete && unread === 0 && code !== undefined) seen.add(cluster);
  }
  return {
    findings,
    services: count,
    isEmpty: (cluster) =>
      clusters.complete && !clusters.items.some(({ name, tasks }) => name === cluster && tasks > 0),
    wasSeen: ({ cluster, service }) => {
      const isVerified = Object.hasOwn(settings.clusters, cluster);
      // What runs in a cluster that is named no more is told of by the finding about the cluster.
      return service !== undefined && isVerified ? seen.has(cluster) : clusters.complete;
    },
  };
}

/** Whether a service names an image by tag; `undefined` when there was no time to read it, or that failed. */
async function namesTag(
  { serviceName = "", taskDefinition }: Service,
  { ecs, clock }: Gating,
  deadline: number,
  failures: Failures,
): Promise<boolean | undefined> {
  // Its tasks are started by another controller, which is reason enough.
  if (taskDefinition === undefined) return false;
  if (clock.now() >= deadline) {
    failures.leaveOut("does not read the task definition", { service: serviceName, taskDefinition });
    return undefined;
  }
  return failures.attempt(`the task definition of ${serviceName}`, { taskDefinition }, async () => {
    const containers = await ecs.containers(taskDefinition);
    return containers.some(({ image }) => !isByDigest(image));
  });
}

/** A cluster for which nobody asks for signatures is named, too. */
function isNamed(settings: VerificationSettings, name: string): boolean {
  return Object.hasOwn(settings.clusters, name) || isUnverified(settings, name);
}

async function readAll<T>(
  what: string,
  pages: AsyncIterable<T[]>,
  clock: Clock,
  deadline: number,
  failures: Failures,
): Promise<{ readonly items: readonly T[]; readonly complete: boolean }> {
  const items: T[] = [];
  let complete = true;
  const cut = () => {
    complete = false;
    failures.leaveOut("does not read all", { what, read: items.length });
  };
  const done = await failures.attempt(what, {}, async () => {
    if (clock.now() >= deadline) {
      cut();
      return true;
    }
    for await (const page of upTo(MAX_PAGES, pages, cut)) {
      items.push(...page);
      if (clock.now() < deadline) continue;
      cut();
      break;
    }
    return true;
  });
  // What was read before a failure is a finding all the same.
  return { items, complete: complete && done === true };
}
