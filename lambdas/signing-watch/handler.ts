import { ECRClient } from "@aws-sdk/client-ecr";
import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SIGNING_LATE_AFTER_MINUTES } from "../../aws";
import { CLIENT_SETTINGS } from "../shared/client-settings";
import { CLOCK } from "../shared/clock";
import { integer, readConfiguration, text } from "../shared/configuration";
import { atStart, createHandler } from "../shared/invocation";
import { createLogger } from "../shared/logger";
import { FUNCTION_NAME, placeIn, placeVariables } from "../shared/place";
import { findingStore } from "../shared/security-hub";
import { timeLeft } from "../shared/time-left";
import { parseEvent } from "./event";
import { GENERATOR } from "./findings";
import { followPushes } from "./follow";
import { reconcile } from "./reconcile";
import { registryOf, signatureRegistryOf } from "./registry";
import { parseSettings } from "./settings";
import { signaturesIn } from "./signatures";

/** Of the time for the schedule, kept for the call that is under way when it ends. */
const LAST_CALL_MILLISECONDS = 10_000;

const log = createLogger((line) => process.stdout.write(line));
const configuration = atStart(log, () =>
  readConfiguration(process.env, {
    ...placeVariables("registry"),
    AWS_LAMBDA_FUNCTION_NAME: FUNCTION_NAME,
    LATE_AFTER_MINUTES: integer(SIGNING_LATE_AFTER_MINUTES.min, SIGNING_LATE_AFTER_MINUTES.max),
    SIGNING_RULES_SHA256: text(/^[0-9a-f]{64}$/, "the SHA-256 of the signing rules"),
  }),
);
const { otherProfileArns } = atStart(log, () =>
  parseSettings(readFileSync(join(__dirname, "settings.json"), "utf8")),
);
const place = placeIn(configuration);
const clients = { ecr: new ECRClient(CLIENT_SETTINGS), hub: new SecurityHubClient(CLIENT_SETTINGS) };

/** Watches that every pushed image gets the signatures it should have. */
export const handler = createHandler(log, async ({ event, log, remaining }) => {
  const request = parseEvent(event);
  const { milliseconds, signal } = timeLeft(remaining());
  const surroundings = {
    registry: registryOf(clients.ecr, signal),
    signatures: signaturesIn(signatureRegistryOf(clients.ecr, signal), {
      partition: place.partition,
      clock: CLOCK,
      log,
    }),
    hub: findingStore(clients.hub, { generator: GENERATOR, ...place }, signal),
    clock: CLOCK,
    log,
    place,
    watch: configuration.AWS_LAMBDA_FUNCTION_NAME,
    otherProfileArns,
    lateAfterMilliseconds: configuration.LATE_AFTER_MINUTES * 60_000,
  };
  return request.kind === "pushes"
    ? followPushes(request.messages, surroundings)
    : reconcile({
        ...surroundings,
        rulesSha256: configuration.SIGNING_RULES_SHA256,
        milliseconds: Math.max(milliseconds - LAST_CALL_MILLISECONDS, 0),
      });
});
