import { type Finding } from "./rule";
import { type Link, type Resource, type StackView } from "./stack";

/** The finding that Terraform may not make the companion, which is all that `owner` has; none where it has none. */
export function uncertainCompanion(stack: StackView, owner: Resource, link: Link): Finding[] {
  if (stack.belongingTo(owner, ...link).length > 0) return [];
  const [perhaps] = stack.linkedTo(owner, ...link);
  if (!perhaps) return [];
  return [
    {
      resource: owner,
      message: `whether there is ${perhaps.address} could not be decided`,
      change: "write it without count and for_each",
    },
  ];
}
