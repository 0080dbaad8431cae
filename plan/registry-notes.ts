import { cacheRegions, type Organization, siteOf, trustedProfiles } from "../config";
import { PUSH_ROLE_PATH } from "../names";
import { listed, type Note } from "./note";
import { plan } from "./plan";
import { existingRoleArn, takesPolicies } from "./pushers";
import { registryLocation } from "./registry-location";

/** A replication without a repository to name would copy what is cached. */
const replicatesNothing = (organization: Organization): Note[] => {
  const { pullThroughCache, replication, repositories } = organization.registry;
  if (replication.length === 0 || Object.keys(repositories).length > 0) return [];
  const caching = new Set(
    Object.values(pullThroughCache).flatMap((cache) => cacheRegions(organization, cache)),
  );
  const bare = replication.filter((region) => !caching.has(region));
  const where = bare.length < replication.length ? ` in ${bare.join(", ")}` : "";
  return [
    {
      code: "replicates-nothing",
      path: "registry.replication",
      message: `nothing is replicated to ${replication.join(", ")}${bare.length > 0 ? `, and there is no registry${where}` : ""}, until a repository is declared`,
    },
  ];
};

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
const trailMissing = ({ registry }: Organization): Note[] =>
  registry.notify === undefined
    ? []
    : [
        {
          code: "notify-needs-trail",
          path: "registry.notify",
          message:
            "changes, deletions and refused pushes are told only where a trail of CloudTrail logs management events of the registry's account, which no stack makes; failures are told without one; a push that is denied to a role of another account is in that account's CloudTrail: look for it there",
        },
      ];

/** A template has no signing profile: managed signing and trust policies name repositories of the file. */
const createdUnsigned = ({ registry }: Organization): Note[] =>
  Object.entries(registry.creationTemplates)
    .filter(([, { appliedFor }]) => appliedFor.includes("CREATE_ON_PUSH"))
    .map(([prefix]) => ({
      code: "created-unsigned",
      path: `registry.creationTemplates.${prefix}`,
      message:
        "a push creates repositories that nobody signs and no trust policy names: clusters that ask for signatures refuse what is in them",
      change: "declare under `repositories` what is to run there",
    }));

/** Nothing of ours makes or protects these roles, and the registry's policy has no room for many. */
const pushersOutsidePath = (organization: Organization): Note[] => {
  const { creationTemplates, repositories } = organization.registry;
  const outside = (["repositories", "creationTemplates"] as const).flatMap((kind) =>
    Object.values<{ readonly push: readonly { readonly account: string; readonly role: string }[] }>(
      kind === "repositories" ? repositories : creationTemplates,
    )
      .flatMap(({ push }) => push)
      .filter(({ role }) => !`/${role}`.startsWith(PUSH_ROLE_PATH))
      .map(({ account, role }) => ({ kind, name: `${account}: ${role}` })),
  );
  const [first] = outside;
  if (first === undefined) return [];
  return [
    {
      code: "pushers-outside-path",
      path: `registry.${first.kind}.*.push`,
      message: `the registry's policy names ${listed([...new Set(outside.map(({ name }) => name))])} one by one until it is full, and no guardrail keeps people from making or changing them: they lie outside the IAM path ${PUSH_ROLE_PATH}`,
      change: `let roles push that lie under it, as ${PUSH_ROLE_PATH.slice(1)}NAME`,
    },
  ];
};

/**
 * ECR signs as whoever pushes. What signs from an account with a stack gets what it needs there.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
const pushersSignByOwnPolicies = (organization: Organization): Note[] => {
  const home = registryLocation(organization);
  const isOwn = ({ account }: { readonly account: string }) =>
    siteOf(organization, account)?.account.id === home.accountId;
  const pushers = Object.values(organization.registry.repositories)
    .filter((repository) => trustedProfiles(organization, repository).length > 0)
    .flatMap(({ push }) => push);
  if (pushers.every((push) => isOwn(push) && takesPolicies(push))) return [];
  const given = new Set(
    plan(organization).flatMap(({ signers = [] }) => signers.map(({ roleArn }) => roleArn)),
  );
  const left = pushers
    .filter((push) => (isOwn(push) ? !takesPolicies(push) : !given.has(existingRoleArn(organization, push))))
    .map(({ account, role }) => `${account}: ${role}`);
  if (left.length === 0) return [];
  return [
    {
      code: "pushers-sign-by-own-policies",
      path: "registry.repositories.*.push",
      message: `no stack can let ${listed([...new Set(left)])} sign, as an account without a stack or a role under aws-reserved/ takes nothing from here: their own policies must allow signer:SignPayload on the profiles in the output signing_profiles; without that a push succeeds and the image stays unsigned`,
    },
  ];
};

/** What a registry of the file would silently not do. */
export const REGISTRY_RULES = [
  trailMissing,
  replicatesNothing,
  createdUnsigned,
  pushersOutsidePath,
  pushersSignByOwnPolicies,
] as const;
