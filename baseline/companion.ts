import { type Finding } from "./rule";
import { type Resource, type StackView } from "./stack";

/** A type that holds settings of another resource, its argument that says whose, and that one's name argument. */
export type Link = readonly [type: string, argument: string, nameArgument: string];

/** The finding that Terraform may not make the companion, which is all that `owner` has; none where it has none. */
export function uncertainCompanion(stack: StackView, owner: Resource, link: Link): Finding[] {
  if (stack.belongingTo(owner, ...link).length > 0) return [];
  const [perhaps] = stack.perhapsBelongingTo(owner, ...link);
  if (!perhaps) return [];
  return [
    {
      resource: owner,
      message: `whether there is ${perhaps.address} could not be decided`,
      change: "write it without count and for_each",
    },
  ];
}
