import { join } from "node:path";
import { parseSigningProfileArn } from "../aws";
import { type Deployment } from "../plan";
import { type Problem } from "../problem";
import { bodyOf, earlierStack, PROFILE, resourcesOf } from "./superseded";

/**
 * Generations of signing profiles that would sign what another profile signed in an earlier synth, and that the
 * earlier one did not make. Whoever pushes and whoever verifies learns of such a generation only while the registry
 * signs with it already, so what is pushed meanwhile stays unsigned or is refused.
 */
export function skippedSteps(folder: string, { name: stack, layer }: Deployment): Problem[] {
  if (layer.kind !== "registry") return [];
  const earlier = resourcesOf(earlierStack(folder, stack));
  const made = new Set(
    [...earlier].flatMap(([address, body]) => (address.startsWith(PROFILE) ? [bodyOf(body)["name"]] : [])),
  );
  const signed = signedBefore(earlier);
  return layer.profiles.flatMap(({ key, generation, name }): Problem[] => {
    if (generation === 1 || made.has(name)) return [];
    const repositories = layer.repositories.filter(
      ({ name: repository, signingProfileArns }) =>
        signingProfileArns.some((arn) => parseSigningProfileArn(arn)?.name === name) && signed(repository),
    );
    if (repositories.length === 0) return [];
    return [
      {
        code: "rotation-step-skipped",
        path: `signing.profiles.${key}.generation`,
        message: `generation ${String(generation)} would sign what another profile signs, and the last synth did not have it: nobody trusts it yet, and who pushes may not sign with it`,
        change: `take step 1 first and apply it: the generation that signs stays, with ${String(generation)} under \`trustedGenerations\` (docs/signing-rotation.md); if the last synth was never applied, or step 1 cannot be taken, remove ${join(folder, stack)}`,
      },
    ];
  });
}

/** Whether a rule of the earlier signing configuration matches a repository. */
function signedBefore(resources: ReadonlyMap<string, unknown>): (repository: string) => boolean {
  const filters = [...resources.values()]
    .map(bodyOf)
    .filter((body) => body["type_name"] === "AWS::ECR::SigningConfiguration")
    .flatMap(({ desired_state: state }) => filtersOf(state))
    .map((filter) => new RegExp(`^${filter.split("*").map(escaped).join(".*")}$`));
  return (repository) => filters.some((filter) => filter.test(repository));
}

function filtersOf(state: unknown): string[] {
  // It is text that this suite wrote, unless somebody wrote over it.
  const found = typeof state === "string" ? [...state.matchAll(/"Filter":"([^"]+)"/g)] : [];
  return found.map(([, filter = ""]) => filter);
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
