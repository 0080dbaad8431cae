import { parseBatch, parseDecision } from "../../../lambdas/decision-recorder/event";
import { ProblemError } from "../../../problem";
import { decision, PLACE, trusted } from "./support";

function rejection(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
    throw error;
  }
  throw new Error("it was not rejected");
}

test("a batch of the queue is read", () => {
  expect(parseBatch({ Records: [{ messageId: "1", body: "{}", eventSource: "aws:sqs" }] })).toEqual([
    { id: "1", body: "{}" },
  ]);
});

test.each([
  [undefined, "event: is no batch of the queue [invalid-event]"],
  [{ Records: {} }, "event: is no batch of the queue [invalid-event]"],
  [{ Records: [{ messageId: "1" }] }, "Records[0]: is no message of SQS [invalid-event]"],
  [{ Records: [null] }, "Records[0]: is no message of SQS [invalid-event]"],
])("the event %j is refused", (event, message) => {
  expect(rejection(() => parseBatch(event))).toBe(message);
});

test.each([decision(), trusted("2026-03-04T06:00:00Z")])("a decision is read: %#", (record) => {
  expect(parseDecision(JSON.stringify(record), PLACE)).toEqual(record);
});

const FORM = "is missing or of no known form [invalid-decision]";

test.each<[string, unknown, string]>([
  ["no JSON", "{", "body: is not JSON [invalid-decision]"],
  ["a list", [], "body: is no decision [invalid-decision]"],
  ["another version", { ...decision(), version: 2 }, `version: ${FORM}`],
  ["a time that is none", { ...decision(), at: "yesterday" }, `at: ${FORM}`],
  ["a day that is none", { ...decision(), at: "2026-13-45T00:00:00Z" }, `at: ${FORM}`],
  ["no cluster", { ...decision(), cluster: "" }, `cluster: ${FORM}`],
  ["an outcome that is none", { ...decision(), outcome: "perhaps" }, `outcome: ${FORM}`],
  ["an action that is none", { ...decision(), action: "ask" }, `action: ${FORM}`],
  ["an image without reference", { ...decision(), image: {} }, `image: ${FORM}`],
  [
    "a digest that is none",
    { ...decision(), image: { reference: "x", digest: "sha256:1" } },
    `image.digest: ${FORM}`,
  ],
  [
    "a container that is no text",
    { ...decision(), workload: { container: 1 } },
    `workload.container: ${FORM}`,
  ],
  ["a code that is no text", { ...decision(), code: 1 }, `code: ${FORM}`],
  [
    "another account",
    { ...decision(), accountId: "555555555555" },
    'accountId: is "555555555555", not 444444444444 [invalid-decision]',
  ],
  [
    "another region",
    { ...decision(), region: "eu-west-1" },
    'region: is "eu-west-1", not eu-central-1 [invalid-decision]',
  ],
])("%s is refused", (_, value, message) => {
  const body = typeof value === "string" ? value : JSON.stringify(value);
  expect(rejection(() => parseDecision(body, PLACE))).toBe(message);
});

test.each(Object.keys(decision()).filter((name) => !["code", "message"].includes(name)))(
  "a decision without %s is refused",
  (name) => {
    const cut = { ...decision(), [name]: undefined };
    expect(rejection(() => parseDecision(JSON.stringify(cut), PLACE))).toBe(`${name}: ${FORM}`);
  },
);
