import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { CLIENT_SETTINGS } from "../shared/client-settings";
import { readConfiguration, text } from "../shared/configuration";
import { atStart, createHandler } from "../shared/invocation";
import { createLogger } from "../shared/logger";
import { findingStore } from "../shared/security-hub";
import { parseBatch } from "./event";
import { GENERATOR } from "./findings";
import { recordDecisions } from "./record";

/** Kept of the function's time, so that it can still say what went wrong. */
const MARGIN_MILLISECONDS = 5_000;

const log = createLogger((line) => process.stdout.write(line));
const configuration = atStart(log, () =>
  readConfiguration(process.env, {
    ACCOUNT_ID: text(/^\d{12}$/, "the 12 digits of the account"),
    AWS_LAMBDA_FUNCTION_NAME: text(/^[\w-]{1,64}$/, "the name that Lambda sets"),
    AWS_REGION: text(/^[a-z]{2}(-[a-z]+)+-\d$/, "the region that Lambda sets"),
    PARTITION: text(/^aws(-[a-z]+)*$/, "the partition of the account, such as aws"),
  }),
);
const place = {
  partition: configuration.PARTITION,
  region: configuration.AWS_REGION,
  accountId: configuration.ACCOUNT_ID,
};
const hub = new SecurityHubClient(CLIENT_SETTINGS);

/** Makes decisions about images known: as metrics and as findings of Security Hub. */
export const handler = createHandler(log, async ({ event, log, remaining }) => {
  const messages = parseBatch(event);
  const signal = AbortSignal.timeout(Math.max(remaining() - MARGIN_MILLISECONDS, 0));
  return recordDecisions(messages, {
    findings: findingStore(hub, { generator: GENERATOR, ...place }, signal),
    log,
    place,
    recorder: configuration.AWS_LAMBDA_FUNCTION_NAME,
  });
});
