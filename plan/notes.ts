import { type Organization, type Site, sitesWith, trustedProfiles } from "../config";
import { CACHE_RULES } from "./cache-notes";
import { suppressionsEnd } from "./ending-notes";
import { isGuarded } from "./governance";
import { idleAccounts } from "./idle-accounts";
import { scansLeftOut } from "./scan-notes";
import { sharedContainers } from "./shared-containers";
import { unmatchedFilters } from "./unmatched-filters";
import { untrustedCopies } from "./untrusted-copies";
import { EVENT_RULES } from "./event-notes";
import { KEEP_RULES } from "./keep-notes";
import { listed, listedRepositories, type Note, type Rule } from "./note";
import { pushersByRepository } from "./pushers";
import { REGISTRY_RULES } from "./registry-notes";
import { boundRevokers } from "./revokers";
import { VERIFICATION_RULES } from "./verification-notes";

const nobodyPushes: Rule = (organization) => {
  const pushers = pushersByRepository(organization);
  const silent = Object.keys(organization.registry.repositories).filter((name) => !pushers.has(name));
  if (silent.length === 0) return [];
  return [
    {
      code: "no-pusher",
      path: "registry.repositories",
      message: `nobody can push to ${listedRepositories(silent)}`,
      change: `add a pipeline whose \`image\` it is, or \`push\``,
    },
  ];
};

/** Accounts whose loss would be the loss of the chain, with the roles that make them so. */
function centralSites(organization: Organization): { readonly site: Site; readonly roles: string[] }[] {
  const central = ["security", "registry", "pipeline"] as const;
  const sites = new Map(
    central.flatMap((role) => sitesWith(organization, role)).map((site) => [site.key, site]),
  );
  return [...sites.values()].map((site) => ({
    site,
    roles: central.filter((role) => site.account.role.includes(role)),
  }));
}

const guardrailsNowhere: Rule = ({ guardrails: { attachTo } }) =>
  attachTo.length > 0
    ? []
    : [
        {
          code: "guardrails-nowhere",
          path: "guardrails.attachTo",
          message: "is empty: no policy keeps people from switching the controls of the chain off",
          change: "try the guardrails on one organizational unit, then attach them to root",
        },
      ];

/** Units form a tree that the file does not hold, so that a unit above may cover an account after all. */
const guardrailsElsewhere: Rule = (organization) => {
  const { attachTo } = organization.guardrails;
  const uncovered = centralSites(organization).filter(
    ({ site }) => !site.account.role.includes("management") && !isGuarded(organization, site),
  );
  if (attachTo.length === 0 || uncovered.length === 0) return [];
  const names = uncovered.map(({ site, roles }) => `${site.key} (${roles.join(", ")})`);
  return [
    {
      code: "guardrails-not-known-to-cover",
      path: "guardrails.attachTo",
      message: `is not known to cover ${listed(names)}: root, their units and the accounts themselves are not in it, and whether a unit above theirs is, this file does not say`,
      change: "attach the guardrails to root, or add the accounts",
    },
  ];
};

/** @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html */
const guardrailsNeverBind: Rule = (organization) =>
  centralSites(organization)
    .filter(({ site }) => site.account.role.includes("management"))
    .map(({ site, roles }) => ({
      code: "guardrails-never-bind",
      path: `accounts.${site.key}.role`,
      message: `the management account plays ${listed(roles)}, and guardrails never bind it`,
      change: `give ${roles.length === 1 ? "that role" : "those roles"} to an account of its own`,
    }));

/** A signature binds a digest, not a repository. */
const sharedProfiles: Rule = (organization) => {
  const pushers = pushersByRepository(organization);
  const repositories = Object.entries(organization.registry.repositories);
  return Object.keys(organization.signing.profiles).flatMap((profile): Note[] => {
    const signed = repositories.flatMap(([name, repository]) => {
      const arns = pushers.get(name)?.map(({ arn }) => arn);
      return arns && trustedProfiles(organization, repository).includes(profile)
        ? [{ name, pushers: arns.sort().join() }]
        : [];
    });
    if (new Set(signed.map((repository) => repository.pushers)).size < 2) return [];
    return [
      {
        code: "profile-shared",
        path: `signing.profiles.${profile}`,
        message: `signs for ${listedRepositories(signed.map(({ name }) => name))}, which different roles push; a signature binds a digest, not a repository, so each of these roles can sign for all of them`,
        change: "give each pusher a profile of its own with `signedBy`, as far as ten go",
      },
    ];
  });
};

const RULES: readonly Rule[] = [
  nobodyPushes,
  guardrailsNowhere,
  guardrailsElsewhere,
  guardrailsNeverBind,
  boundRevokers,
  idleAccounts,
  unmatchedFilters,
  sharedContainers,
  sharedProfiles,
  untrustedCopies,
  ...KEEP_RULES,
  suppressionsEnd,
  scansLeftOut,
  ...CACHE_RULES,
  ...REGISTRY_RULES,
  ...EVENT_RULES,
  ...VERIFICATION_RULES,
];

/**
 * What is valid in an organization and still has to be known. Pure: no date and no environment is read.
 *
 * @param today the day it is, in UTC as `2026-03-31`. @default - nothing is said about what ends
 */
export function notes(organization: Organization, today?: string): Note[] {
  return RULES.flatMap((rule) => rule(organization, today));
}
