import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECRClient } from "@aws-sdk/client-ecr";
import { ECSClient } from "@aws-sdk/client-ecs";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { SQSClient } from "@aws-sdk/client-sqs";
import { OTHER_REGIONS_FILE, parseSettings, SETTINGS_FILE } from "../../verification";
import { GENERATOR as IMAGES } from "../image-verification/finding-id";
import { historyTable } from "./history-table";
import { judgeOnce } from "../image-verification/image-judge";
import { ImageVerification } from "../image-verification/image-verification";
import { queueRecorder } from "../image-verification/recorder";
import { awsServices } from "../image-verification/services";
import { CLIENT_SETTINGS } from "../shared/client-settings";
import { CLOCK } from "../shared/clock";
import { integer, readConfiguration, text } from "../shared/configuration";
import { atStart, createHandler } from "../shared/invocation";
import { createLogger } from "../shared/logger";
import { FUNCTION_NAME } from "../shared/place";
import { findingStore } from "../shared/security-hub";
import { RECORDING_MILLISECONDS, timeLeft } from "../shared/time-left";
import { taskEcs } from "./ecs";
import { parseEvent } from "./event";
import { GENERATOR as GATE } from "./findings";
import { followEvent, followTasks } from "./follow";
import { hookFunction } from "./hook-function";
import { managedImages } from "./managed-images";
import { askMembers } from "./members";
import { writeBreakGlassMetric } from "./metrics";
import { keepOnce } from "./once";
import { parseOtherRegions } from "./other-regions";
import { reconcile } from "./reconcile";
import { regionSource } from "./region-source";
import { tellTooLate } from "./too-late";

/** Of the time that is left, kept for the work that is under way when it ends. */
const LAST_CALLS_MILLISECONDS = 30_000;

const log = createLogger((line) => process.stdout.write(line));
const configuration = atStart(log, () =>
  readConfiguration(process.env, {
    AWS_LAMBDA_FUNCTION_NAME: FUNCTION_NAME,
    DECISION_QUEUE_URL: text(/^https?:\/\/\S+$/, "the address of the queue of decisions"),
    HISTORY_TABLE_NAME: text(/^[\w.-]{3,255}$/, "the name of the table of the history"),
    HOOK_CODE_SHA256: text(/^[A-Za-z0-9+/]{43}=$/, "the SHA-256 of the hook function's code, in base64"),
    HOOK_VERSION_ARN: text(
      /^arn:aws(-[a-z]+)*:lambda:[a-z0-9-]+:\d{12}:function:[\w-]{1,64}:\d+$/,
      "the ARN of the hook function's published version",
    ),
    TASK_ATTEMPTS: integer(1, 1_000),
  }),
);
const settings = atStart(log, () =>
  parseSettings(JSON.parse(readFileSync(join(__dirname, SETTINGS_FILE), "utf8"))),
);
const verification = atStart(log, () => new ImageVerification(settings, awsServices()));
/** Of all functions of an account one looks at the regions in which there is none. */
const REGIONS_FILE = join(__dirname, OTHER_REGIONS_FILE);
const regions = atStart(log, () =>
  existsSync(REGIONS_FILE) ? parseOtherRegions(readFileSync(REGIONS_FILE, "utf8")) : undefined,
);
const clients = {
  ecr: new ECRClient(CLIENT_SETTINGS),
  ecs: new ECSClient(CLIENT_SETTINGS),
  hub: new SecurityHubClient(CLIENT_SETTINGS),
  lambda: new LambdaClient(CLIENT_SETTINGS),
  sqs: new SQSClient(CLIENT_SETTINGS),
  table: new DynamoDBClient(CLIENT_SETTINGS),
};

/** A region that does not answer must not take the time of the others. */
function ecsIn(region: string): ECSClient {
  return new ECSClient({ ...CLIENT_SETTINGS, maxAttempts: 2, region });
}

/** Verifies the images of tasks that start or run, and looks which services are not gated. */
export const handler = createHandler(log, async ({ event, log, remaining }) => {
  const request = parseEvent(event);
  const { milliseconds, signal } = timeLeft(remaining());
  const budget = Math.max(milliseconds - LAST_CALLS_MILLISECONDS, 0);
  const { DECISION_QUEUE_URL, HISTORY_TABLE_NAME, HOOK_CODE_SHA256, HOOK_VERSION_ARN } = configuration;
  const hook = { versionArn: HOOK_VERSION_ARN, codeSha256: HOOK_CODE_SHA256 };
  const newJudge = () => verification.judgeUntil(signal);
  const ecs = taskEcs(clients.ecs, signal);
  const surroundings = {
    settings,
    ecs,
    members: askMembers(ecs, CLOCK),
    managed: managedImages(clients.ecr, settings.region, signal),
    history: keepOnce(historyTable(clients.table, HISTORY_TABLE_NAME, CLOCK, signal)),
    recorder: queueRecorder({
      client: clients.sqs,
      queueUrl: DECISION_QUEUE_URL,
      log,
      milliseconds: RECORDING_MILLISECONDS,
    }),
    clock: CLOCK,
    log,
    verifier: configuration.AWS_LAMBDA_FUNCTION_NAME,
  };
  writeBreakGlassMetric(log, surroundings.verifier, settings, CLOCK.now());
  const judge = judgeOnce(newJudge());
  switch (request.kind) {
    case "queue":
      return followTasks(
        request.messages,
        { ...surroundings, judge },
        { attempts: configuration.TASK_ATTEMPTS, deadline: CLOCK.now() + budget },
      );
    case "event":
      return followEvent(request.event, { ...surroundings, judge });
    case "schedule":
      tellTooLate(log, settings, CLOCK.now());
      return reconcile({
        ...surroundings,
        ...(regions && { elsewhere: { ...regions, ...regionSource(ecsIn, signal) } }),
        newJudge,
        hook,
        hookFunction: hookFunction(clients.lambda, hook, signal),
        gateFindings: findingStore(clients.hub, { generator: GATE, ...settings }, signal),
        imageFindings: findingStore(clients.hub, { generator: IMAGES, ...settings }, signal),
        milliseconds: budget,
        correlation: { eventId: request.id },
      });
  }
});
