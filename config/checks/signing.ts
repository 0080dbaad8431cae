import { ROTATION_RUNBOOK } from "../../problem";
import {
  CONTAINER_SIGNING_REGIONS,
  LONGEST_VALIDITY,
  MAX_SIGNING_FILTERS,
  MAX_SIGNING_RULES,
  signingFilters,
} from "../../aws";
import { clusterPath, clusterSites } from "../lookup";
import { type Organization } from "../schema/organization";
import { signedByProfile } from "../signers";
import { unsignedPrefixes } from "../templates";
import { namesOf } from "../words";
import { type Check, type Finding } from "./check";
import { listedOnce } from "./listed-once";
import { droppedGenerations, droppedProfiles, droppedReach } from "./drops";
import { trustedOnce, unknownProfile } from "./trusted-profiles";

const profiles: Check = {
  reads: ["signing", "organization.homeRegion"],
  find: ({ signing, organization: { homeRegion } }) => {
    const findings: Finding[] = [];
    if (Object.keys(signing.profiles).length > 0 && !CONTAINER_SIGNING_REGIONS.has(homeRegion)) {
      findings.push({
        code: "service-not-in-region",
        path: ["organization", "homeRegion"],
        message: `AWS Signer does not sign container images in ${homeRegion}, and signing profiles live in the home region`,
        change: "choose another home region, or remove signing.profiles",
      });
    }
    for (const [key, { validity, trustedGenerations }] of Object.entries(signing.profiles)) {
      const path = ["signing", "profiles", key];
      findings.push(...validityFindings(validity, [...path, "validity"]));
      for (const [index, trusted] of trustedGenerations.entries()) {
        if (trusted.validity === undefined) continue;
        findings.push(
          ...validityFindings(trusted.validity, [...path, "trustedGenerations", index, "validity"]),
        );
      }
    }
    return findings;
  },
};

function validityFindings(validity: string, path: Finding["path"]): Finding[] {
  const [value, unit] = validity.split(" ") as [string, keyof typeof LONGEST_VALIDITY];
  if (Number(value) <= LONGEST_VALIDITY[unit]) return [];
  return [
    {
      code: "validity-too-long",
      path,
      message: `${validity} is longer than AWS Signer takes`,
      allowed: `at most ${String(LONGEST_VALIDITY[unit])} ${unit}`,
      change: `lower it to ${String(LONGEST_VALIDITY[unit])} ${unit}`,
    },
  ];
}

/** One that signs, the one before it, and one more for a rotation that begins before the last is over. */
const MAX_TRUSTED_GENERATIONS = 2;

const generations: Check = {
  reads: ["signing.profiles"],
  find: ({ signing }) =>
    Object.entries(signing.profiles).flatMap(([key, profile]) =>
      generationFindings(profile, ["signing", "profiles", key]),
    ),
};

function generationFindings(
  profile: Organization["signing"]["profiles"][string],
  path: Finding["path"],
): Finding[] {
  const { generation, trustedGenerations, droppedGenerations } = profile;
  const once = listedOnce("generation");
  const findings = [
    ...once(String(generation), "signs", path),
    ...trustedGenerations.flatMap((trusted, index) =>
      once(String(trusted.generation), "is trusted", [...path, "trustedGenerations", index]),
    ),
    ...droppedGenerations.flatMap((dropped, index) =>
      once(String(dropped.generation), "is dropped", [...path, "droppedGenerations", index]),
    ),
  ];
  const trusted = new Set([generation, ...trustedGenerations.map((entry) => entry.generation)]);
  const beside = trusted.size - 1;
  if (beside > MAX_TRUSTED_GENERATIONS) {
    findings.push({
      code: "too-many-generations",
      path: [...path, "trustedGenerations"],
      message: `${String(beside)} generations are trusted beside the one that signs`,
      allowed: `at most ${String(MAX_TRUSTED_GENERATIONS)}`,
      change: `remove those of which no image in use carries only the signature, and list them as dropped: ${ROTATION_RUNBOOK}`,
    });
  }
  const decided = new Set([...trusted, ...droppedGenerations.map((entry) => entry.generation)]);
  const undecided = Array.from({ length: Math.max(...decided) }, (_, index) => index + 1).filter(
    (number) => !decided.has(number),
  );
  if (undecided.length > 0) {
    const [first, ...others] = undecided;
    findings.push({
      code: "generation-undecided",
      path,
      at: "key",
      message: `${others.length === 0 ? `generation ${String(first)} is` : `generations ${undecided.join(", ")} are`} neither trusted nor dropped`,
      change: `add to \`trustedGenerations\` what images in use may be signed with, and to \`droppedGenerations\` what was never used or is used no more: ${ROTATION_RUNBOOK}`,
    });
  }
  return findings;
}

const signedBy: Check = {
  reads: ["signing.profiles", "registry.repositories.*.signedBy"],
  find: (organization) => {
    const keys = Object.keys(organization.signing.profiles);
    return Object.entries(organization.registry.repositories).flatMap(
      ([name, { signedBy: key }]): Finding[] => {
        if (key !== undefined)
          return unknownProfile(organization, ["registry", "repositories", name, "signedBy"], key);
        if (keys.length < 2) return [];
        return [
          {
            code: "profile-unclear",
            path: ["registry", "repositories", name],
            at: "key",
            message: `there are ${String(keys.length)} signing profiles, and the repository names none`,
            allowed: namesOf(keys),
            change: "add `signedBy` with one of these",
          },
        ];
      },
    );
  },
};

const enforcement: Check = {
  reads: ["signing.profiles", "accounts.*.clusters"],
  find: (organization) =>
    Object.keys(organization.signing.profiles).length > 0
      ? []
      : clusterSites(organization)
          .filter(({ cluster }) => cluster.signatures !== "off")
          .map((found): Finding => ({
            code: "nothing-signed",
            path: [...clusterPath(found), "signatures"],
            message: `is ${found.cluster.signatures}, but no image is signed: there is no signing profile`,
            change: 'add a profile to signing.profiles, or set `signatures: "off"`',
          })),
};

/** A registry's signing configuration has one rule for each profile in use, with a filter for many repositories. */
const configuration: Check = {
  reads: [
    "signing.profiles",
    "registry.repositories",
    "registry.pullThroughCache",
    "registry.creationTemplates",
    "registry.replication",
    "organization.homeRegion",
  ],
  find: (organization) => {
    const { repositories } = organization.registry;
    const signed = signedByProfile(organization);
    const findings: Finding[] = [];
    if (signed.size > MAX_SIGNING_RULES) {
      findings.push({
        code: "too-many-profiles",
        path: ["signing", "profiles"],
        at: "key",
        message: `there are ${String(signed.size)} signing profiles in use`,
        allowed: `at most ${String(MAX_SIGNING_RULES)}, as many as a registry has signing rules`,
        change: "let more repositories share a profile",
      });
    }
    for (const [key, names] of signed) {
      if (names.length <= MAX_SIGNING_FILTERS) continue;
      const own = new Set(names);
      const filters = signingFilters(names, {
        names: Object.keys(repositories).filter((name) => !own.has(name)),
        prefixes: unsignedPrefixes(organization),
      });
      if (filters.length <= MAX_SIGNING_FILTERS) continue;
      findings.push({
        code: "too-many-signing-filters",
        path: ["signing", "profiles", key],
        at: "key",
        message: `signs ${String(names.length)} repositories, and names and common beginnings that match no other make no fewer than ${String(filters.length)} filters`,
        allowed: `at most ${String(MAX_SIGNING_FILTERS)} filters for one profile`,
        change:
          "give the repositories of one profile common beginnings that no other repository, cache or creation template has, or let several profiles sign them",
      });
    }
    return findings;
  },
};

/** Rules over who signs what, and where signatures are asked for. */
export const signingChecks: readonly Check[] = [
  profiles,
  generations,
  droppedGenerations,
  signedBy,
  trustedOnce,
  droppedProfiles,
  droppedReach,
  enforcement,
  configuration,
];
