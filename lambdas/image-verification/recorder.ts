import { SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { type DecisionRecord } from "../../verification";
import { type Logger } from "../shared/logger";

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

/** Writes decisions to the log, then sends them to a queue; a queue that is slow or refuses is logged and left. */
export function queueRecorder({ client, queueUrl, log, milliseconds }: RecorderProps): DecisionRecorder {
  return {
    record: async (decisions) => {
      if (decisions.length === 0) return;
      for (const decision of decisions) log.info("decision", { decision });
      if (queueUrl === undefined) {
        log.error("cannot send decisions", { error: "there is no queue", count: decisions.length });
        return;
      }
      const bodies = decisions
        .map((decision) => JSON.stringify(decision))
        .filter((body) => {
          const bytes = Buffer.byteLength(body);
          if (bytes > MESSAGE_BYTES) log.error("cannot send a decision", { error: "it is too long", bytes });
          return bytes <= MESSAGE_BYTES;
        });
      const abort = new AbortController();
      let timer: NodeJS.Timeout | undefined;
      // The client may not notice in time that it is to stop.
      const over = new Promise<"over">((resolve) => {
        timer = setTimeout(() => {
          abort.abort();
          resolve("over");
        }, milliseconds);
      });
      const sent = sendAll(client, queueUrl, bodies, log, abort.signal);
      if ((await Promise.race([sent, over])) === "over")
        log.error("cannot send decisions", { error: "the queue is too slow", count: bodies.length });
      clearTimeout(timer);
    },
  };
}

async function sendAll(
  client: Pick<SQSClient, "send">,
  QueueUrl: string,
  bodies: readonly string[],
  log: Logger,
  abortSignal: AbortSignal,
): Promise<void> {
  const batches = Array.from({ length: Math.ceil(bodies.length / BATCH_SIZE) }, (_, index) =>
    bodies.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
  await Promise.all(
    batches.map(async (batch) => {
      try {
        const Entries = batch.map((MessageBody, index) => ({ Id: String(index), MessageBody }));
        const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }), {
          abortSignal,
        });
        if (Failed.length > 0) log.error("cannot send decisions", { error: Failed[0], count: Failed.length });
      } catch (error) {
        // That it was given up is said by who gave it up.
        if (!abortSignal.aborted) log.error("cannot send decisions", { error, count: batch.length });
      }
    }),
  );
}
