import { IMAGE_DIGEST, REPOSITORY_NAME } from "../../aws";
import { type Problem, ProblemError } from "../../problem";
import { type ImageKey } from "./findings";

/** A push as it lies in the queue. */
export interface PushMessage {
  /** Id of the message in the queue. */
  readonly id: string;
  readonly body: string;
}

/** What the function is called for. */
export type Request =
  { readonly kind: "pushes"; readonly messages: readonly PushMessage[] } | { readonly kind: "schedule" };

/** A push as its event tells of it. */
export interface Push {
  readonly key: ImageKey;
  /**
   * When the event was made, in milliseconds since 1970: an image that gets another tag keeps the time of its first
   * push, and is signed again. @default - the event has no time
   */
  readonly at?: number;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Tells the messages of the queue from the schedule.
 *
 * @throws ProblemError `invalid-event`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
export function parseEvent(event: unknown): Request {
  if (isObject(event) && event["detail-type"] === "Scheduled Event") return { kind: "schedule" };
  const records = isObject(event) ? event["Records"] : undefined;
  if (!Array.isArray(records)) throw invalid("event", "is neither a batch of the queue nor the schedule");
  return {
    kind: "pushes",
    messages: records.map((record: unknown, index) => {
      const { messageId, body } = isObject(record) ? record : {};
      if (typeof messageId === "string" && typeof body === "string") return { id: messageId, body };
      throw invalid(`Records[${String(index)}]`, "is no message of SQS");
    }),
  };
}

/**
 * Reads which image was pushed out of ECR's event.
 *
 * @throws ProblemError `invalid-event`
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export function parsePush(body: string): Push {
  let event: unknown;
  try {
    event = JSON.parse(body);
  } catch {
    throw invalid("body", "is not JSON");
  }
  const detail = isObject(event) ? event["detail"] : undefined;
  if (!isObject(detail)) throw invalid("body", "is no event of ECR");
  const { "repository-name": repository, "image-digest": digest } = detail;
  if (typeof repository !== "string" || !REPOSITORY_NAME.test(repository)) {
    throw invalid("detail.repository-name", "is not the name of a repository");
  }
  if (typeof digest !== "string" || !IMAGE_DIGEST.test(digest)) {
    throw invalid("detail.image-digest", "is not a digest");
  }
  const at = isObject(event) ? Date.parse(String(event["time"])) : NaN;
  return { key: { repository, digest }, ...(Number.isNaN(at) ? {} : { at }) };
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function invalid(path: string, message: string): ProblemError {
  const problem: Problem = { code: "invalid-event", path, message };
  return new ProblemError([problem]);
}
