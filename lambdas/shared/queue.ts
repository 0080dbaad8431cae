import { ProblemError } from "../../problem";
import { isObject } from "../../asking/fields";

/** A message of a queue. @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html */
export interface QueueMessage {
  /** Id of the message in the queue. */
  readonly id: string;
  readonly body: string;
}

/** What Lambda is told of a batch. @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html */
export interface BatchResponse {
  /** Messages that stay in the queue and come again. */
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

/**
 * Reads a record of a batch.
 *
 * @param index its place in the batch
 * @throws ProblemError `invalid-event`
 */
export function messageOf(record: unknown, index: number): QueueMessage {
  const { messageId, body } = isObject(record) ? record : {};
  if (typeof messageId === "string" && typeof body === "string") return { id: messageId, body };
  throw noMessage(index);
}

/** Says that a record of a batch is none of a queue. */
export function noMessage(index: number): ProblemError {
  return invalidEvent(`Records[${String(index)}]`, "is no message of SQS");
}

/** Says what is wrong with an event. */
export function invalidEvent(path: string, message: string): ProblemError {
  return new ProblemError([{ code: "invalid-event", path, message }]);
}

/** Tells Lambda which messages come again. */
export function comeAgain(ids: readonly string[]): BatchResponse {
  return { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) };
}
