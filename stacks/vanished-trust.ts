import { join } from "node:path";
import { type Deployment, type RegistryLayer } from "../plan";
import { type Problem } from "../problem";
import { earlierTrust, type Trust, trustOf } from "./trust";

/** What is trusted no more, and for which repositories. */
interface Vanished {
  readonly profile: string;
  /** @default - none of its generations is trusted */
  readonly generation?: string;
  readonly repositories: string[];
}

/**
 * Trust of an earlier synth that this one neither has nor says to drop: a generation that is in no list of its
 * profile, a profile that a repository no longer names or that is gone. What carries no other signature would be
 * refused.
 */
export function vanishedTrust(folder: string, deployment: Deployment): Problem[] {
  const { name: stack, layer } = deployment;
  if (layer.kind !== "registry") return [];
  const profiles = new Set(layer.profiles.map(({ key }) => key));
  const remove = `if the last synth was never applied, remove ${join(folder, stack)}`;
  return vanished(layer, earlierTrust(folder, deployment)).map(
    ({ profile, generation, repositories }): Problem => {
      const where = listed(repositories);
      if (generation !== undefined) {
        return {
          code: "trust-vanished",
          path: `signing.profiles.${profile}`,
          message: `generation ${generation} was trusted at the last synth, for ${where}, and is neither trusted nor dropped`,
          change: `add it to \`trustedGenerations\`, or drop it: \`droppedGenerations: [{ generation: ${generation}, droppedOn: DAY, evidence: FILE }]\`, with \`reason\` and \`owner\` instead of \`evidence\` where it never signed anything (docs/signing-rotation.md); ${remove}`,
        };
      }
      const [only, ...others] = repositories;
      const back = profiles.has(profile) ? "add" : `put the profile back and add`;
      return {
        code: "trust-vanished",
        path: `registry.repositories${others.length === 0 ? `.${only ?? ""}` : ""}`,
        message: `profile ${profile} was trusted at the last synth, for ${where}, and is neither trusted nor dropped`,
        change: `${back} \`trustedProfiles: [${profile}]\` to ${others.length === 0 ? "it" : "each"}, or drop it: \`droppedProfiles: [{ profile: ${profile}, droppedOn: DAY, evidence: FILE }]\`, or \`reason\` and \`owner\` instead of \`evidence\` (docs/signing-rotation.md); ${remove}`,
      };
    },
  );
}

/** A repository that is gone from the file is not run from any more. */
function vanished(layer: RegistryLayer, before: Trust): readonly Vanished[] {
  const forgotten = new Set(
    layer.forgottenProfiles.map(({ key, generation }) => `${key}/${String(generation)}`),
  );
  const dropped = new Set(layer.droppedTrust.map(({ repository, profile }) => `${repository} ${profile}`));
  const found = new Map<string, Vanished>();
  for (const [repository, now] of trustOf(layer)) {
    const kept = new Set(now);
    const profilesNow = new Set(now.map(profileOf));
    for (const signer of before.get(repository) ?? []) {
      const profile = profileOf(signer);
      const isSaid = kept.has(signer) || forgotten.has(signer) || dropped.has(`${repository} ${profile}`);
      if (isSaid) continue;
      const gone = profilesNow.has(profile)
        ? { id: signer, generation: signer.slice(profile.length + 1) }
        : { id: profile };
      const { id, ...generation } = gone;
      const known = found.get(id) ?? { profile, ...generation, repositories: [] };
      found.set(id, known);
      if (!known.repositories.includes(repository)) known.repositories.push(repository);
    }
  }
  return [...found.values()];
}

function profileOf(signer: string): string {
  return signer.slice(0, signer.indexOf("/"));
}

const SHOWN = 3;

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return [...names.slice(0, SHOWN), ...(more > 0 ? [`and ${more.toLocaleString("en-US")} more`] : [])].join(
    ", ",
  );
}
