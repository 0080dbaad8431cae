import { type Path } from "../document";
import { type FindEvidence, noEvidence } from "../evidence";
import { type Organization } from "../schema/organization";
import { accountChecks } from "./accounts";
import { cacheChecks } from "./caches";
import { type Check, type Finding, type Written } from "./check";
import { clusterChecks } from "./clusters";
import { creationTemplateChecks } from "./creation-templates";
import { deploymentChecks } from "./deployments";
import { signingRoleChecks } from "./existing-roles";
import { guardrailChecks } from "./guardrails";
import { keepChecks } from "./keep";
import { nameChecks } from "./names";
import { networkChecks } from "./networks";
import { pipelineChecks } from "./pipelines";
import { pullTimeChecks } from "./pull-time";
import { regionChecks } from "./regions";
import { registryPolicyChecks } from "./registry-policies";
import { repositoryEventChecks } from "./repository-events";
import { repositoryChecks } from "./repositories";
import { rolePolicyChecks } from "./role-policies";
import { scanningChecks } from "./scanning";
import { signingChecks } from "./signing";
import { signingBackfillChecks } from "./signing-backfill";
import { stateChecks } from "./state";
import { tagChecks } from "./tags";
import { terraformTemplates } from "./terraform-templates";
import { unitChecks } from "./units";
import { verificationChecks } from "./verification";
import { verifiedClusterChecks } from "./verified-clusters";
import { versionChecks } from "./versions";

/** Every rule over several keys. */
export const CHECKS: readonly Check[] = [
  ...accountChecks,
  ...unitChecks,
  ...regionChecks,
  ...nameChecks,
  ...signingChecks,
  ...signingBackfillChecks,
  ...signingRoleChecks,
  ...repositoryChecks,
  ...repositoryEventChecks,
  ...keepChecks,
  ...cacheChecks,
  ...creationTemplateChecks,
  ...pullTimeChecks,
  ...scanningChecks,
  ...clusterChecks,
  ...verifiedClusterChecks,
  ...verificationChecks,
  ...networkChecks,
  ...pipelineChecks,
  ...deploymentChecks,
  ...guardrailChecks,
  ...registryPolicyChecks,
  ...rolePolicyChecks,
  ...stateChecks,
  ...tagChecks,
  ...versionChecks,
];

/** Whether one path is the other or lies above or below it; `*` is any key. */
function touches(pattern: string, path: Path): boolean {
  return pattern.split(".").every((part, index) => {
    const found = path[index];
    return found === undefined || part === "*" || part === String(found);
  });
}

/**
 * Runs every check whose keys are sound, and looks for templates of Terraform in whatever is.
 *
 * @param written whether a key stands in the file. @default - nothing does: all is taken as filled in
 * @param damaged paths whose values are known to be wrong. @default - none
 * @param today the day it is, as `2026-03-31`. @default - nothing is compared with it
 * @param findEvidence finds the evidence of drills that the file names. @default - there is none
 */
export function checkOrganization(
  organization: Organization,
  written: Written = () => false,
  damaged: readonly Path[] = [],
  today?: string,
  findEvidence: FindEvidence = noEvidence,
): Finding[] {
  const sound = CHECKS.filter(
    ({ reads }) => !damaged.some((path) => reads.some((key) => touches(key, path))),
  );
  return [
    ...terraformTemplates(organization),
    ...sound.flatMap(({ find }) => find(organization, written, today, findEvidence)),
  ];
}
