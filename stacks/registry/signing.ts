import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import {
  ForgottenSigningProfile,
  ManagedSigning,
  SigningBackfill,
  SigningProfile,
  SigningWatch,
} from "../../modules/signing";
import { type Deployment, type RegistryLayer, type RepositoryFacts } from "../../plan";
import { SIGNING_POLICY_NAME } from "../../names";
import { locationOf } from "../account-stack";
import { existingRoles } from "../existing-roles";
import { trustOutputs } from "../trust/trust-outputs";
import { type Alarms } from "./settings";

/** The generations of the signing profiles, with what roles may do with them, and those that Terraform lets go. */
export function addSigningProfiles(signing: Construct, deployment: Deployment<RegistryLayer>): void {
  const { profiles, forgottenProfiles } = deployment.layer;
  const generationScope = generationScopes(signing);
  const roleOf = existingRoles(signing, "roles", {
    policyName: SIGNING_POLICY_NAME,
    // No id holds a slash. A name may hold a dot and no colon, so that `a/b` and `a.b` stay two roles.
    idOf: (arn) =>
      arn
        .slice(arn.indexOf("/") + 1)
        .replaceAll(".", ":")
        .replaceAll("/", "."),
  });
  for (const { key, generation, ownSigners, ownReaders, ownRevokers, ...facts } of profiles) {
    const props = { ...locationOf(deployment), ...facts };
    const profile = new SigningProfile(generationScope(generation), key, props);
    for (const arn of ownSigners) profile.grantSign(roleOf(arn));
    for (const arn of ownReaders) profile.grantRead(roleOf(arn));
    for (const arn of ownRevokers) profile.grantRevoke(roleOf(arn));
  }
  for (const { key, generation } of forgottenProfiles) {
    new ForgottenSigningProfile(generationScope(generation), key);
  }
}

/** Outputs that show a plan, and the next synth, whose signatures are trusted. */
export function outputTrust(stack: Construct, deployment: Deployment<RegistryLayer>): void {
  for (const { name, ...output } of trustOutputs(deployment)) {
    new TerraformOutput(stack, name, { ...output, staticId: true });
  }
}

/** Signing by ECR, who watches that it happens, and who signs what was pushed before; nothing where nothing is signed. */
export function addManagedSigning(
  signing: Construct,
  deployment: Deployment<RegistryLayer>,
  alarms: Alarms,
): SigningWatch | undefined {
  const at = locationOf(deployment);
  const { repositories, caches, creationTemplates, signingLateAfterMinutes, backfillAssumers } =
    deployment.layer;
  const rules = signingRules(repositories);
  if (rules.length === 0) return undefined;
  const managed = new ManagedSigning(signing, "managed", {
    ...at,
    rules,
    unsignedRepositories: repositories
      .filter(({ signingProfileArns }) => signingProfileArns.length === 0)
      .map(({ name }) => name),
    excludedPrefixes: caches.map(({ prefix }) => prefix),
    createdPrefixes: creationTemplates
      .filter(({ appliedFor }) => appliedFor.includes("CREATE_ON_PUSH"))
      .map(({ prefix }) => prefix),
  });
  const watch = new SigningWatch(signing, "watch", {
    ...at,
    signing: managed,
    otherProfileArns: Object.fromEntries(
      repositories.map(({ name, otherProfileArns }) => [name, otherProfileArns]),
    ),
    lateAfterMinutes: signingLateAfterMinutes,
    ...alarms,
  });
  if (backfillAssumers) {
    new SigningBackfill(signing, "backfill", { ...at, signing: managed, assumers: backfillAssumers });
  }
  return watch;
}

/** Generations stand beside each other, each where it is found again; the first was there before there were others. */
function generationScopes(signing: Construct): (generation: number) => Construct {
  const scopes = new Map<string, Construct>();
  return (generation) => {
    const id = generation === 1 ? "profiles" : `generation-${String(generation)}`;
    const scope = scopes.get(id) ?? new Construct(signing, id);
    scopes.set(id, scope);
    return scope;
  };
}

/** One rule per profile with the repositories it signs. */
function signingRules(repositories: readonly RepositoryFacts[]) {
  const names = new Map<string, string[]>();
  for (const { name, signingProfileArns } of repositories) {
    for (const arn of signingProfileArns) names.set(arn, [...(names.get(arn) ?? []), name]);
  }
  return [...names].map(([profileArn, signed]) => ({ profileArn, repositories: signed }));
}
