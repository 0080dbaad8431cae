import { type RegistryLayer } from "../../plan";
import { firstNames, type Problem, ROTATION_RUNBOOK } from "../../problem";
import { doubtsOf } from "./dropping";
import { type EarlierTrust } from "./earlier-trust";
import { generationId, generationOf } from "../../names";
import { type Trust } from "./trust";

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
 * refused. Of what is dropped now, what stands against that.
 */
export function vanishedTrust(before: EarlierTrust, now: Trust, layer: RegistryLayer): Problem[] {
  const profiles = new Set(layer.profiles.map(({ key }) => key));
  const remove = `if the last synth was never applied, remove ${before.folder}`;
  const { vanished, dropped } = endings(before, now, layer);
  return [
    ...vanished.map(({ profile, generation, repositories }): Problem => {
      const where = firstNames(repositories);
      if (generation !== undefined) {
        return {
          code: "trust-vanished",
          path: `signing.profiles.${profile}`,
          message: `generation ${generation} was trusted at the last synth, for ${where}, and is neither trusted nor dropped`,
          change: `add it to \`trustedGenerations\`, or drop it: \`droppedGenerations: [{ generation: ${generation}, droppedOn: DAY, evidence: FILE }]\`, with \`reason\` and \`owner\` instead of \`evidence\` where it never signed anything (${ROTATION_RUNBOOK}); ${remove}`,
        };
      }
      const [only, ...others] = repositories;
      const back = profiles.has(profile) ? "add" : `put the profile back and add`;
      return {
        code: "trust-vanished",
        path: `registry.repositories${others.length === 0 ? `.${only ?? ""}` : ""}`,
        message: `profile ${profile} was trusted at the last synth, for ${where}, and is neither trusted nor dropped`,
        change: `${back} \`trustedProfiles: [${profile}]\` to ${others.length === 0 ? "it" : "each"}, or drop it: \`droppedProfiles: [{ profile: ${profile}, droppedOn: DAY, evidence: FILE }]\`, or \`reason\` and \`owner\` instead of \`evidence\` (${ROTATION_RUNBOOK}); ${remove}`,
      };
    }),
    ...replaced(before, now).map(({ profile, generation, arn }): Problem => ({
      code: "trust-vanished",
      path: `signing.profiles.${profile}`,
      message: `generation ${generation} would be another profile of AWS Signer, ${arn}, than at the last synth: nobody would trust the one that signed so far, and Terraform refuses to replace it`,
      change: `put back what changed of it (its validity, the home region, the id of the registry's account or of the organization), and give that to the next generation (${ROTATION_RUNBOOK}#a-new-validity); ${remove}`,
    })),
    ...doubtsOf(dropped, before),
  ];
}

/** Profiles that were there before and are not the same. */
function replaced(before: EarlierTrust, now: Trust) {
  return [...now.profiles].flatMap(([signer, arn]) => {
    if ((before.profiles.get(signer) ?? arn) === arn) return [];
    const { profile, generation } = generationOf(signer);
    return [{ profile, generation, arn }];
  });
}

/** What ends for the repositories that there still are: by an entry or without one. */
function endings(before: EarlierTrust, now: Trust, layer: RegistryLayer) {
  const generations = new Map(
    layer.forgottenProfiles.map((entry) => [generationId(entry.key, entry.generation), entry]),
  );
  const profiles = new Map(
    layer.droppedTrust.map((entry) => [`${entry.repository} ${entry.profile}`, entry]),
  );
  const found = new Map<string, Vanished>();
  const dropped: Parameters<typeof doubtsOf>[0][number][] = [];
  for (const [repository, signers] of now.generations) {
    const kept = new Set(signers);
    const profilesNow = new Set(signers.map((signer) => generationOf(signer).profile));
    for (const signer of before.generations.get(repository) ?? []) {
      if (kept.has(signer)) continue;
      const { profile, generation } = generationOf(signer);
      const entry = profiles.get(`${repository} ${profile}`) ?? generations.get(signer);
      if (entry) {
        dropped.push(entry);
        continue;
      }
      const isOneOfSeveral = profilesNow.has(profile);
      const id = isOneOfSeveral ? signer : profile;
      const known = found.get(id) ?? { profile, ...(isOneOfSeveral && { generation }), repositories: [] };
      found.set(id, known);
      if (!known.repositories.includes(repository)) known.repositories.push(repository);
    }
  }
  return { vanished: [...found.values()], dropped };
}
