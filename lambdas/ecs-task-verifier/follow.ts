import { pool } from "../../asking/pool";
import { type Problem, ProblemError } from "../../problem";
import { isSamePlace } from "../shared/place";
import { type BatchResponse, comeAgain } from "../shared/queue";
import { parseTaskEvent, type TaskMessage } from "./event";
import { type Surroundings, type Verified, verifyTask } from "./verify-task";

/** When work ends. */
export interface Bounds {
  /** How often a message is taken from the queue at most. */
  readonly attempts: number;
  /** Milliseconds since 1970, after which nothing is begun. */
  readonly deadline: number;
}

const WIDTH = 5;

/**
 * Looks at the tasks whose events lie in the queue. A message whose task is not settled stays there and comes again;
 * at its last time what is still undecided is told of. One that cannot be read becomes a dead letter.
 */
export async function followTasks(
  messages: readonly TaskMessage[],
  around: Surroundings,
  { attempts, deadline }: Bounds,
): Promise<BatchResponse> {
  const { clock, log } = around;
  const again = await pool(messages, WIDTH, async ({ id, body, receives }) => {
    if (clock.now() >= deadline) {
      log.warn("has no time for the message", { messageId: id });
      return [id];
    }
    try {
      const verified = await followTask(body, around, receives >= attempts);
      return verified === "again" ? [id] : [];
    } catch (error) {
      log.error("cannot look at the task", { messageId: id, error });
      return [id];
    }
  });
  return comeAgain(again.flat());
}

/**
 * Looks at the task of one event that came without a queue.
 *
 * @throws ProblemError `task-not-settled`, so that Lambda calls again and keeps the event as a dead letter
 */
export async function followEvent(event: unknown, around: Surroundings): Promise<Verified> {
  const verified = await followTask(event, around, false);
  if (verified !== "again") return verified;
  const problem: Problem = {
    code: "task-not-settled",
    path: "event",
    message:
      "an image of the task is undecided, its trust could not be kept, or the task could not be stopped",
    change: "look for the errors in the log of the function; the reconciler looks at the task while it runs",
  };
  throw new ProblemError([problem]);
}

async function followTask(event: unknown, around: Surroundings, last: boolean): Promise<Verified> {
  const { id, task } = parseTaskEvent(event);
  if (!isSamePlace(task, around.settings)) {
    const problem: Problem = {
      code: "task-of-other-place",
      path: "detail.taskArn",
      message: `the task is in ${task.accountId} and ${task.region}`,
      allowed: `${around.settings.accountId} and ${around.settings.region}, for which the function has settings`,
    };
    throw new ProblemError([problem]);
  }
  return verifyTask(task, around, { source: "ecs-task", last, correlation: { eventId: id } });
}
