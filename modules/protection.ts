import { type TerraformResourceLifecycle } from "cdktf";
import { type Construct } from "constructs";

/** Context key that an app sets to `false` to build the same stacks without `prevent_destroy`. */
export const PROTECT_FROM_DESTROY = "protectFromDestroy";

/**
 * The `lifecycle` of a stateful resource: Terraform refuses every plan that would destroy it.
 *
 * Only an app that sets the context key {@link PROTECT_FROM_DESTROY} to `false`, as a throw-away environment
 * does, builds without it.
 */
export function protectFromDestroy(owner: Construct): TerraformResourceLifecycle {
  return { preventDestroy: owner.node.tryGetContext(PROTECT_FROM_DESTROY) !== false };
}
