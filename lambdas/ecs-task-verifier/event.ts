import { fields, isObject } from "../../asking/fields";
import { invalidEvent, messageOf, noMessage, type QueueMessage } from "../shared/queue";
import { readTask, type Task } from "./task";

/** What the function is called for. */
export type Request =
  | { readonly kind: "queue"; readonly messages: readonly TaskMessage[] }
  | { readonly kind: "event"; readonly event: unknown }
  /** With the id of the event. */
  | { readonly kind: "schedule"; readonly id: string };

/** An event as it lies in the queue. */
export interface TaskMessage extends QueueMessage {
  /** How often it was taken from the queue, this time included. */
  readonly receives: number;
}

/** What an event tells of. */
export interface TaskEvent {
  /** Id of the event, by which it is found in other logs. */
  readonly id: string;
  readonly task: Task;
}

const TASK_STATE_CHANGE = "ECS Task State Change";

/**
 * Tells the messages of the queue, a single event and the schedule apart.
 *
 * @throws ProblemError `invalid-event`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
export function parseEvent(event: unknown): Request {
  const { id, "detail-type": type, Records: records } = isObject(event) ? event : {};
  if (type === "Scheduled Event") return { kind: "schedule", id: idOf(id) };
  if (type === TASK_STATE_CHANGE) return { kind: "event", event };
  if (!Array.isArray(records))
    throw invalidEvent(
      "event",
      "is neither a batch of the queue, nor the change of a task, nor the schedule",
    );
  return { kind: "queue", messages: records.map(taskMessageOf) };
}

function taskMessageOf(record: unknown, index: number): TaskMessage {
  const message = messageOf(record, index);
  const { ApproximateReceiveCount: receives } = fields(fields(record)["attributes"]);
  if (!/^[1-9]\d{0,8}$/.test(String(receives))) throw noMessage(index);
  return { ...message, receives: Number(receives) };
}

/**
 * Reads which task changed out of ECS's event.
 *
 * @param event as EventBridge sends it, or its text
 * @throws ProblemError `invalid-event`, `invalid-task`
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export function parseTaskEvent(event: unknown): TaskEvent {
  const parsed = typeof event === "string" ? json(event) : event;
  const { id, source, "detail-type": type, detail } = isObject(parsed) ? parsed : {};
  // Others can put events on the bus too, but none of this source.
  if (source !== "aws.ecs" || type !== TASK_STATE_CHANGE || !isObject(detail))
    throw invalidEvent("body", "is not the change of a task");
  return { id: idOf(id), task: readTask(detail) };
}

function idOf(id: unknown): string {
  return typeof id === "string" ? id.slice(0, 100) : "unknown";
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalidEvent("body", "is not JSON");
  }
}
