import { type Door } from "../door";
import { DOORS } from "../public-access";
import { isUnresolved } from "../reference";
import { type Finding, type Rule } from "../rule";
import { type Resource, type StackView } from "../stack";
import { valuesAt } from "../values";

function judge(door: Door, resource: Resource, stack: StackView): Finding[] {
  const { argument, change, openByDefault, outcome, shut } = door;
  if (door.applies?.(resource, stack) === false) return [];
  const values = valuesAt(resource.body, argument).map(String);
  if (values.length === 0) {
    return openByDefault ? [{ resource, message: `without ${argument} ${outcome}`, change }] : [];
  }
  return values
    .filter((value) => !shut(value))
    .map((value) => ({
      resource,
      message: isUnresolved(value)
        ? `whether ${outcome} could not be decided: ${argument} is ${value}`
        : `with ${argument} ${value} ${outcome}`,
      change,
    }));
}

/** Nothing is open to everybody by a setting that is no policy. */
export const noPublicAccess: Rule = {
  id: "no-public-access",
  description:
    "No setting opens a resource to everybody: no shared snapshot, image or document, no public ACL, address, repository, build or API, no inbound rule for the internet.",
  check: ({ stack }) =>
    DOORS.flatMap((door) =>
      (door.types === "any" ? stack.resources : door.types.flatMap((type) => stack.ofType(type))).flatMap(
        (resource) => judge(door, resource, stack),
      ),
    ),
};
