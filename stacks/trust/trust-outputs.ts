import { z } from "zod";
import { parseSigningProfileArn } from "../../aws";
import { type Deployment, type RegistryLayer, type TrustReach } from "../../plan";
import { accountIdsOf, bodyOf } from "../earlier-synth";
import { type Trust, trustOf } from "./trust";

/** Outputs of the registry's stack that tell the trust: a plan shows when it changes, and the next synth reads it. */
const OUTPUTS = {
  generations: "trusted_generations",
  signing: "signing_generations",
  profiles: "signing_profiles",
  reach: "trust_reach",
  organization: "organization_id",
} as const;

/** The outputs of the registry's stack; none where nobody's signature is trusted. */
export function trustOutputs(deployment: Deployment<RegistryLayer>) {
  const { generations, signing, profiles, reach } = trustOf(deployment);
  const { regions, accounts, publishers, clusterAccounts } = reach;
  if (profiles.size === 0 && Object.keys(publishers).length === 0) return [];
  return [
    {
      name: OUTPUTS.generations,
      value: Object.fromEntries(generations),
      description: "Generations of signing profiles that are trusted for each repository",
    },
    {
      name: OUTPUTS.signing,
      value: Object.fromEntries(signing),
      description: "Generation of a signing profile that signs each repository",
    },
    {
      name: OUTPUTS.profiles,
      value: Object.fromEntries(profiles),
      description: "ARNs of the signing profiles by generation",
    },
    {
      name: OUTPUTS.reach,
      value: { regions, accounts, publishers, cluster_accounts: clusterAccounts },
      description:
        "Where signatures are trusted: accounts and regions, and who signs images of other registries",
    },
    {
      name: OUTPUTS.organization,
      value: deployment.layer.organizationId,
      description: "Organization whose registry this is, in whatever account",
    },
  ];
}

/** What a registry's stack tells of its trust. */
export interface ToldTrust extends Trust {
  /** Whether it tells of trust at all. */
  readonly isTold: boolean;
  /** Whose registry it is. @default - an older version did not tell */
  readonly organizationId?: string;
  /**
   * Whether it is all that was trusted: an older version said less, and a file may be damaged or edited. What is damaged
   * would otherwise read as trust in nobody, and its end would go unsaid.
   */
  readonly isWhole: boolean;
}

/** Reads of Terraform JSON, whoever wrote it, as much of the outputs as has their shape. */
export function readTrust(terraform: unknown): ToldTrust {
  const told = bodyOf(bodyOf(terraform)["output"]);
  const valueOf = (name: keyof typeof OUTPUTS) => bodyOf(told[OUTPUTS[name]])["value"];
  const values = {
    generations: valueOf("generations"),
    signing: valueOf("signing"),
    profiles: valueOf("profiles"),
    reach: valueOf("reach"),
    organization: valueOf("organization"),
  };
  const tellsNothing = !Object.values(OUTPUTS).some((output) => Object.hasOwn(told, output));
  return {
    isTold: Object.hasOwn(told, OUTPUTS.generations),
    isWhole: tellsNothing ? trustsNobody(terraform) : areWhole(values),
    generations: new Map(Object.entries(listsOf(values.generations))),
    signing: textsOf(values.signing),
    profiles: textsOf(values.profiles),
    reach: reachOf(values.reach),
    ...(typeof values.organization === "string" ? { organizationId: values.organization } : {}),
  };
}

/** A stack without a profile has nothing to tell. */
function trustsNobody(terraform: unknown): boolean {
  const signs = Object.hasOwn(bodyOf(bodyOf(terraform)["resource"]), "aws_signer_signing_profile");
  return !signs && accountIdsOf(terraform).length > 0;
}

const text = z.string();
const texts = z.array(text);

const wholeTrust = z.object({
  generations: z.record(text, texts),
  signing: z.record(text, text),
  profiles: z.record(
    text,
    text.refine((arn) => parseSigningProfileArn(arn) !== undefined),
  ),
  reach: z.object({
    regions: texts,
    cluster_accounts: texts,
    accounts: z.record(text, z.union([z.literal("organization"), texts])),
    publishers: z.record(text, texts),
  }),
  organization: text.optional(),
});

/** Whether each output has its shape, and none lacks what another one names. */
function areWhole(values: unknown): boolean {
  const { data } = wholeTrust.safeParse(values);
  if (data === undefined) return false;
  const { generations, signing, profiles, reach } = data;
  const trusting = Object.keys(generations).filter((repository) => generations[repository]?.length !== 0);
  return (
    Object.entries(signing).every(([repository, signer]) => generations[repository]?.includes(signer)) &&
    Object.values(generations)
      .flat()
      .every((signer) => Object.hasOwn(profiles, signer)) &&
    [...trusting, ...Object.keys(reach.publishers)].every((name) => Object.hasOwn(reach.accounts, name))
  );
}

function textsOf(value: unknown): Map<string, string> {
  return new Map(
    Object.entries(bodyOf(value)).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : [])),
  );
}

function reachOf(value: unknown): TrustReach {
  const { regions, cluster_accounts: clusterAccounts, accounts, publishers } = bodyOf(value);
  return {
    regions: listOf(regions),
    clusterAccounts: listOf(clusterAccounts),
    accounts: Object.fromEntries(
      Object.entries(bodyOf(accounts)).map(([name, ids]) => [
        name,
        ids === "organization" ? ids : listOf(ids),
      ]),
    ),
    publishers: listsOf(publishers),
  };
}

function listsOf(value: unknown): Record<string, string[]> {
  return Object.fromEntries(Object.entries(bodyOf(value)).map(([name, items]) => [name, listOf(items)]));
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
