import { TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { type Location } from "../../aws";
import { functionName } from "../../names";
import { CustomerManagedKey, encryptLogs } from "../kms";

/** Names of the functions that verify images of ECS, one of each in an account and region. */
export const FUNCTION_NAMES = {
  hook: functionName("ecs-image-verifier"),
  tasks: functionName("ecs-task-verifier"),
  recorder: functionName("decision-recorder"),
} as const;

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
  const { accountId, partition } = place;
  return new CustomerManagedKey(stack, ID, {
    accountId,
    partition,
    description: "Logs of image verification",
    alias: "alias/supply-chain/runtime",
    statements: [encryptLogs(place, ...Object.values(FUNCTION_NAMES).map((name) => `/aws/lambda/${name}`))],
  });
}
