import * as sqs from "@aws-sdk/client-sqs";
import { readFileSync, statSync } from "node:fs";
import { REGIONS } from "../../../aws";
import { functionZip } from "../../../modules/function";
import { type BreakGlass, type DecisionRecord } from "../../../verification";
import { type AwsServer, awsService } from "../../support/aws-service";
import { type Outcome, runZip, storedFile } from "../../support/lambda-runner";
import { HOOK, imageOf, PLACE } from "./images";
import { World } from "./support";

const ZIP = functionZip("ecs-task-verifier");
const SQS = awsService("sqs", sqs);

let world: World;
let queue: AwsServer;
const told: DecisionRecord[] = [];

beforeEach(async () => {
  world = new World();
  told.length = 0;
  queue = await SQS.serve({
    SendMessageBatch: ({ Entries = [] }) => {
      told.push(...Entries.map(({ MessageBody = "" }) => JSON.parse(MessageBody) as DecisionRecord));
      return { Successful: [], Failed: [] };
    },
  });
});

afterEach(async () => {
  await world.stop();
  await queue.close();
});

function settingsWith(breakGlass: readonly BreakGlass[] = []): string {
  return JSON.stringify({
    version: 1,
    ...PLACE,
    clusters: world.clusters,
    trustPolicy: { version: "1.0", trustPolicies: [] },
    trustStores: {},
    replicas: {},
    exceptions: [],
    breakGlass,
  });
}

/** Calls the code in the zip with the doubles; the repositories of the cluster are none, so that all is refused. */
async function call(
  event: unknown,
  changed: Readonly<Record<string, string>> = {},
  settings = settingsWith(),
  regions?: string,
): Promise<Outcome> {
  const { servers } = await world.start();
  const environment = {
    AWS_LAMBDA_FUNCTION_NAME: "supply-chain-ecs-task-verifier",
    DECISION_QUEUE_URL: `${queue.endpoint}/444444444444/decisions`,
    HISTORY_TABLE_NAME: "supply-chain-decisions",
    HOOK_CODE_SHA256: HOOK.codeSha256,
    HOOK_VERSION_ARN: HOOK.versionArn,
    TASK_ATTEMPTS: "3",
    AWS_ENDPOINT_URL_DYNAMODB: servers.table.endpoint,
    AWS_ENDPOINT_URL_ECR: servers.ecr.endpoint,
    AWS_ENDPOINT_URL_ECS: servers.ecs.endpoint,
    AWS_ENDPOINT_URL_LAMBDA: servers.lambda.endpoint,
    AWS_ENDPOINT_URL_SECURITYHUB: servers.hub.endpoint,
    AWS_ENDPOINT_URL_SQS: queue.endpoint,
    ...changed,
  };
  return runZip(ZIP, event, environment, 60_000, {
    "settings.json": settings,
    ...(regions === undefined ? {} : { "regions.json": regions }),
  });
}

const batch = (task: string) => {
  const { id: messageId, body } = world.message(task);
  return { Records: [{ messageId, body, attributes: { ApproximateReceiveCount: "1" } }] };
};

test("the code in the zip stops a task of the queue whose image the cluster may not run, and tells of it", async () => {
  const task = world.run("1", { containers: { app: imageOf("api") } });
  expect(await call(batch(task))).toMatchObject({ result: { batchItemFailures: [] } });
  expect(world.stops()).toEqual(["1"]);
  expect(told).toMatchObject([
    { source: "ecs-task", outcome: "refused", action: "stop", workload: { task } },
  ]);
});

test("the code in the zip takes an event without a queue", async () => {
  expect(await call(world.event(world.run("1")))).toMatchObject({ result: "done" });
  expect(world.stops()).toEqual(["1"]);
});

test("the schedule runs in the zip", async () => {
  world.serve("api");
  world.serve("web", { deploymentConfiguration: { strategy: "ROLLING" } });
  world.run("1");
  expect(await call({ id: "schedule-1", "detail-type": "Scheduled Event" })).toMatchObject({
    result: { services: 2, openProblems: 1, tasks: 1, closed: 0 },
  });
  expect(world.stops()).toEqual(["1"]);
  expect(told).toMatchObject([{ source: "ecs-schedule", correlation: { eventId: "schedule-1" } }]);
});

test("a break-glass that ends too late lets nothing in: the hourly look names it, and no alarm is on for it", async () => {
  const entry = {
    cluster: "shop",
    service: "api",
    expires: "9999-12-31",
    reason: "outage of the registry",
    owner: "commander",
  };
  world.run("1", { service: "api" });
  const schedule = { id: "schedule-1", "detail-type": "Scheduled Event" };
  const { log } = await call(schedule, {}, settingsWith([entry]));
  expect(world.stops()).toEqual(["1"]);
  expect(log).toContainEqual(
    expect.objectContaining({ message: "ignores an entry that ends too late", kind: "breakGlass", entry }),
  );
  expect(log).toContainEqual(expect.objectContaining({ BreakGlassActive: 0 }));
});

test("other regions are looked at by the code in the zip", async () => {
  world.run("1", { cluster: "other" });
  const schedule = { id: "schedule-1", "detail-type": "Scheduled Event" };
  // The double answers for every region alike.
  const watched = REGIONS.filter((region) => region !== "eu-north-1");
  const named = JSON.stringify({ watched, named: { "eu-north-1": ["shop"] } });
  expect(await call(schedule, {}, undefined, named)).toMatchObject({ result: { openProblems: 2 } });
  expect([...world.findings.keys()].sort()).toEqual([
    "supply-chain/ecs-gate/444444444444/eu-central-1/@eu-north-1",
    "supply-chain/ecs-gate/444444444444/eu-central-1/other",
  ]);
  expect(await call(schedule, {}, undefined, "{}")).toMatchObject({
    error: { errorMessage: "the file about other regions has no known form" },
  });
});

test("a configuration that is wrong is told at the start, all of it", async () => {
  const outcome = await call(
    {},
    { HOOK_VERSION_ARN: HOOK.versionArn.replace(/:7$/, ""), TASK_ATTEMPTS: "0" },
  );
  const deploy = "deploy the function with the construct that belongs to it [invalid-variable]";
  const errorMessage = [
    `HOOK_VERSION_ARN: the environment variable is "arn:aws:lambda:eu-central-1:444444444444:function:supply-chain-ecs-image-verifier"; allowed: the ARN of the hook function's published version; ${deploy}`,
    `TASK_ATTEMPTS: the environment variable is "0"; allowed: a whole number from 1 to 1000; ${deploy}`,
  ].join("\n");
  expect(outcome).toMatchObject({ error: { errorType: "ProblemError", errorMessage } });
});

test("settings that are wrong are told at the start, and no task is touched", async () => {
  const outcome = await call(batch(world.run("1")), {}, JSON.stringify({ version: 2 }));
  expect(outcome).toMatchObject({
    error: {
      errorMessage:
        "version: is 2, and this code reads version 1 only; deploy the code and its settings together [unsupported-version]",
    },
  });
  expect(world.stops()).toEqual([]);
});

test("the zip holds what the function needs and no other source of credentials", () => {
  const code = storedFile(readFileSync(ZIP)).toString("ascii");
  expect(statSync(ZIP).size).toBeLessThan(1_000_000);
  for (const word of ["AWS_WEB_IDENTITY_TOKEN_FILE", "credential_process", "AWS_CONTAINER_CREDENTIALS"]) {
    expect({ word, found: code.includes(word) }).toEqual({ word, found: false });
  }
});
