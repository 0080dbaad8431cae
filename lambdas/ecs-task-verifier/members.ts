import { type Service } from "@aws-sdk/client-ecs";
import { type Clock } from "../shared/clock";
import { isTransient } from "../shared/transient";
import { type TaskEcs } from "./ecs";
import { serviceWorkload, type Task } from "./task";

/** Whether a task is of the service that it says it is of. */
export type Membership =
  | { readonly kind: "member" | "none" }
  /** ECS did not say, or says it no more of a task that has ended. */
  | { readonly kind: "unknown"; readonly message: string; readonly transient: boolean };

/** Says which service a task is of. It must not outlive a call of the function. */
export interface Members {
  membership(task: Task): Promise<Membership>;
}

/** A deployment that was made so short a time before its task may not be known to all of ECS. */
const NEW_MILLISECONDS = 60_000;
const PAUSE_MILLISECONDS = 2_000;

/**
 * Asks ECS, once for each service, whose deployments there are.
 *
 * Whoever calls RunTask chooses `group` and `startedBy`, so they make no service of a task. It is of the service when
 * ECS lists the deployment, or the task set, that started it, with the task definition that the task has: what runs
 * is then what the service runs. A deployment is listed while it has tasks, so of a task that has ended ECS may not say
 * it any more.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
 */
export function askMembers(ecs: Pick<TaskEcs, "service">, clock: Clock): Members {
  const known = new Map<string, Promise<Service | undefined>>();
  const ask = (cluster: string, service: string, time: "at once" | "after a pause") => {
    const key = `${cluster}/${service} ${time}`;
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    const pause = time === "at once" ? Promise.resolve() : clock.sleep(PAUSE_MILLISECONDS);
    const asked = pause.then(() => ecs.service(cluster, service));
    known.set(key, asked);
    asked.catch(() => known.delete(key));
    return asked;
  };
  return {
    membership: async (task) => {
      const { cluster, claim, createdAt = NaN } = task;
      if (claim === undefined) return { kind: "none" };
      try {
        if (started(await ask(cluster, claim.service, "at once"), task)) return { kind: "member" };
        if (task.phase === "ended") {
          const message = `whether the task was of the service ${claim.service} is not known: ECS does not list ${claim.deployment} any more`;
          return { kind: "unknown", message, transient: false };
        }
        if (!(clock.now() - createdAt < NEW_MILLISECONDS)) return { kind: "none" };
        const isMember = started(await ask(cluster, claim.service, "after a pause"), task);
        return { kind: isMember ? "member" : "none" };
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        const message = `whether the task is of the service ${claim.service} is not known: ${said}`;
        return { kind: "unknown", message, transient: isTransient(error) };
      }
    },
  };
}

/** The task as one of the service that it says it is of. */
export function asMember(task: Task): Task {
  const { claim } = task;
  if (claim === undefined) return task;
  return { ...task, service: claim.service, workload: serviceWorkload(claim.service) };
}

function started(service: Service | undefined, { claim, taskDefinition }: Task): boolean {
  const { deployments = [], taskSets = [] } = service ?? {};
  return [...deployments, ...taskSets].some(
    ({ id, taskDefinition: own }) => id === claim?.deployment && own === taskDefinition,
  );
}
