import { type Deployment, type RegistryLayer } from "../../plan";
import { ProblemError } from "../../problem";
import { earlierTrust } from "./earlier-trust";
import { lostReach } from "./lost-reach";
import { skippedSteps, type Switched, switchedSigners } from "./skipped-step";
import { trustOf } from "./trust";
import { trustOutputs } from "./trust-outputs";
import { vanishedTrust } from "./vanished-trust";

/** How trust changes from the last synth to this one. */
export interface TrustChanges {
  /** Stacks of registries of which the folder holds nothing earlier, or not all of what was trusted. */
  readonly unknownTrust: readonly string[];
  /** Generations that sign what others signed. */
  readonly switched: readonly Switched[];
}

/**
 * Holds what is trusted now against what the last synth trusted.
 *
 * @param folder folder of the stacks of the last synth
 * @throws ProblemError `rotation-step-skipped`, `trust-vanished`, `drop-backdated`, `evidence-partial`,
 * `evidence-of-other-trust`
 */
export function trustChanges(folder: string, deployments: readonly Deployment[]): TrustChanges {
  const registries = deployments.filter(isHome).map((deployment) => ({
    deployment,
    now: trustOf(deployment),
    before: earlierTrust(folder, deployment),
  }));
  const problems = registries.flatMap(({ deployment: { layer }, now, before }) =>
    before === undefined
      ? []
      : [
          ...skippedSteps(before, now),
          ...vanishedTrust(before, now, layer),
          ...lostReach(before, now, layer),
        ],
  );
  if (problems.length > 0) throw new ProblemError(problems);
  return {
    unknownTrust: registries.flatMap(({ deployment, before }) =>
      // Where nothing was trusted before and nothing is now, there is nothing to compare.
      (before === undefined ? trustOutputs(deployment).length > 0 : !before.isWhole) ? [deployment.name] : [],
    ),
    switched: registries.flatMap(({ now, before }) =>
      before === undefined ? [] : switchedSigners(before, now),
    ),
  };
}

function isHome(deployment: Deployment): deployment is Deployment<RegistryLayer> {
  return deployment.layer.kind === "registry" && deployment.layer.trustReach !== undefined;
}
