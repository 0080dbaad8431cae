import { IMAGE_DIGEST, REPOSITORY_NAME } from "../../aws";
import { isObject } from "../../asking/fields";
import { invalidEvent, messageOf, type QueueMessage } from "../shared/queue";
import { type ImageKey } from "./findings";

/** What the function is called for. */
export type Request =
  { readonly kind: "pushes"; readonly messages: readonly QueueMessage[] } | { readonly kind: "schedule" };

/** A push as its event tells of it. */
export interface Push {
  readonly key: ImageKey;
  /**
   * When the event was made, in milliseconds since 1970: an image that gets another tag keeps the time of its first
   * push, and is signed again. @default - the event has no time
   */
  readonly at?: number;
}

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
  if (!Array.isArray(records))
    throw invalidEvent("event", "is neither a batch of the queue nor the schedule");
  return { kind: "pushes", messages: records.map(messageOf) };
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
    throw invalidEvent("body", "is not JSON");
  }
  const detail = isObject(event) ? event["detail"] : undefined;
  if (!isObject(detail)) throw invalidEvent("body", "is no event of ECR");
  const { "repository-name": repository, "image-digest": digest } = detail;
  if (typeof repository !== "string" || !REPOSITORY_NAME.test(repository)) {
    throw invalidEvent("detail.repository-name", "is not the name of a repository");
  }
  if (typeof digest !== "string" || !IMAGE_DIGEST.test(digest)) {
    throw invalidEvent("detail.image-digest", "is not a digest");
  }
  const at = isObject(event) ? Date.parse(String(event["time"])) : NaN;
  return { key: { repository, digest }, ...(Number.isNaN(at) ? {} : { at }) };
}
