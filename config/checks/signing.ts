import {
  CONTAINER_SIGNING_REGIONS,
  LONGEST_VALIDITY,
  MAX_SIGNING_FILTERS,
  MAX_SIGNING_RULES,
  signingFilters,
} from "../../aws";
import { lookUp } from "../lookup";
import { type Organization } from "../schema/organization";
import { didYouMean, namesOf } from "../words";
import { type Check, type Finding } from "./check";

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
    for (const [key, { validity }] of Object.entries(signing.profiles)) {
      const [value, unit] = validity.split(" ") as [string, keyof typeof LONGEST_VALIDITY];
      if (Number(value) > LONGEST_VALIDITY[unit]) {
        findings.push({
          code: "validity-too-long",
          path: ["signing", "profiles", key, "validity"],
          message: `${validity} is longer than AWS Signer takes`,
          allowed: `at most ${String(LONGEST_VALIDITY[unit])} ${unit}`,
          change: `lower it to ${String(LONGEST_VALIDITY[unit])} ${unit}`,
        });
      }
    }
    return findings;
  },
};

const signedBy: Check = {
  reads: ["signing.profiles", "registry.repositories.*.signedBy"],
  find: ({ signing, registry }) => {
    const keys = Object.keys(signing.profiles);
    return Object.entries(registry.repositories).flatMap(([name, { signedBy: key }]): Finding[] => {
      if (key !== undefined && lookUp(signing.profiles, key) === undefined) {
        return [
          {
            code: "unknown-profile",
            path: ["registry", "repositories", name, "signedBy"],
            message: `there is no signing profile ${key}`,
            allowed: keys.length === 0 ? "a key of signing.profiles, which has none" : namesOf(keys),
            change: () => didYouMean(key, keys, "add it to signing.profiles"),
          },
        ];
      }
      if (key !== undefined || keys.length < 2) return [];
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
    });
  },
};

const enforcement: Check = {
  reads: ["signing.profiles", "accounts.*.clusters"],
  find: ({ signing, accounts }) =>
    Object.keys(signing.profiles).length > 0
      ? []
      : Object.entries(accounts).flatMap(([account, { clusters }]) =>
          Object.entries(clusters)
            .filter(([, { signatures }]) => signatures !== "off")
            .map(([cluster, { signatures }]): Finding => ({
              code: "nothing-signed",
              path: ["accounts", account, "clusters", cluster, "signatures"],
              message: `is ${signatures}, but no image is signed: there is no signing profile`,
              change: 'add a profile to signing.profiles, or set `signatures: "off"`',
            })),
        ),
};

/** Names of the repositories that each profile signs: the one they name, or the only one there is. */
export function signedByProfile({ signing, registry }: Organization): ReadonlyMap<string, readonly string[]> {
  const [only, ...others] = Object.keys(signing.profiles);
  const fallback = others.length === 0 ? only : undefined;
  const signed = new Map<string, string[]>();
  for (const [name, { signedBy: key = fallback }] of Object.entries(registry.repositories)) {
    if (key === undefined || lookUp(signing.profiles, key) === undefined) continue;
    const names = signed.get(key) ?? [];
    signed.set(key, names);
    names.push(name);
  }
  return signed;
}

/** A registry's signing configuration has one rule for each profile in use, with a filter for many repositories. */
const configuration: Check = {
  reads: ["signing.profiles", "registry.repositories", "registry.pullThroughCache"],
  find: (organization) => {
    const { repositories, pullThroughCache } = organization.registry;
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
        prefixes: Object.keys(pullThroughCache),
      });
      if (filters.length <= MAX_SIGNING_FILTERS) continue;
      findings.push({
        code: "too-many-signing-filters",
        path: ["signing", "profiles", key],
        at: "key",
        message: `signs ${String(names.length)} repositories, and no fewer than ${String(filters.length)} filters match them without any other`,
        allowed: `at most ${String(MAX_SIGNING_FILTERS)} filters for one profile`,
        change:
          "give the repositories of one profile common beginnings that no other repository or cache has",
      });
    }
    return findings;
  },
};

/** Rules over who signs what, and where signatures are asked for. */
export const signingChecks: readonly Check[] = [profiles, signedBy, enforcement, configuration];
