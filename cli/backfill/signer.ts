import { parseSigningProfileArn } from "../../aws";
import { type Records, type Signer } from "../../backfill";
import { PAYLOAD_TYPE } from "../../notation";
import { SIGNING_BACKFILL_LOG_GROUP } from "../../names";
import { ProblemError } from "../../problem";
import { call, type CredentialsOf, unreadable } from "../aws/caller";
import { clientSettings, paced, type PacedSession } from "./paced-session";

/** What {@link signerOf} and {@link recordsOf} call. */
export const SIGN_AND_RECORD_ACTIONS = [
  "logs:CreateLogStream",
  "logs:PutLogEvents",
  "signer:SignPayload",
] as const;

/** AWS Signer by its API. */
export function signerOf(session: PacedSession, credentialsOf: CredentialsOf): Signer {
  return {
    async sign(profileArn, payload) {
      const { SignerClient, SignPayloadCommand } = await session.sdk.signer();
      const {
        accountId: account = "",
        region = "",
        name: profileName = "",
      } = parseSigningProfileArn(profileArn) ?? {};
      const client = paced(
        new SignerClient(clientSettings(session, region, await credentialsOf(account))),
        session.pace,
      );
      const place = { action: "signer:SignPayload", account, region };
      const command = new SignPayloadCommand({
        profileName,
        profileOwner: account,
        payload,
        payloadFormat: PAYLOAD_TYPE,
      });
      const { signature, jobId } = await call(session, place, (options) => client.send(command, options));
      if (!signature || !jobId) throw unreadable(place, "it has no signature or no job");
      return { envelope: signature, jobId };
    },
  };
}

/**
 * The log group of the records in the registry's account and region; every run has a stream of its own.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
export function recordsOf(
  session: PacedSession,
  { account, region }: { readonly account: string; readonly region: string },
  credentialsOf: CredentialsOf,
): Records {
  const streams = new Set<string>();
  return {
    async write(record) {
      const { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } = await session.sdk.logs();
      const client = paced(
        new CloudWatchLogsClient(clientSettings(session, region, await credentialsOf(account))),
        session.pace,
      );
      const stream = { logGroupName: SIGNING_BACKFILL_LOG_GROUP, logStreamName: record.id };
      const at = (operation: string) => ({ action: `logs:${operation}`, account, region });
      if (!streams.has(record.id)) {
        await call(session, at("CreateLogStream"), (options) =>
          client.send(new CreateLogStreamCommand(stream), options).catch(there),
        );
        streams.add(record.id);
      }
      const logEvents = [{ timestamp: Date.parse(record.at), message: JSON.stringify(record) }];
      const answer = await call(session, at("PutLogEvents"), (options) =>
        client.send(new PutLogEventsCommand({ ...stream, logEvents }), options),
      );
      // CloudWatch Logs drops what is too old or too new without an error.
      if (answer.rejectedLogEventsInfo) throw notKept(region);
    },
  };
}

function there(error: unknown): undefined {
  if ((error as Error).name === "ResourceAlreadyExistsException") return undefined;
  throw error;
}

function notKept(region: string): ProblemError {
  return new ProblemError([
    {
      code: "record-not-kept",
      path: `logs:PutLogEvents ${region}`,
      message: "CloudWatch Logs did not keep the record",
      change: "check the clock of this machine; what cannot be recorded is not signed",
    },
  ]);
}
