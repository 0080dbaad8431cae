import { type Construct } from "constructs";
import { EventQueue, type LambdaFunction } from "../function";

/**
 * Lets a function look at every task that starts, runs or has ended, and every hour at everything.
 *
 * @param name of the queue and its rule
 * @param retry how long an event waits that was not settled, and how often it comes
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
 */
export function watchTasks(
  scope: Construct,
  fn: LambdaFunction,
  name: string,
  retry: { readonly pauseSeconds: number; readonly attempts: number },
): void {
  new EventQueue(scope, "Tasks", {
    function: fn,
    name,
    description: "Tasks of ECS that start, run or have ended",
    pattern: {
      source: ["aws.ecs"],
      "detail-type": ["ECS Task State Change"],
      // Its end is told of, too; whatever state ECS may add is looked at.
      detail: { lastStatus: [{ "anything-but": ["DEACTIVATING", "STOPPING", "DEPROVISIONING"] }] },
    },
    delaySeconds: 0,
    ...retry,
  });
  fn.onSchedule("hourly", "Services, clusters and tasks that no event tells of", "rate(1 hour)");
}
