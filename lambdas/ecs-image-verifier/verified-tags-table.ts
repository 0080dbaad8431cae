import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from "@aws-sdk/client-dynamodb";
import { IMAGE_DIGEST } from "../../aws";
import { HISTORY_EXPIRY, HISTORY_KEY, historyExpiry, historyId } from "../../verification";
import { type Clock } from "../shared/clock";
import { type RevisionDeployment, type VerifiedTag, type VerifiedTags } from "./verified-tags";

/**
 * A deployment may take thirty days.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html
 */
const KEPT_MILLISECONDS = 31 * 86_400_000;

/**
 * The verified tags in the table of the history, one item for a deployment: `dynamodb:GetItem` and `dynamodb:PutItem`
 * are all it calls, and every read is consistent.
 *
 * @param TableName what is kept or read without one is an error
 * @throws the SDK's errors, when the table does not answer, and Error for an item in no known form
 */
export function verifiedTagsTable(
  client: DynamoDBClient,
  TableName: string | undefined,
  clock: Clock,
  abortSignal: AbortSignal,
): VerifiedTags {
  const options = { abortSignal };
  return {
    keep: async (deployment, tags) => {
      const Item = {
        [HISTORY_KEY]: { S: idOf(deployment) },
        Tags: { M: Object.fromEntries([...tags].map(([container, tag]) => [container, itemOf(tag)])) },
        [HISTORY_EXPIRY]: { N: historyExpiry(clock.now() + KEPT_MILLISECONDS) },
      };
      await client.send(new PutItemCommand({ TableName: known(TableName), Item }), options);
    },
    read: async (deployment) => {
      const Key = { [HISTORY_KEY]: { S: idOf(deployment) } };
      const question = { TableName: known(TableName), Key, ConsistentRead: true };
      const { Item } = await client.send(new GetItemCommand(question), options);
      const tags = Object.entries(Item?.["Tags"]?.M ?? {});
      return new Map(tags.map(([container, item]) => [container, tagIn(item)]));
    },
  };
}

function known(tableName: string | undefined): string {
  if (tableName) return tableName;
  throw new Error("the function was not told a table in which it could remember what tags mean");
}

/** Two ARNs with names of 255 characters are shorter than the 2,048 bytes of a key. */
function idOf({ deploymentArn, revisionArn }: RevisionDeployment): string {
  return historyId("verified", deploymentArn, revisionArn);
}

function itemOf({ digest, children }: VerifiedTag): AttributeValue {
  return { M: { Digest: { S: digest }, Children: { L: children.map((S) => ({ S })) } } };
}

function tagIn({ M: { Digest, Children } = {} }: AttributeValue): VerifiedTag {
  return { digest: digestIn(Digest), children: (Children?.L ?? []).map(digestIn) };
}

function digestIn(item: AttributeValue | undefined): string {
  const digest = item?.S ?? "";
  if (!IMAGE_DIGEST.test(digest)) throw new Error("what was kept of a tag is no digest");
  return digest;
}
