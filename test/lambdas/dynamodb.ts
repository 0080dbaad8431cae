import * as dynamodb from "@aws-sdk/client-dynamodb";
import { HISTORY_KEY } from "../../verification";
import { type Answers, awsService, fault } from "../support/aws-service";

/** A double of DynamoDB over HTTP, checked against the SDK's model. */
export const DYNAMODB = awsService("dynamodb", dynamodb);

type Item = Readonly<Record<string, dynamodb.AttributeValue>>;

/** The table of the history: it keeps its items, and knows the two conditions that the functions write with. */
export class Table {
  readonly items = new Map<string, Item>();

  constructor(private readonly name: string) {}

  answers(): Answers<typeof dynamodb> {
    return {
      GetItem: ({ TableName, Key, ConsistentRead }) => {
        if (TableName !== this.name || ConsistentRead !== true)
          return fault("ResourceNotFoundException", "no consistent read of the table");
        const Item = this.items.get(this.idOf(Key));
        return Item ? { Item } : {};
      },
      PutItem: (input) => {
        if (input.TableName !== this.name) return fault("ResourceNotFoundException", "no such table");
        const id = this.idOf(input.Item);
        if (!this.holds(this.items.get(id), input))
          return fault("ConditionalCheckFailedException", "The conditional request failed");
        this.items.set(id, input.Item ?? {});
        return {};
      },
    };
  }

  private idOf(item: Item | undefined): string {
    const id = item?.[HISTORY_KEY]?.S;
    if (id === undefined || id === "") throw new Error(`the key of the table is ${HISTORY_KEY}, a text`);
    return id;
  }

  private holds(
    item: Item | undefined,
    {
      ConditionExpression,
      ExpressionAttributeNames = {},
      ExpressionAttributeValues = {},
    }: dynamodb.PutItemCommandInput,
  ): boolean {
    if (ConditionExpression === undefined) return true;
    const absent = /^attribute_not_exists\((#\w+)\)$/.exec(ConditionExpression);
    if (absent) return item?.[ExpressionAttributeNames[absent[1] ?? ""] ?? ""] === undefined;
    const equal = /^(#\w+) = (:\w+)$/.exec(ConditionExpression);
    if (!equal) throw new Error(`the table does not know the condition ${ConditionExpression}`);
    const value = item?.[ExpressionAttributeNames[equal[1] ?? ""] ?? ""];
    return value !== undefined && value.N === ExpressionAttributeValues[equal[2] ?? ""]?.N;
  }
}
