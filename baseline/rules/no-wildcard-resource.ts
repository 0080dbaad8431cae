import { reachOf, roleReachOf } from "../arn";
import { type Policy, type Statement } from "../policy";
import { type Context, excused, type Finding, judgeStatements, type Rule } from "../rule";

/** Whether an action, maybe with wildcards, is the one that hands a role to a service. */
function passesRoles(action: string): boolean {
  const pattern = action.toLowerCase().replaceAll("*", ".*").replaceAll("?", ".");
  return /^[\w:.*]+$/.test(pattern) && new RegExp(`^${pattern}$`).test("iam:passrole");
}

/**
 * Whoever may pass every role may run code as any of them that the service can assume, so naming the service does not
 * suffice.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
function judgePassing(context: Context, policy: Policy, statement: Statement): Finding[] {
  const { actions, label, resources } = statement;
  const { resource } = policy;
  const action = actions.find(passesRoles);
  if (action === undefined) return [];
  if (excused(context, "no-wildcard-resource", { resource, policy, statement, action })) return [];
  const reaches = resources.map((written) => ({ written, reach: roleReachOf(written) }));
  const every = reaches.find(({ reach }) => reach === "everything");
  const unknown = reaches.find(({ reach }) => reach === "undecided");
  const change = "name the roles, or their path";
  if (every) {
    return [{ resource, message: `${label} allows ${action} of every role: ${every.written}`, change }];
  }
  if (!unknown) return [];
  const message = `whether ${label} allows ${action} of every role could not be decided: ${unknown.written}`;
  return [{ resource, message, change }];
}

/** Permissions name what they are for. */
export const noWildcardResource: Rule = {
  id: "no-wildcard-resource",
  description:
    "No Allow has the resource `*`, or an ARN that means the same, where the service takes an ARN; nobody may pass every role.",
  check: (context) =>
    judgeStatements(context, (policy, statement): Finding[] => {
      const { actions, effect, label, notResources, resources } = statement;
      const { resource } = policy;
      if (effect === "Deny") return [];
      const reaches = resources.map((written) => ({ written, reach: reachOf(written) }));
      const unknown = reaches.find(({ reach }) => reach === "undecided")?.written;
      const everything =
        reaches.find(({ reach }) => reach === "everything")?.written ??
        (notResources.length > 0 ? "NotResource" : undefined);
      if (unknown === undefined && everything === undefined) return judgePassing(context, policy, statement);
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
