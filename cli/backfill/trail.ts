import { pages } from "../../asking";
import { fields } from "../../asking/fields";
import { type Caller, LOOKUPS_PER_SECOND, Pace, type PushEvent, type Trail } from "../../backfill";
import { type Repository } from "../../images";
import { call, type CredentialsOf, unreadable } from "../aws/caller";
import { clientSettings, paced, type PacedSession } from "./paced-session";

/** What {@link trailOf} calls. */
export const TRAIL_ACTIONS = ["cloudtrail:LookupEvents"] as const;

/** Before and after the time at which ECR says an image was pushed. */
const WINDOW_MILLISECONDS = 5 * 60_000;
const PAGE = 50;
/** Two thousand pushes of one account within ten minutes. */
const PAGES = 40;

/** CloudTrail's event history by its API, with a role of each account where one is known. */
export function trailOf(session: PacedSession, credentialsOf: CredentialsOf): Trail {
  const pace = new Pace(LOOKUPS_PER_SECOND);
  const turns = {
    turn: async () => {
      await pace.turn();
      await session.pace.turn();
    },
  };
  return {
    async pushes(account, repository, { digest, pushedAt }) {
      const { CloudTrailClient, LookupEventsCommand } = await session.sdk.cloudtrail();
      const { region } = repository;
      const client = new CloudTrailClient(clientSettings(session, region, await credentialsOf(account)));
      paced(client, turns);
      const place = { action: "cloudtrail:LookupEvents", account, region };
      const found: PushEvent[] = [];
      for await (const events of pages(
        `${place.action} ${account} ${region}`,
        async (nextToken) => {
          const command = new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "PutImage" }],
            StartTime: new Date(pushedAt.getTime() - WINDOW_MILLISECONDS),
            EndTime: new Date(pushedAt.getTime() + WINDOW_MILLISECONDS),
            MaxResults: PAGE,
            NextToken: nextToken,
          });
          const answer = await call(session, place, (options) => client.send(command, options));
          if (!Array.isArray(answer.Events)) throw unreadable(place, "it has no list of events");
          return { items: answer.Events, next: answer.NextToken };
        },
        PAGES,
      )) {
        for (const event of events) found.push(...pushOf(event.CloudTrailEvent, repository, digest));
      }
      return found;
    },
  };
}

/**
 * The push that an event tells of, unless it is of another image or was refused. What cannot be read may be one of
 * this image.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/logging-using-cloudtrail.html
 */
function pushOf(text: string | undefined, repository: Repository, digest: string): PushEvent[] {
  const event = fields(parse(text));
  const image = fields(fields(event["responseElements"])["image"]);
  const asked = fields(event["requestParameters"]);
  const told: readonly (readonly [unknown, string])[] = [
    [event["eventSource"], "ecr.amazonaws.com"],
    [event["eventName"], "PutImage"],
    [image["registryId"] ?? asked["registryId"], repository.account],
    [image["repositoryName"] ?? asked["repositoryName"], repository.name],
    [fields(image["imageId"])["imageDigest"], digest],
  ];
  const isOther = told.some(([said, wanted]) => typeof said === "string" && said !== wanted);
  if (isOther || event["errorCode"] !== undefined) return [];
  if (told.some(([said, wanted]) => said !== wanted)) return [{ caller: { kind: "unreadable" } }];
  const { sharedEventID: sharedId } = event;
  return [{ caller: callerOf(event["userIdentity"]), ...(typeof sharedId === "string" ? { sharedId } : {}) }];
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
function callerOf(value: unknown): Caller {
  const identity = fields(value);
  const { type, accountId, arn } = identity;
  const { type: issuer, arn: role } = fields(fields(identity["sessionContext"])["sessionIssuer"]);
  if (type === "AssumedRole" && issuer === "Role" && typeof role === "string")
    return { kind: "role", arn: role };
  if (type === "AWSAccount" && typeof accountId === "string") return { kind: "foreign", accountId };
  return { kind: "other", text: typeof arn === "string" ? arn : `somebody of type ${String(type)}` };
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
