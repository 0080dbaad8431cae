import { ECRClient } from "@aws-sdk/client-ecr";
import { SecurityHubClient } from "@aws-sdk/client-securityhub";
import { CLIENT_SETTINGS } from "../shared/client-settings";
import { CLOCK } from "../shared/clock";
import { readConfiguration } from "../shared/configuration";
import { atStart, createHandler } from "../shared/invocation";
import { createLogger } from "../shared/logger";
import { FUNCTION_NAME, placeIn, placeVariables } from "../shared/place";
import { findingStore } from "../shared/security-hub";
import { timeLeft } from "../shared/time-left";
import { parseEvent } from "./event";
import { GENERATOR } from "./findings";
import { reconcile } from "./reconcile";
import { registryOf } from "./registry";
import { settle } from "./settle";

/** Of the time for the schedule, kept for the image that is looked at when it ends. */
const LAST_IMAGE_MILLISECONDS = 15_000;

const log = createLogger((line) => process.stdout.write(line));
const configuration = atStart(log, () =>
  readConfiguration(process.env, {
    ...placeVariables("registry"),
    AWS_LAMBDA_FUNCTION_NAME: FUNCTION_NAME,
  }),
);
const place = placeIn(configuration);
const clients = { ecr: new ECRClient(CLIENT_SETTINGS), hub: new SecurityHubClient(CLIENT_SETTINGS) };

/** Makes what basic scanning finds findings of Security Hub. */
export const handler = createHandler(log, async ({ event, log, remaining }) => {
  const request = parseEvent(event);
  const { milliseconds, signal } = timeLeft(remaining());
  const surroundings = {
    registry: registryOf(clients.ecr, place, signal),
    findings: findingStore(clients.hub, { generator: GENERATOR, ...place }, signal),
    clock: CLOCK,
    log,
    place,
  };
  return request.kind === "image"
    ? settle(request.image, surroundings)
    : reconcile({
        ...surroundings,
        name: configuration.AWS_LAMBDA_FUNCTION_NAME,
        milliseconds: Math.max(milliseconds - LAST_IMAGE_MILLISECONDS, 0),
      });
});
