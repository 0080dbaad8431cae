import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { chunks } from "../../asking/pool";
import { VERIFICATION_METRICS } from "../../names/metrics";
import { type DecisionRecord } from "../../verification";
import { type Logger } from "../shared/logger";
import { writeMetrics } from "../shared/metric";

/** Takes decisions to be told to people later; it never fails, because telling must not change a decision. */
export interface DecisionRecorder {
  record(decisions: readonly DecisionRecord[]): Promise<void>;
}

/** What {@link queueRecorder} works with. */
export interface RecorderProps {
  readonly client: Pick<SQSClient, "send">;
  /** Queue of the decision recorder. @default - decisions are in the log only */
  readonly queueUrl?: string;
  readonly log: Logger;
  /** How long it may take. */
  readonly milliseconds: number;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const BATCH_SIZE = 10;
/** So that ten of them are less than the 256 KiB that every queue takes. */
const MESSAGE_BYTES = 25_000;

/**
 * Writes decisions to the log, then sends them to a queue; a queue that is slow or refuses is logged and counted, and
 * left.
 */
export function queueRecorder({ client, queueUrl, log, milliseconds }: RecorderProps): DecisionRecorder {
  return {
    record: async (decisions) => {
      if (decisions.length === 0) return;
      for (const decision of decisions) log.info("decision", { decision });
      const lost: Lost = (count, error) => {
        log.error("cannot send decisions", { error, count });
        const { namespace, notSent } = VERIFICATION_METRICS;
        const counts = { [notSent]: count };
        // Without a dimension, it is one for all functions that decide.
        writeMetrics(log, { namespace, dimensions: {}, counts, at: Date.now() });
      };
      if (queueUrl === undefined) {
        lost(decisions.length, "there is no queue");
        return;
      }
      const all = decisions.map((decision) => JSON.stringify(decision));
      const bodies = all.filter((body) => Buffer.byteLength(body) <= MESSAGE_BYTES);
      if (bodies.length < all.length) lost(all.length - bodies.length, "they are too long");
      const abort = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      // The client may not notice in time that it is to stop.
      const over = new Promise<"over">((resolve) => {
        timer = setTimeout(() => {
          abort.abort();
          resolve("over");
        }, milliseconds);
      });
      const sent = sendAll(client, queueUrl, bodies, lost, abort.signal);
      if ((await Promise.race([sent, over])) === "over") lost(bodies.length, "the queue is too slow");
      clearTimeout(timer);
    },
  };
}

/** Tells of decisions that did not reach the queue, or may not have. */
type Lost = (count: number, error: unknown) => void;

async function sendAll(
  client: Pick<SQSClient, "send">,
  QueueUrl: string,
  bodies: readonly string[],
  lost: Lost,
  abortSignal: AbortSignal,
): Promise<void> {
  await Promise.all(
    chunks(bodies, BATCH_SIZE).map(async (batch) => {
      try {
        const Entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
        const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }), {
          abortSignal,
        });
        if (Failed.length > 0) lost(Failed.length, Failed[0]);
      } catch (error) {
        // That it was given up is said by who gave it up.
        if (!abortSignal.aborted) lost(batch.length, error);
      }
    }),
  );
}
