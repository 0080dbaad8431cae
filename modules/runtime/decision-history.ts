import { DynamodbTable } from "@cdktf/provider-aws/lib/dynamodb-table";
import { Construct } from "constructs";
import { type Grantee } from "../iam";
import { protectFromDestroy } from "../protection";

/** As lambdas/image-verification/history-table.ts writes it. */
const KEY = "Id";
const EXPIRES = "ExpiresAt";

/**
 * What the functions remember: which images were trusted in a cluster, and how many tasks of a service were stopped.
 * An entry goes by itself when its time is over, and the table can be put back to any second of the last 35 days.
 */
export class DecisionHistory extends Construct {
  readonly resource: DynamodbTable;

  constructor(scope: Construct, id: string, { name }: { readonly name: string }) {
    super(scope, id);
    this.resource = new DynamodbTable(this, "Resource", {
      name,
      billingMode: "PAY_PER_REQUEST",
      hashKey: KEY,
      attribute: [{ name: KEY, type: "S" }],
      ttl: { attributeName: EXPIRES, enabled: true },
      serverSideEncryption: { enabled: true },
      pointInTimeRecovery: { enabled: true },
      lifecycle: protectFromDestroy(this),
    });
  }

  /** Lets a function read and write single entries; nobody deletes, and nobody reads all. */
  grantUse(grantee: Grantee): void {
    grantee.allow({
      sid: "KeepHistory",
      actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
      resources: [this.resource.arn],
    });
  }
}
