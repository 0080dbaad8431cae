import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { HISTORY_EXPIRY, HISTORY_KEY, historyExpiry, historyId } from "../../verification";
import { type Clock } from "../shared/clock";
import { type DecisionHistory, type WorkloadImage } from "./history";

/** A running image is looked at every hour, so that its trust is written again long before it is forgotten. */
const TRUST_DAYS = 400;
const DAY_SECONDS = 86_400;
/** In less, a service that starts slowly, or is looked at every hour, would be stopped again and again. */
const REPLACED_MILLISECONDS = DAY_SECONDS * 1_000;
/** More are not remembered. */
const MOST_INDEXES = 5;
/** That an image is trusted is not written again within so long: many tasks of it may start at once. */
const FRESH_MILLISECONDS = 30 * 60_000;
/** Stops of a service in a day, whatever its revisions, with names of at most 700 bytes: an entry has room for 400 kB. */
const MOST_STOPS = 400;
/** As often as others may come first; more means that nobody knows. */
const ATTEMPTS = 10;
const LONGEST_PAUSE_MILLISECONDS = 100;

/**
 * The history in a DynamoDB table: `dynamodb:GetItem` and `dynamodb:PutItem` are all it calls.
 *
 * Every read is consistent. An entry has a number that every change counts up, and a change is only taken while the
 * number is the one that was read: of two calls at once, one reads again.
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
  const change = async (id: string, make: (entry: Entry | undefined) => Change): Promise<boolean> => {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) await clock.sleep(Math.random() * LONGEST_PAUSE_MILLISECONDS);
      const before = await read(id);
      const { answer, entry } = make(before);
      if (entry === undefined) return answer;
      const version = before?.["Version"]?.N;
      const write = new PutItemCommand({
        TableName,
        Item: { [HISTORY_KEY]: { S: id }, Version: { N: String(Number(version ?? 0) + 1) }, ...entry },
        ExpressionAttributeNames: { "#version": "Version" },
        ...(version === undefined
          ? { ConditionExpression: "attribute_not_exists(#version)" }
          : {
              ConditionExpression: "#version = :version",
              ExpressionAttributeValues: { ":version": { N: version } },
            }),
      });
      if (await taken(() => client.send(write, options))) return answer;
    }
    throw new Error(`${id} changes faster than it can be written`);
  };
  return {
    recordTrusted: async ({ index, ...image }) => {
      await change(idOf(image), (entry) => {
        const now = clock.now();
        const known = indexesIn(entry);
        const isFresh = now - Number(entry?.["TrustedAt"]?.N ?? 0) < FRESH_MILLISECONDS;
        if (isFresh && (index === undefined || known[0] === index)) return { answer: true };
        // Who moves a tag, or signs a part itself, must not make anybody forget what was pulled.
        const others = known.filter((each) => each !== index);
        const indexes = [...(index === undefined ? [] : [index]), ...others].slice(0, MOST_INDEXES);
        return {
          answer: true,
          entry: {
            TrustedAt: { N: String(now) },
            ...(indexes.length > 0 && { Indexes: { L: indexes.map((each) => ({ S: each })) } }),
            [HISTORY_EXPIRY]: { N: historyExpiry(now + TRUST_DAYS * DAY_SECONDS * 1_000) },
          },
        };
      });
    },
    wasTrusted: async (image) => (await read(idOf(image))) !== undefined,
    trustedIndexes: async (image) => indexesIn(await read(idOf(image))),
    countStop: ({ cluster, workload, task, replacedBy, at }, { stops: most, minutes }) => {
      const withinMilliseconds = minutes * 60_000;
      return change(historyId("stops", cluster, workload), (entry) => {
        const counted = stopsIn(entry);
        const recent = counted.filter((stop) => at - stop.at < withinMilliseconds);
        const ofDay = counted.filter((stop) => stop.of !== undefined && at - stop.at < REPLACED_MILLISECONDS);
        const same = ofDay.filter((stop) => stop.of === replacedBy);
        if ([...recent, ...same].some((stop) => stop.task === task)) return { answer: true };
        if (recent.length >= most || same.length >= most) return { answer: false };
        const others = [...new Set([...recent, ...ofDay])];
        if (others.length >= MOST_STOPS) return { answer: false };
        const stops = [...others, { task, at, of: replacedBy }];
        const kept = Math.max(2 * withinMilliseconds, replacedBy === undefined ? 0 : REPLACED_MILLISECONDS);
        return {
          answer: true,
          entry: {
            Stops: { M: Object.fromEntries(stops.map((stop) => [stop.task, { M: attributesOf(stop) }])) },
            [HISTORY_EXPIRY]: { N: historyExpiry(at + kept) },
          },
        };
      });
    },
  };
}

/** At most 255 characters of a cluster, 263 of a workload and 1,200 of an image: a key has room for 2,048 bytes. */
function idOf({ cluster, workload, image }: WorkloadImage): string {
  return historyId("trusted", cluster, workload, image);
}

function indexesIn(entry: Entry | undefined): string[] {
  return (entry?.["Indexes"]?.L ?? []).flatMap(({ S }) => S ?? []);
}

/** What the table holds under an id. */
type Entry = Readonly<Record<string, AttributeValue>>;

/** What comes of an entry. */
interface Change {
  readonly answer: boolean;
  /** @default - it stays what it is */
  readonly entry?: Entry;
}

/** A stop that was counted. */
interface Counted {
  readonly task: string;
  readonly at: number;
  /** Task definition of a task that ECS replaces. */
  readonly of?: string | undefined;
}

function stopsIn(entry: Entry | undefined): Counted[] {
  return Object.entries(entry?.["Stops"]?.M ?? {}).map(([task, { M: stop }]) => ({
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
