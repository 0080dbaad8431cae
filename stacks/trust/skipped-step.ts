import { type Problem, ROTATION_RUNBOOK } from "../../problem";
import { type EarlierTrust } from "./earlier-trust";
import { generationOf } from "../../names";
import { type Trust } from "./trust";

/** A generation that signs what another one signed before. */
export interface Switched {
  readonly profile: string;
  readonly generation: string;
  readonly repositories: readonly string[];
}

/**
 * Generations of signing profiles that would sign what another one signed in an earlier synth, and that the earlier
 * one did not trust for it. Whoever pushes and whoever verifies learns of such a generation only while the registry
 * signs with it already, so what is pushed meanwhile stays unsigned or is refused.
 */
export function skippedSteps(before: EarlierTrust, now: Trust): Problem[] {
  const skipping = new Map<string, string>();
  for (const [repository, signer] of now.signing) {
    const trusted = before.generations.get(repository) ?? [];
    if (trusted.length === 0 || trusted.includes(signer)) continue;
    if (!skipping.has(signer)) skipping.set(signer, repository);
  }
  return [...skipping].map(([signer, repository]): Problem => {
    const { profile: key, generation } = generationOf(signer);
    const remove = `if the last synth was never applied, or step 1 cannot be taken, remove ${before.folder}`;
    if (before.generations.get(repository)?.some((trusted) => generationOf(trusted).profile === key)) {
      return {
        code: "rotation-step-skipped",
        path: `signing.profiles.${key}.generation`,
        message: `generation ${generation} would sign what another profile signs, and the last synth did not have it: nobody trusts it yet, and who pushes may not sign with it`,
        change: `take step 1 first and apply it: the generation that signs stays, with ${generation} under \`trustedGenerations\` (${ROTATION_RUNBOOK}); ${remove}`,
      };
    }
    return {
      code: "rotation-step-skipped",
      path: `registry.repositories.${repository}.signedBy`,
      message: `profile ${key} would sign what another profile signs, and the last synth did not trust it here: nobody trusts it yet, and who pushes may not sign with it`,
      change: `take step 1 first and apply it: the profile that signs stays, with \`trustedProfiles: [${key}]\` beside it (${ROTATION_RUNBOOK}); ${remove}`,
    };
  });
}

/** Step 2 of rotations: a synth does not see whether step 1 was applied, so people are told to look. */
export function switchedSigners(before: EarlierTrust, now: Trust): readonly Switched[] {
  const switched = new Map<string, string[]>();
  for (const [repository, signer] of now.signing) {
    if ((before.signing.get(repository) ?? signer) === signer) continue;
    const repositories = switched.get(signer) ?? [];
    switched.set(signer, repositories);
    repositories.push(repository);
  }
  return [...switched].map(([signer, repositories]) => {
    return { ...generationOf(signer), repositories };
  });
}
