import { type Deployment } from "../plan";
import { ProblemError } from "../problem";
import { earlierTrust } from "./earlier-trust";
import { lostReach } from "./lost-reach";
import { skippedSteps, type Switched, switchedSigners } from "./skipped-step";
import { trustOutputs } from "./trust";
import { vanishedTrust } from "./vanished-trust";

/** How trust changes from the last synth to this one. */
export interface TrustChanges {
  /** Stacks of registries of which the folder holds nothing earlier. */
  readonly unknownTrust: readonly string[];
  /** Generations that sign what others signed. */
  readonly switched: readonly Switched[];
}

/**
 * Holds what is trusted now against what the last synth trusted.
 *
 * @param folder folder of the stacks of the last synth
 * @throws ProblemError `rotation-step-skipped`, `trust-vanished`, `drop-backdated`, `evidence-partial`
 */
export function trustChanges(folder: string, deployments: readonly Deployment[]): TrustChanges {
  const registries = deployments.flatMap((deployment) => {
    const { name, layer } = deployment;
    if (layer.kind !== "registry" || layer.trustReach === undefined) return [];
    return [{ name, layer, before: earlierTrust(folder, deployment) }];
  });
  const problems = registries.flatMap(({ layer, before }) =>
    before === undefined
      ? []
      : [...skippedSteps(before, layer), ...vanishedTrust(before, layer), ...lostReach(before, layer)],
  );
  if (problems.length > 0) throw new ProblemError(problems);
  return {
    unknownTrust: registries.flatMap(({ name, layer, before }) =>
      before === undefined && trustOutputs(layer).length > 0 ? [name] : [],
    ),
    switched: registries.flatMap(({ layer, before }) =>
      before === undefined ? [] : switchedSigners(before, layer),
    ),
  };
}
