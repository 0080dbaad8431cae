import { createHash } from "node:crypto";
import * as sqs from "@aws-sdk/client-sqs";
import { queueRecorder } from "../../../lambdas/image-verification/recorder";
import { createLogger } from "../../../lambdas/shared/logger";
import { type AwsServer, awsService, fault, type Reply } from "../../support/aws-service";
import { decision } from "../decision-recorder/support";

const SQS = awsService("sqs", sqs);
const queueUrl = "https://sqs.eu-central-1.amazonaws.com/444444444444/decisions";
const lines: Record<string, unknown>[] = [];
const log = createLogger((line) => lines.push(JSON.parse(line) as Record<string, unknown>));
let server: AwsServer | undefined;
let client: sqs.SQSClient;
/** Bodies of each call in the order of the calls, in which they need not arrive. */
const batches: string[][] = [];

beforeEach(() => {
  lines.length = 0;
  batches.length = 0;
});

afterEach(async () => {
  client.destroy();
  await server?.close();
});

/** A client whose calls are noted, of a queue that takes everything unless told otherwise. */
async function noting(answer: () => Reply | sqs.SendMessageBatchResult | undefined = () => undefined) {
  server = await SQS.serve({
    SendMessageBatch: ({ Entries = [] }) =>
      answer() ?? {
        Successful: Entries.map(({ Id, MessageBody = "" }) => ({
          Id,
          MessageId: Id,
          MD5OfMessageBody: createHash("md5").update(MessageBody).digest("hex"),
        })),
        Failed: [],
      },
  });
  client = new sqs.SQSClient({
    region: "eu-central-1",
    endpoint: server.endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
  });
  client.middlewareStack.add(
    (next) => (call) => {
      const { Entries = [] } = call.input as sqs.SendMessageBatchCommandInput;
      batches.push(Entries.map(({ MessageBody = "" }) => MessageBody));
      return next(call);
    },
    { step: "initialize", priority: "high" },
  );
  return { batches, client };
}

function messages(): unknown[] {
  return lines.map(({ message }) => message);
}

/** How many decisions are counted as not sent, call by call. */
function lost(): unknown[] {
  return lines.flatMap((line) => line["DecisionsNotSent"] ?? []);
}

test("decisions are sent ten at a time", async () => {
  const { batches, client } = await noting();
  const decisions = Array.from({ length: 23 }, (_, index) => decision({ cluster: `c${String(index)}` }));
  await queueRecorder({ client, queueUrl, log, milliseconds: 1_000 }).record(decisions);
  expect(batches.map(({ length }) => length)).toEqual([10, 10, 3]);
  expect(batches.flat().map((body) => JSON.parse(body) as unknown)).toEqual(decisions);
  expect(lines.filter(({ message }) => message === "decision")).toHaveLength(23);
});

test("nothing to tell sends nothing", async () => {
  const { batches, client } = await noting();
  await queueRecorder({ client, queueUrl, log, milliseconds: 1_000 }).record([]);
  expect([batches, lines]).toEqual([[], []]);
});

test("without a queue decisions are in the log, and that nobody else learns of them", async () => {
  const { batches, client } = await noting();
  await queueRecorder({ client, log, milliseconds: 1_000 }).record([decision()]);
  expect(batches).toEqual([]);
  expect(messages()).toEqual(["decision", "cannot send decisions", "metric"]);
  expect(lost()).toEqual([1]);
});

test.each([
  ["characters", "x".repeat(30_000)],
  ["bytes", "é".repeat(15_000)],
])("a decision of too many %s for the queue is left out, the others are sent", async (_, message) => {
  const { batches, client } = await noting();
  const long = decision({ message });
  await queueRecorder({ client, queueUrl, log, milliseconds: 1_000 }).record([long, decision()]);
  expect(batches.map(({ length }) => length)).toEqual([1]);
  expect(messages()).toEqual(["decision", "decision", "cannot send decisions", "metric"]);
  expect(lost()).toEqual([1]);
});

test("a client that never answers and does not listen ends with the time", async () => {
  const { client } = await noting();
  client.middlewareStack.add(() => () => new Promise(() => undefined), { step: "initialize" });
  const started = Date.now();
  await queueRecorder({ client, queueUrl, log, milliseconds: 50 }).record([decision()]);
  expect(Date.now() - started).toBeLessThan(1_000);
  expect(messages()).toEqual(["decision", "cannot send decisions", "metric"]);
  expect(lost()).toEqual([1]);
});

test("one batch that fails keeps none of the others back", async () => {
  let count = 0;
  const { batches, client } = await noting(() =>
    count++ === 0 ? fault("RequestThrottled", "no") : undefined,
  );
  const decisions = Array.from({ length: 20 }, () => decision());
  await queueRecorder({ client, queueUrl, log, milliseconds: 1_000 }).record(decisions);
  expect(batches).toHaveLength(2);
  expect(messages().filter((message) => message === "cannot send decisions")).toHaveLength(1);
  expect(lost()).toEqual([10]);
});

test("what the queue refuses of a batch is counted, as a metric without dimensions", async () => {
  const { client } = await noting(() => ({
    Successful: [],
    Failed: [{ Id: "0", SenderFault: false, Code: "InternalError" }],
  }));
  await queueRecorder({ client, queueUrl, log, milliseconds: 1_000 }).record([decision(), decision()]);
  expect(lines.find(({ message }) => message === "metric")).toMatchObject({
    _aws: {
      CloudWatchMetrics: [
        {
          Namespace: "SupplyChain/ImageVerification",
          Dimensions: [[]],
          Metrics: [{ Name: "DecisionsNotSent", Unit: "Count" }],
        },
      ],
    },
    DecisionsNotSent: 1,
  });
});

test("decisions that were sent are not counted", async () => {
  const { client } = await noting();
  await queueRecorder({ client, queueUrl, log, milliseconds: 1_000 }).record([decision()]);
  expect(lost()).toEqual([]);
});
