import { join } from "node:path";
import { type Deployment } from "../plan";
import { type Problem } from "../problem";
import { earlierTrust, trustOf } from "./trust";

/**
 * Generations of signing profiles that would sign what another one signed in an earlier synth, and that the earlier
 * one did not trust for it. Whoever pushes and whoever verifies learns of such a generation only while the registry
 * signs with it already, so what is pushed meanwhile stays unsigned or is refused.
 */
export function skippedSteps(folder: string, deployment: Deployment): Problem[] {
  const { name: stack, layer } = deployment;
  if (layer.kind !== "registry") return [];
  const before = earlierTrust(folder, deployment);
  const skipping = new Map<string, string>();
  for (const [repository, [signer]] of trustOf(layer)) {
    const trusted = before.get(repository) ?? [];
    if (signer === undefined || trusted.length === 0 || trusted.includes(signer)) continue;
    if (!skipping.has(signer)) skipping.set(signer, repository);
  }
  return [...skipping].map(([signer, repository]): Problem => {
    const [key = "", generation = ""] = signer.split("/");
    const remove = `if the last synth was never applied, or step 1 cannot be taken, remove ${join(folder, stack)}`;
    if (before.get(repository)?.some((trusted) => trusted.startsWith(`${key}/`))) {
      return {
        code: "rotation-step-skipped",
        path: `signing.profiles.${key}.generation`,
        message: `generation ${generation} would sign what another profile signs, and the last synth did not have it: nobody trusts it yet, and who pushes may not sign with it`,
        change: `take step 1 first and apply it: the generation that signs stays, with ${generation} under \`trustedGenerations\` (docs/signing-rotation.md); ${remove}`,
      };
    }
    return {
      code: "rotation-step-skipped",
      path: `registry.repositories.${repository}.signedBy`,
      message: `profile ${key} would sign what another profile signs, and the last synth did not trust it here: nobody trusts it yet, and who pushes may not sign with it`,
      change: `take step 1 first and apply it: the profile that signs stays, with \`trustedProfiles: [${key}]\` beside it (docs/signing-rotation.md); ${remove}`,
    };
  });
}
