import { reachOf } from "../arn";
import { excused, type Finding, judgeStatements, type Rule } from "../rule";

/** Permissions name what they are for. */
export const noWildcardResource: Rule = {
  id: "no-wildcard-resource",
  description:
    "No Allow has the resource `*`, or an ARN that means the same, where the service takes an ARN.",
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
