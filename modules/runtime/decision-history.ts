import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { HISTORY_EXPIRY, HISTORY_KEY, historyId, type HistoryKind } from "../../verification";
import { type Grantee } from "../iam";
import { protectFromDestroy } from "../protection";

/**
 * What the functions remember: which images of a workload were trusted, how many of its tasks were stopped, and what
 * the tags of a deployment meant before it started. An entry goes by itself when its time is over, and the table can be
 * put back to any second of the last 35 days.
 */
export class DecisionHistory extends Construct {
  readonly resource: DynamodbTable;

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);
    this.resource = new DynamodbTable(this, "Resource", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: HISTORY_KEY,
      attribute: [{ name: HISTORY_KEY, type: "S" }],
      ttl: { attributeName: HISTORY_EXPIRY, enabled: true },
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: true },
      lifecycle: protectFromDestroy(this),
    });
  }

  /**
   * Lets a function read and write single entries of some kinds; nobody deletes, and nobody reads all.
   *
   * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
   */
  grantUse(grantee: Grantee, kinds: readonly HistoryKind[]): void {
    grantee.allow({
      sid: "KeepHistory",
      actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
      resources: [this.resource.arn],
      conditions: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": kinds.map((kind) => historyId(kind, "*")) },
        // Without the key the first condition would hold for everything.
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    });
  }
}
