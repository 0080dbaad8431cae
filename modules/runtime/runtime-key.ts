import { TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { type Location } from "../../aws";
import { CustomerManagedKey, encryptLogs } from "../kms";

/** Beginning of the names of all functions and log groups of this module. */
export const FUNCTION_PREFIX = "supply-chain-verify-";

const ID = "runtime-key";

/**
 * The key of all verification logs of one account and region, made for the first who asks: one dollar a month.
 * Its place in the tree does not depend on who that is.
 *
 * @see https://aws.amazon.com/kms/pricing/
 */
export function runtimeKey(scope: Construct, place: Location): CustomerManagedKey {
  const stack = TerraformStack.of(scope);
  const found = stack.node.tryFindChild(ID);
  if (found instanceof CustomerManagedKey) return found;
  return new CustomerManagedKey(stack, ID, {
    accountId: place.accountId,
    partition: place.partition,
    description: "Logs of image verification",
    alias: "alias/supply-chain/runtime",
    statements: [encryptLogs(place, `/aws/lambda/${FUNCTION_PREFIX}*`)],
  });
}
