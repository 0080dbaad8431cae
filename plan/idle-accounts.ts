import { type Organization } from "../config";
import { targetId } from "./governance";
import { listed, type Rule } from "./note";

/** Keys of the accounts that repositories, caches, signing or Inspector's members name. */
function namedAccounts({ registry, inspector, signing }: Organization): ReadonlySet<string> {
  const several = [
    ...Object.values(registry.repositories).flatMap(({ pull, lambdaPull, downstreams }) => [
      pull,
      lambdaPull,
      downstreams,
    ]),
    ...Object.values(registry.pullThroughCache).map((settings) => settings.import),
    inspector.existingMembers,
  ];
  const roles = [
    ...Object.values(registry.repositories).flatMap(({ push, verify }) => [...push, ...verify]),
    ...Object.values(signing.profiles).flatMap(({ readers, revokers }) => [...readers, ...revokers]),
    ...(signing.backfill?.assumedBy ?? []),
  ];
  return new Set([
    ...several.flatMap((keys) => (keys === "organization" ? [] : keys)),
    ...roles.map((role) => (typeof role === "string" ? role : role.account)),
  ]);
}

/** Accounts that somebody meant to have in the chain and forgot, or that the file can do without. */
export const idleAccounts: Rule = (organization) => {
  const named = namedAccounts(organization);
  const guarded = new Set(organization.guardrails.attachTo.map((name) => targetId(organization, name)));
  const idle = Object.entries(organization.accounts).flatMap(([key, { id, role, clusters, networks }]) => {
    const works = role.some((one) => one !== "workload");
    const holds = Object.keys(clusters).length > 0 || networks.length > 0;
    return works || holds || named.has(key) || guarded.has(id) ? [] : [key];
  });
  if (idle.length === 0) return [];
  const [takes, them] = idle.length === 1 ? ["takes", "it"] : ["take", "them"];
  return [
    {
      code: "account-takes-no-part",
      path: "accounts",
      message: `${listed(idle)} ${takes} no part but in what Inspector scans: no cluster, no network, and no repository, cache or guardrail names ${them}, so no stack is made there`,
      change: `add \`clusters\` or \`networks\`, name ${them} in \`pull\` or \`push\`, or remove ${them} unless Inspector is to scan ${them}`,
    },
  ];
};
