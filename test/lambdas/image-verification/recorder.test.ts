import { type SendMessageBatchCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { queueRecorder } from "../../../lambdas/image-verification/recorder";
import { createLogger } from "../../../lambdas/shared/logger";
import { decision } from "../decision-recorder/support";

const lines: Record<string, unknown>[] = [];
const log = createLogger((line) => lines.push(JSON.parse(line) as Record<string, unknown>));

beforeEach(() => {
  lines.length = 0;
});

/** A client that only notes what it is asked; the real one is in the tests of the gate. */
function noting(answer: () => Promise<object> = () => Promise.resolve({})) {
  const batches: string[][] = [];
  const send = ({ input }: SendMessageBatchCommand) => {
    batches.push((input.Entries ?? []).map(({ MessageBody = "" }) => MessageBody));
    return answer();
  };
  return { batches, client: { send } as unknown as Pick<SQSClient, "send"> };
}

function messages(): unknown[] {
  return lines.map(({ message }) => message);
}

test("decisions are sent ten at a time", async () => {
  const { batches, client } = noting();
  const decisions = Array.from({ length: 23 }, (_, index) => decision({ cluster: `c${String(index)}` }));
  await queueRecorder({ client, queueUrl: "queue", log, milliseconds: 1_000 }).record(decisions);
  expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
  expect(batches.flat().map((body) => JSON.parse(body) as unknown)).toEqual(decisions);
  expect(lines.filter(({ message }) => message === "decision")).toHaveLength(23);
});

test("nothing to tell sends nothing", async () => {
  const { batches, client } = noting();
  await queueRecorder({ client, queueUrl: "queue", log, milliseconds: 1_000 }).record([]);
  expect([batches, lines]).toEqual([[], []]);
});

test("without a queue decisions are in the log, and that nobody else learns of them", async () => {
  const { batches, client } = noting();
  await queueRecorder({ client, log, milliseconds: 1_000 }).record([decision()]);
  expect(batches).toEqual([]);
  expect(messages()).toEqual(["decision", "cannot send decisions"]);
});

test("a decision that is too long for the queue is left out, the others are sent", async () => {
  const { batches, client } = noting();
  const long = decision({ message: "x".repeat(30_000) });
  await queueRecorder({ client, queueUrl: "queue", log, milliseconds: 1_000 }).record([long, decision()]);
  expect(batches.map(({ length }) => length)).toEqual([1]);
  expect(messages()).toEqual(["decision", "decision", "cannot send a decision"]);
});

test("a client that never answers and does not listen ends with the time", async () => {
  const { client } = noting(() => new Promise(() => undefined));
  const started = Date.now();
  await queueRecorder({ client, queueUrl: "queue", log, milliseconds: 50 }).record([decision()]);
  expect(Date.now() - started).toBeLessThan(1_000);
  expect(messages()).toEqual(["decision", "cannot send decisions"]);
});

test("one batch that fails keeps none of the others back", async () => {
  let count = 0;
  const { batches, client } = noting(() =>
    count++ === 0 ? Promise.reject(new Error("no")) : Promise.resolve({}),
  );
  const decisions = Array.from({ length: 20 }, () => decision());
  await queueRecorder({ client, queueUrl: "queue", log, milliseconds: 1_000 }).record(decisions);
  expect(batches).toHaveLength(2);
  expect(messages().filter((message) => message === "cannot send decisions")).toHaveLength(1);
});
