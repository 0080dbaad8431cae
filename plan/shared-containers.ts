import { type Organization } from "../config";
import { listed, type Rule } from "./note";

/** What an entry of `deploy` changes, in words: a container of ECS, or what a manifest of Kubernetes makes. */
function changesOf(deploy: Organization["pipelines"][string]["deploy"][number]): string[] {
  const { cluster, service, container = service, manifests = [], namespace } = deploy;
  if (service !== undefined) return [`container ${container ?? service} of service ${service} of ${cluster}`];
  return manifests.map((manifest) => `manifest ${manifest} to namespace ${namespace} of ${cluster}`);
}

/** An approval binds the pipeline that has it, and no other that deploys the same. */
export const sharedContainers: Rule = ({ pipelines }) => {
  const owners = new Map<string, { readonly what: string; readonly pipelines: Set<string> }>();
  for (const [key, { deploy }] of Object.entries(pipelines)) {
    for (const what of deploy.flatMap(changesOf)) {
      const owner = owners.get(what) ?? { what, pipelines: new Set() };
      owners.set(what, owner);
      owner.pipelines.add(key);
    }
  }
  return [...owners.values()].flatMap(({ what, pipelines: keys }) => {
    const names = [...keys];
    const free = names.filter((name) => pipelines[name]?.approval === undefined);
    if (names.length < 2) return [];
    const circumvented = free.length > 0 && free.length < names.length;
    return [
      {
        code: "deployed-by-several",
        path: "pipelines",
        message: `${listed(names)} deploy the ${what}${circumvented ? `, and ${listed(free)} without the approval that the others wait for` : ""}`,
        change: circumvented
          ? `give ${listed(free)} an \`approval\`, or let one pipeline deploy it`
          : "let one pipeline deploy it, unless several are meant to",
      },
    ];
  });
};
