import { isUnresolved, namesSomething } from "../reference";
import { excused, type Finding, judgeStatements, type Rule } from "../rule";

/** `*` and ARNs that are nothing more: no account and no name in them. */
function isEverything(resource: string): boolean {
  if (/^[*?]+$/.test(resource)) return true;
  const [prefix, , , , account, ...rest] = resource.split(":");
  if (prefix !== "arn") return /^[*?]/.test(resource);
  return /^[*?]*$/.test(account ?? "") && /^[*?/:]*$/.test(rest.join(":"));
}

/** A text that begins with an expression may turn out to be `*`, unless it is an ARN or an id of something. */
function isUnknown(resource: string): boolean {
  return /^[$%]\{/.test(resource) && isUnresolved(resource) && !namesSomething(resource);
}

/** Permissions name what they are for. */
export const noWildcardResource: Rule = {
  id: "no-wildcard-resource",
  description:
    "No Allow has the resource `*`, or an ARN that means the same, where the service takes an ARN.",
  check: (context) =>
    judgeStatements(context, (policy, statement): Finding[] => {
      const { actions, effect, label, notResources, resources } = statement;
      const { resource } = policy;
      if (effect === "Deny" || policy.kind === "trust") return [];
      const unknown = resources.find(isUnknown);
      const everything =
        resources.find(isEverything) ?? (notResources.length > 0 ? "NotResource" : undefined);
      if (unknown === undefined && everything === undefined) return [];
      const judged = actions.filter(
        (action) => !excused(context, "no-wildcard-resource", { resource, policy, statement, action }),
      );
      if (judged.length === 0 && actions.length > 0) return [];
      const names = judged.join(", ");
      return everything === undefined
        ? [
            {
              resource,
              message: `the resource ${String(unknown)} of ${label} could not be decided`,
              change: "write the resource as an ARN or a reference to a resource of the stack",
            },
          ]
        : [
            {
              resource,
              message: `${label} allows ${names || "what NotAction leaves"} on ${everything}`,
              change: "name the ARNs it is for; a statement of its own takes the actions that have none",
            },
          ];
    }),
};
