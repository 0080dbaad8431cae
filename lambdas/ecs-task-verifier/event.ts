import { type Problem, ProblemError } from "../../problem";
import { readTask, type Task, type TaskFields } from "./task";

/** What the function is called for. */
export type Request =
  | { readonly kind: "queue"; readonly messages: readonly TaskMessage[] }
  | { readonly kind: "event"; readonly event: unknown }
  /** With the id of the event. */
  | { readonly kind: "schedule"; readonly id: string };

/** An event as it lies in the queue. */
export interface TaskMessage {
  /** Id of the message in the queue. */
  readonly id: string;
  readonly body: string;
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
    throw invalid("event", "is neither a batch of the queue, nor the change of a task, nor the schedule");
  return { kind: "queue", messages: records.map(messageOf) };
}

function messageOf(record: unknown, index: number): TaskMessage {
  const { messageId, body, attributes } = isObject(record) ? record : {};
  const { ApproximateReceiveCount: receives } = isObject(attributes) ? attributes : {};
  if (typeof messageId !== "string" || typeof body !== "string" || !/^[1-9]\d{0,8}$/.test(String(receives)))
    throw invalid(`Records[${String(index)}]`, "is no message of SQS");
  return { id: messageId, body, receives: Number(receives) };
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
    throw invalid("body", "is not the change of a task");
  return { id: idOf(id), task: readTask(detail) };
}

function idOf(id: unknown): string {
  return typeof id === "string" ? id.slice(0, 100) : "unknown";
}

function json(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw invalid("body", "is not JSON");
  }
}

function isObject(value: unknown): value is TaskFields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(path: string, message: string): ProblemError {
  const problem: Problem = { code: "invalid-event", path, message };
  return new ProblemError([problem]);
}
