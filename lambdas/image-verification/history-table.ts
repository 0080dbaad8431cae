import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { HISTORY_EXPIRY, HISTORY_KEY, historyId } from "../../verification";
import { type Clock } from "../shared/clock";
import { type DecisionHistory, type WorkloadImage } from "./history";

/** A running image is looked at every hour, so that its trust is written again long before it is forgotten. */
const TRUST_DAYS = 400;
const DAY_SECONDS = 86_400;
/** In less, a service that starts slowly, or is looked at every hour, would be stopped again and again. */
const REPLACED_MILLISECONDS = DAY_SECONDS * 1_000;
/** More are not remembered. */
const MOST_INDEXES = 5;
/** As often as others may come first; more means that nobody knows. */
const ATTEMPTS = 10;
const LONGEST_PAUSE_MILLISECONDS = 100;

/**
 * The history in a DynamoDB table: `dynamodb:GetItem` and `dynamodb:PutItem` are all it calls.
 *
 * Every read is consistent. The stops of a workload are one small item with a number that every change counts up, and
 * a change is only taken while the number is the one that was read: of two calls at once, one reads again.
 *
 * @throws the SDK's errors, when the table does not answer
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/BestPractices_ImplementingVersionControl.html
 */
export function historyTable(
  client: DynamoDBClient,
  TableName: string,
  clock: Clock,
  abortSignal: AbortSignal,
): DecisionHistory {
  const options = { abortSignal };
  const read = async (id: string) => {
    const Key = { [HISTORY_KEY]: { S: id } };
    const { Item } = await client.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }), options);
    return Item;
  };
  return {
    recordTrusted: async ({ index, ...image }) => {
      const now = clock.now();
      // Who moves a tag, or signs a part itself, must not make anybody forget what was pulled.
      const before = indexesIn(await read(idOf(image))).filter((each) => each !== index);
      const indexes = [...(index === undefined ? [] : [index]), ...before].slice(0, MOST_INDEXES);
      await client.send(
        new PutItemCommand({
          TableName,
          Item: {
            [HISTORY_KEY]: { S: idOf(image) },
            TrustedAt: { N: String(now) },
            ...(indexes.length > 0 && { Indexes: { L: indexes.map((each) => ({ S: each })) } }),
            [HISTORY_EXPIRY]: { N: secondsOf(now + TRUST_DAYS * DAY_SECONDS * 1_000) },
          },
        }),
        options,
      );
    },
    wasTrusted: async (image) => (await read(idOf(image))) !== undefined,
    trustedIndexes: async (image) => indexesIn(await read(idOf(image))),
    countStop: async ({ cluster, workload, task, replaced, at }, { stops: most, minutes }) => {
      const id = historyId("stops", cluster, workload);
      const withinMilliseconds = minutes * 60_000;
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (attempt > 0) await clock.sleep(Math.random() * LONGEST_PAUSE_MILLISECONDS);
        const item = await read(id);
        const counted = stopsIn(item);
        const recent = counted.filter((stop) => at - stop.at < withinMilliseconds);
        const ofDay = counted.filter((stop) => stop.of !== undefined && at - stop.at < REPLACED_MILLISECONDS);
        const same = ofDay.filter((stop) => stop.of === replaced);
        if ([...recent, ...same].some((stop) => stop.task === task)) return true;
        if (recent.length >= most || same.length >= most) return false;
        const stops = [...new Set([...recent, ...ofDay]), { task, at, of: replaced }];
        const kept = Math.max(2 * withinMilliseconds, replaced === undefined ? 0 : REPLACED_MILLISECONDS);
        const version = item?.["Version"]?.N;
        const write = new PutItemCommand({
          TableName,
          Item: {
            [HISTORY_KEY]: { S: id },
            Version: { N: String(Number(version ?? 0) + 1) },
            Stops: {
              M: Object.fromEntries(stops.map((stop) => [stop.task, { M: attributesOf(stop) }])),
            },
            [HISTORY_EXPIRY]: { N: secondsOf(at + kept) },
          },
          ...(version === undefined
            ? {
                ConditionExpression: "attribute_not_exists(#key)",
                ExpressionAttributeNames: { "#key": HISTORY_KEY },
              }
            : {
                ConditionExpression: "#version = :version",
                ExpressionAttributeNames: { "#version": "Version" },
                ExpressionAttributeValues: { ":version": { N: version } },
              }),
        });
        if (await taken(() => client.send(write, options))) return true;
      }
      throw new Error(`the stops of ${workload} change faster than they can be counted`);
    },
  };
}

/** At most 255 characters of a cluster, 263 of a workload and 1,200 of an image: a key has room for 2,048 bytes. */
function idOf({ cluster, workload, image }: WorkloadImage): string {
  return historyId("trusted", cluster, workload, image);
}

function indexesIn(item: Record<string, AttributeValue> | undefined): string[] {
  return (item?.["Indexes"]?.L ?? []).flatMap(({ S }) => S ?? []);
}

/** A stop that was counted. */
interface Counted {
  readonly task: string;
  readonly at: number;
  /** What was refused of a task that ECS replaces. */
  readonly of?: string | undefined;
}

function stopsIn(item: Record<string, AttributeValue> | undefined): Counted[] {
  return Object.entries(item?.["Stops"]?.M ?? {}).map(([task, { M: stop }]) => ({
    task,
    at: Number(stop?.["At"]?.N),
    of: stop?.["Of"]?.S,
  }));
}

function attributesOf({ at, of }: Counted): Record<string, AttributeValue> {
  return { At: { N: String(at) }, ...(of !== undefined && { Of: { S: of } }) };
}

/** Whether nobody else came first. */
async function taken(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** As DynamoDB takes the time at which an entry goes. */
export function secondsOf(milliseconds: number): string {
  return String(Math.ceil(milliseconds / 1_000));
}
