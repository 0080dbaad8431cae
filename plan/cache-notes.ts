import { FIRST_PULL_ROUTE, registryOfHost } from "../aws";
import { cacheRegions, type Organization } from "../config";
import { upstreamCredentialVariable } from "../names";
import { listed, type Note } from "./note";
import { registryLocation } from "./registry-location";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html */
const firstPulls = ({ registry }: Organization): Note[] => {
  const caches = Object.entries(registry.pullThroughCache);
  if (caches.length === 0) return [];
  const prefixes = caches.map(([prefix]) => prefix);
  const each = caches.some(([, { regions = [] }]) => regions.length > 1) ? ", in each of its regions," : "";
  return [
    {
      code: "first-pull-needs-internet",
      path: "registry.pullThroughCache",
      message: `the first pull of an image under ${listed(prefixes)}${each} ${FIRST_PULL_ROUTE}`,
    },
  ];
};

/** Terraform asks for an ephemeral variable at every plan, also where it writes nothing. */
const credentialVariables = (organization: Organization): Note[] => {
  const asking = Object.entries(organization.registry.pullThroughCache).filter(
    ([, { credentials }]) => typeof credentials === "object",
  );
  if (asking.length === 0) return [];
  const variables = asking.map(([prefix]) => upstreamCredentialVariable(prefix));
  const regions = new Set(asking.flatMap(([, cache]) => cacheRegions(organization, cache)));
  const { homeRegion } = organization.organization;
  const stacks =
    regions.size === 1 && regions.has(homeRegion) ? "home stack" : `stack in ${listed([...regions])}`;
  return [
    {
      code: "credential-variables",
      path: "registry.pullThroughCache.*.credentials",
      message: `every plan of the registry's ${stacks} asks for ${listed(variables)}: each an object of username and accessToken, given as TF_VAR_… or as a sensitive variable of the workspace, never in a file`,
    },
  ];
};

/** @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html */
const replicatedSecrets = ({ registry }: Organization): Note[] =>
  Object.entries(registry.pullThroughCache).flatMap(([prefix, { credentials, regions = [] }]): Note[] => {
    const [, ...others] = regions;
    if (typeof credentials !== "string" || others.length === 0) return [];
    return [
      {
        code: "secret-must-be-replicated",
        path: `registry.pullThroughCache.${prefix}.credentials`,
        message: `${prefix} logs in with a replica of the secret in ${listed(others)}, which nothing of this makes`,
        change:
          "make it with `aws secretsmanager replicate-secret-to-regions` before the stacks there are applied",
      },
    ];
  });

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html */
const foreignRegistries = (organization: Organization): Note[] => {
  const { accountId } = registryLocation(organization);
  const hosts = Object.entries(organization.registry.pullThroughCache).flatMap(
    ([prefix, { upstream = prefix, registry }]) =>
      upstream === "ecr" && registry !== undefined && registryOfHost(registry).accountId !== accountId
        ? [registry]
        : [],
  );
  if (hosts.length === 0) return [];
  return [
    {
      code: "upstream-must-grant",
      path: "registry.pullThroughCache.*.registry",
      message: `whoever owns ${listed(hosts)} must let the account ${accountId} do ecr:BatchGetImage, ecr:BatchImportUpstreamImage, ecr:GetDownloadUrlForLayer and ecr:GetImageCopyStatus there; until then nothing is cached`,
    },
  ];
};

/** What people must do or allow before a cache works. */
export const CACHE_RULES = [firstPulls, credentialVariables, replicatedSecrets, foreignRegistries] as const;
