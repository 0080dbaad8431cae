import { Inspector2Client } from "@aws-sdk/client-inspector2";
import { CLIENT_SETTINGS } from "../shared/client-settings";
import { CLOCK } from "../shared/clock";
import { integer, readConfiguration } from "../shared/configuration";
import { atStart, createHandler } from "../shared/invocation";
import { createLogger } from "../shared/logger";
import { timeLeft } from "../shared/time-left";
import { applySetting } from "./apply-setting";
import { parseEvent } from "./event";
import { inspectorOf } from "./inspector";

const log = createLogger((line) => process.stdout.write(line));
const { WAIT_SECONDS } = atStart(log, () =>
  readConfiguration(process.env, { WAIT_SECONDS: integer(1, 890) }),
);
const client = new Inspector2Client(CLIENT_SETTINGS);

/** Sets Inspector's re-scan duration for Terraform; at the end it is left as it is. */
export const handler = createHandler(log, async ({ event, log, remaining }) => {
  const request = parseEvent(event);
  if (request.action === "delete") {
    log.info("leaves the setting as it is");
    return { kept: true };
  }
  const left = timeLeft(remaining());
  const inspector = inspectorOf(client, left.signal);
  const milliseconds = Math.min(WAIT_SECONDS * 1_000, left.milliseconds);
  const { status, rescanDuration, pullDateRescanDuration, pullDateRescanMode } = await applySetting(
    request.setting,
    { inspector, clock: CLOCK, log, milliseconds },
  );
  return { status, rescanDuration, pullDateRescanDuration, pullDateRescanMode };
});
