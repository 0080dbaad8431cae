import { TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { ProblemError } from "../problem";

const owners = new WeakMap<TerraformStack, Map<string, string>>();

/**
 * Claims a setting of which an account and region has only one, such as ECR's registry policy.
 *
 * @throws ProblemError `singleton-owned-twice` naming both constructs: the later one would overwrite the
 * earlier at every apply.
 */
export function claimSingleton(owner: Construct, setting: string): void {
  const stack = TerraformStack.of(owner);
  const claimed = owners.get(stack) ?? new Map<string, string>();
  owners.set(stack, claimed);
  const first = claimed.get(setting);
  if (first !== undefined) {
    throw new ProblemError([
      {
        code: "singleton-owned-twice",
        path: owner.node.path,
        message: `the ${setting} of an account and region has one owner, and ${first} owns it already`,
        change: "keep one of the two constructs and pass it the settings of both",
      },
    ]);
  }
  claimed.set(setting, owner.node.path);
}
