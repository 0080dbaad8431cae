import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { ECSClient } from "@aws-sdk/client-ecs";
import { SQSClient } from "@aws-sdk/client-sqs";
import { ecsOf } from "../image-verification/ecs";
import { ImageVerification } from "../image-verification/image-verification";
import { queueRecorder } from "../image-verification/recorder";
import { awsServices } from "../image-verification/services";
import { verifiedTagsTable } from "./verified-tags-table";
import { CLIENT_SETTINGS } from "../shared/client-settings";
import { CLOCK } from "../shared/clock";
import { type LambdaContext } from "../shared/invocation";
import { createLogger } from "../shared/logger";
import { RECORDING_MILLISECONDS, timeLeft } from "../shared/time-left";
import { type HookResponse } from "./decide";
import { answerHook } from "./answer-hook";
import { load } from "./load";

const log = createLogger((line) => process.stdout.write(line));
const loaded = load(
  (file) => readFileSync(join(__dirname, file), "utf8"),
  (settings) => new ImageVerification(settings, awsServices()),
  log,
);
const queueUrl = process.env["DECISION_QUEUE_URL"];
const tableName = process.env["HISTORY_TABLE_NAME"];
const clients = {
  ecs: new ECSClient(CLIENT_SETTINGS),
  sqs: new SQSClient(CLIENT_SETTINGS),
  table: new DynamoDBClient(CLIENT_SETTINGS),
};

/** Answers ECS, at the stages before and after new tasks start, whether a deployment may go on. */
export function handler(event: unknown, context: LambdaContext): Promise<HookResponse> {
  return answerHook(event, { clusters: loaded.clusters, log }, () => {
    const { signal } = timeLeft(context.getRemainingTimeInMillis());
    const own = log.with({ requestId: context.awsRequestId });
    return {
      log: own,
      judge: () => loaded.judgeUntil(signal),
      ecs: ecsOf(clients.ecs, signal),
      recorder: queueRecorder({
        client: clients.sqs,
        log: own,
        milliseconds: RECORDING_MILLISECONDS,
        ...(queueUrl === undefined || queueUrl === "" ? {} : { queueUrl }),
      }),
      verifiedTags: verifiedTagsTable(clients.table, tableName, CLOCK, signal),
      clock: CLOCK,
      signal,
      requestId: context.awsRequestId,
    };
  });
}
