import { roleArn } from "../../aws";
import { type Path } from "../document";
import { siteWith } from "../lookup";
import { type Organization } from "../schema/organization";
import { cachesIn, replicaRegions, templateReasons, templateRegions } from "../templates";
import { namesOf } from "../words";
import { type Check, type Finding } from "./check";
import { existingRoles } from "./existing-roles";
import { charactersOf, LISTED_LENGTH } from "./policy-length";

type Template = Organization["registry"]["creationTemplates"][string];

/** A rule over each template. */
function ofTemplates(
  reads: readonly string[],
  find: (
    organization: Organization,
    template: Template & { readonly prefix: string },
    at: Path,
  ) => readonly Finding[],
): Check {
  return {
    reads: ["registry.creationTemplates", ...reads],
    find: (organization) =>
      Object.entries(organization.registry.creationTemplates).flatMap(([prefix, template]) =>
        find(organization, { ...template, prefix }, ["registry", "creationTemplates", prefix]),
      ),
  };
}

const PLACES = [
  "organization.homeRegion",
  "registry.replication",
  "registry.pullThroughCache",
  "registry.repositories",
];

const NOWHERE: Readonly<Record<Template["appliedFor"][number], string>> = {
  CREATE_ON_PUSH: "lets pushes create, and roles push at home alone",
  REPLICATION: "is for replicas, and nothing is replicated there",
  PULL_THROUGH_CACHE:
    "is for caches, and none has a prefix above it; a cache has a template for its own prefix already",
};

/** Each reason has to happen in one of the regions, and in each region one of them. */
const withoutEffect = ofTemplates(PLACES, (organization, template, at) => {
  const found = templateRegions(organization, template);
  const reasonsIn = (region: string) => templateReasons(organization, template.prefix, template, region);
  const happening = new Set(found.flatMap(reasonsIn));
  const idle = template.appliedFor.flatMap((reason, index): Finding[] =>
    happening.has(reason)
      ? []
      : [
          {
            code: "template-without-effect",
            path: [...at, "appliedFor", index],
            message: `${NOWHERE[reason]}: ${namesOf(found)}`,
            change: "remove it, or name other `regions`",
          },
        ],
  );
  if (happening.size === 0) return idle;
  const bare = (template.regions ?? []).flatMap((region, index): Finding[] =>
    reasonsIn(region).length > 0
      ? []
      : [
          {
            code: "template-without-effect",
            path: [...at, "regions", index],
            message: `nothing that the template is applied for happens in ${region}`,
            change: "remove it",
          },
        ],
  );
  return [...idle, ...bare];
});

/** What is pushed under a prefix that is cached would be taken for an image of the upstream. */
const pushedIntoCache = ofTemplates(PLACES, (organization, template, at) => {
  const { homeRegion } = organization.organization;
  const index = template.appliedFor.indexOf("CREATE_ON_PUSH");
  const cache = cachesIn(organization, homeRegion).find((prefix) => template.prefix.startsWith(`${prefix}/`));
  if (index < 0 || cache === undefined) return [];
  return [
    {
      code: "push-into-cache",
      path: [...at, "appliedFor", index],
      message: `lets pushes create under ${cache}, where images of an upstream registry are cached`,
      change: "remove it, or choose another prefix",
    },
  ];
});

/** Caches and replicas bring templates of their own, and a prefix has one. */
const owned = ofTemplates(PLACES, (organization, template, at) => {
  const found = templateRegions(organization, template);
  const isCache = found.some((region) => cachesIn(organization, region).includes(template.prefix));
  const isReplica =
    template.prefix === "ROOT" && found.some((region) => replicaRegions(organization).includes(region));
  if (!isCache && !isReplica) return [];
  return [
    {
      code: "template-twice",
      path: at,
      at: "key",
      message: isCache
        ? `${template.prefix} is the prefix of a cache, which has a template already`
        : "ROOT is the template of replicas that nobody declared, in each region that holds replicas",
      change: isCache
        ? "choose a folder below it, or another prefix"
        : "choose the beginning of the names, or leave these regions out",
    },
  ];
});

/** Roles stand twice in the policy of what is created. */
const policyLength = ofTemplates(["organization.partition", "accounts"], (organization, template, at) => {
  const accountId = siteWith(organization, "registry")?.account.id ?? "";
  const { partition } = organization.organization;
  const arns = template.push.map(({ role }) => roleArn({ partition, accountId }, role));
  const characters = 2 * charactersOf(arns);
  if (characters <= LISTED_LENGTH.repository) return [];
  return [
    {
      code: "policy-too-long",
      path: [...at, "push"],
      at: "key",
      message: `the roles that push take ${String(characters)} characters of the policy of each repository`,
      allowed: `at most ${String(LISTED_LENGTH.repository)}`,
      change: "name fewer",
    },
  ];
});

const pushers = ofTemplates(["accounts"], (organization, template, at) => {
  const owner = siteWith(organization, "registry")?.key;
  const path = [...at, "push"];
  const creates = template.appliedFor.includes("CREATE_ON_PUSH");
  const foreign = template.push.flatMap(({ account }, index): Finding[] =>
    owner === undefined || account === owner
      ? []
      : [
          {
            code: "template-pusher-elsewhere",
            path: [...path, index, "account"],
            message: `a role of ${account} cannot create repositories by a push: no policy of the registry lets another account`,
            allowed: `roles of ${owner}`,
            change: `use a role of ${owner}, or declare under \`repositories\` what other accounts push`,
          },
        ],
  );
  if (creates && template.push.length === 0) {
    return [
      {
        code: "template-without-pushers",
        path: at,
        at: "key",
        message: "a push creates a repository into which nobody may push",
        change: `add \`push\` with roles of ${owner ?? "the registry's account"}, or leave CREATE_ON_PUSH out`,
      },
    ];
  }
  if (!creates && template.push.length > 0) {
    return [
      {
        code: "key-without-effect",
        path,
        at: "key",
        message: "names roles that push, and no push creates a repository",
        change: "add CREATE_ON_PUSH to `appliedFor`, or remove it",
      },
    ];
  }
  // An account that the file does not list is told as that alone.
  const unknown = existingRoles(organization, path, template.push);
  return unknown.length > 0 ? unknown : foreign;
});

/** Rules over repositories that ECR makes. */
export const creationTemplateChecks: readonly Check[] = [
  withoutEffect,
  pushedIntoCache,
  owned,
  pushers,
  policyLength,
];
