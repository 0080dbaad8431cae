import { IMAGE_DIGEST } from "../../aws";
import { type Problem, ProblemError } from "../../problem";
import {
  DECISION_ACTIONS,
  DECISION_OUTCOMES,
  DECISION_SOURCES,
  type DecisionRecord,
  MODES,
} from "../../verification";
import { type Fields, isObject } from "../../asking/fields";
import { type Place } from "../shared/place";
import { invalidEvent, messageOf, type QueueMessage } from "../shared/queue";

type Check = (value: unknown) => boolean;

/**
 * Reads the batch of the queue.
 *
 * @throws ProblemError `invalid-event`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 */
export function parseBatch(event: unknown): QueueMessage[] {
  const records = isObject(event) ? event["Records"] : undefined;
  if (!Array.isArray(records)) throw invalidEvent("event", "is no batch of the queue");
  return records.map(messageOf);
}

const text =
  (form = /^[^]{1,2000}$/): Check =>
  (value) =>
    typeof value === "string" && form.test(value);
const one =
  (values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/** What a decision must say; whatever else it says is let be. */
const REQUIRED: Readonly<Record<string, Check>> = {
  version: one([1]),
  at: (value) => typeof value === "string" && TIME.test(value) && !Number.isNaN(Date.parse(value)),
  source: one(DECISION_SOURCES),
  partition: text(),
  accountId: text(),
  region: text(),
  cluster: text(),
  mode: one(MODES),
  known: (value) => typeof value === "boolean",
  workload: isObject,
  image: (value) => isObject(value) && text()(value["reference"]),
  outcome: one(DECISION_OUTCOMES),
  action: one(DECISION_ACTIONS),
  correlation: isObject,
};
const OPTIONAL: Readonly<Record<string, Check>> = { code: text(), message: text(), check: text() };
const IMAGE: Readonly<Record<string, Check>> = { repository: text(), digest: text(IMAGE_DIGEST) };
const WORKLOAD: Readonly<Record<string, Check>> = {
  service: text(),
  task: text(),
  taskDefinition: text(),
  namespace: text(),
  owner: text(),
  container: text(),
};

/**
 * Reads a decision.
 *
 * @throws ProblemError `invalid-decision` with everything that is wrong
 */
export function parseDecision(body: string, place: Place): DecisionRecord {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new ProblemError([problem("body", "is not JSON")]);
  }
  if (!isObject(value)) throw new ProblemError([problem("body", "is no decision")]);
  const wrong = [
    ...wrongIn(value, REQUIRED, "", true),
    ...wrongIn(value, OPTIONAL, ""),
    ...(isObject(value["image"]) ? wrongIn(value["image"], IMAGE, "image.") : []),
    ...(isObject(value["workload"]) ? wrongIn(value["workload"], WORKLOAD, "workload.") : []),
  ];
  const elsewhere = (["partition", "accountId", "region"] as const)
    .filter((name) => !wrong.includes(name) && value[name] !== place[name])
    .map((name) => problem(name, `is ${JSON.stringify(value[name])}, not ${place[name]}`));
  const problems = [...wrong.map((path) => problem(path, "is missing or of no known form")), ...elsewhere];
  if (problems.length > 0) throw new ProblemError(problems);
  return value as unknown as DecisionRecord;
}

function wrongIn(
  fields: Fields,
  checks: Readonly<Record<string, Check>>,
  path: string,
  required = false,
): string[] {
  return Object.entries(checks)
    .filter(([name, check]) => (required || fields[name] !== undefined) && !check(fields[name]))
    .map(([name]) => `${path}${name}`);
}

function problem(path: string, message: string): Problem {
  return { code: "invalid-decision", path, message };
}
