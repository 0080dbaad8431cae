import { type Service } from "@aws-sdk/client-ecs";
import { type Clock } from "../shared/clock";
import { errorMessage } from "../shared/error-message";
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

/** What ECS said of a service, asked at a time in milliseconds since 1970. */
interface Answer {
  readonly at: number;
  readonly service: Promise<Service | undefined>;
}

/**
 * Asks ECS whose deployments there are: once for each service, and again where the answer is older than a task.
 *
 * Whoever calls RunTask chooses `group` and `startedBy`, so they make no service of a task. It is of the service when
 * ECS lists the deployment, or the task set, that started it, with the task definition that the task has: what runs
 * is then what the service runs. A deployment is listed while it has tasks, so of a task that has ended ECS may not say
 * it any more. That a task is of no service only an answer says that was asked for after the task was made, and a pause
 * after that for one that is new.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html
 */
export function askMembers(ecs: Pick<TaskEcs, "service">, clock: Clock): Members {
  const known = new Map<string, Answer[]>();
  /** The first answer that was asked for no earlier than a time; ECS is asked when there is none. */
  const answerSince = (cluster: string, name: string, since: number): Answer => {
    const key = `${cluster}/${name}`;
    const answers = known.get(key) ?? [];
    known.set(key, answers);
    const answer = answers.find(({ at }) => at >= since);
    if (answer !== undefined) return answer;
    const now = clock.now();
    const waited = since > now ? clock.sleep(since - now) : Promise.resolve();
    const asked = { at: Math.max(since, now), service: waited.then(() => ecs.service(cluster, name)) };
    answers.push(asked);
    asked.service.catch(() => answers.splice(answers.indexOf(asked), 1));
    return asked;
  };
  return {
    membership: async (task) => {
      const { cluster, claim } = task;
      if (claim === undefined) return { kind: "none" };
      // Whatever the clocks say, a task that is told of was made before now.
      const createdAt = Math.min(task.createdAt ?? Infinity, clock.now());
      try {
        const first = answerSince(cluster, claim.service, createdAt);
        if (started(await first.service, task)) return { kind: "member" };
        if (task.phase === "ended") {
          const message = `whether the task was of the service ${claim.service} is not known: ECS does not list ${claim.deployment} any more`;
          return { kind: "unknown", message, transient: false };
        }
        if (first.at - createdAt >= NEW_MILLISECONDS) return { kind: "none" };
        const second = answerSince(cluster, claim.service, first.at + PAUSE_MILLISECONDS);
        return { kind: started(await second.service, task) ? "member" : "none" };
      } catch (error) {
        const message = `whether the task is of the service ${claim.service} is not known: ${errorMessage(error)}`;
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
