import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { CLIENT_SETTINGS } from "../shared/client-settings";
import { CLOCK } from "../shared/clock";
import { readConfiguration } from "../shared/configuration";
import { atStart, createHandler } from "../shared/invocation";
import { createLogger } from "../shared/logger";
import { FUNCTION_NAME, placeIn, placeVariables } from "../shared/place";
import { findingStore } from "../shared/security-hub";
import { timeLeft } from "../shared/time-left";
import { parseBatch } from "./event";
import { GENERATOR } from "../image-verification/finding-id";
import { recordDecisions } from "./record";

const log = createLogger((line) => process.stdout.write(line));
const configuration = atStart(log, () =>
  readConfiguration(process.env, {
    ...placeVariables("account"),
    AWS_LAMBDA_FUNCTION_NAME: FUNCTION_NAME,
  }),
);
const place = placeIn(configuration);
const hub = new SecurityHubClient(CLIENT_SETTINGS);

/** Makes decisions about images known: as metrics and as findings of Security Hub. */
export const handler = createHandler(log, async ({ event, log, remaining }) => {
  const messages = parseBatch(event);
  const { signal } = timeLeft(remaining());
  return recordDecisions(messages, {
    findings: findingStore(hub, { generator: GENERATOR, ...place }, signal),
    log,
    place,
    recorder: configuration.AWS_LAMBDA_FUNCTION_NAME,
    clock: CLOCK,
  });
});
