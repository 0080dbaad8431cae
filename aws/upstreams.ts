import { type Partition, partitionOf } from "./partition";
import { REGIONS } from "./regions";

/** Upstream registries whose images ECR can cache. */
export const UPSTREAM_NAMES = [
  "docker-hub",
  "ecr-public",
  "quay",
  "kubernetes",
  "github",
  "gitlab",
  "azure",
  "chainguard",
  "ecr",
] as const;

/** An upstream registry whose images ECR can cache. */
export type Upstream = (typeof UPSTREAM_NAMES)[number];

/** Hosts of an upstream that has one for each of its registries. */
export interface RegistryHosts {
  readonly pattern: RegExp;
  /** The pattern in words. */
  readonly example: string;
}

/** What ECR needs to know about an upstream registry. */
export interface UpstreamPreset {
  /** Host of the registry, or what the hosts of its registries look like. */
  readonly host: string | RegistryHosts;
  /** How ECR logs in: not at all, with a secret of Secrets Manager, or with an IAM role. */
  readonly login: "none" | "secret" | "role";
}

/**
 * Host and login of each upstream.
 *
 * A registry of Azure with a domain name label has a hash behind its name, which holds no dash.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html
 * @see https://learn.microsoft.com/azure/container-registry/container-registry-get-started-portal#configure-domain-name-label-dnl-option
 */
export const UPSTREAMS: Readonly<Record<Upstream, UpstreamPreset>> = {
  azure: {
    host: {
      pattern: /^(?![^.]{64})[a-z0-9]{5,50}(?:-[a-z0-9]+)?\.azurecr\.io$/,
      example: "NAME.azurecr.io or NAME-HASH.azurecr.io",
    },
    login: "secret",
  },
  chainguard: { host: "cgr.dev", login: "secret" },
  "docker-hub": { host: "registry-1.docker.io", login: "secret" },
  // Registries of the partition aws, which alone has the cache.
  ecr: {
    host: {
      pattern: /^\d{12}\.dkr\.ecr\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com$/,
      example: "ACCOUNT.dkr.ecr.REGION.amazonaws.com",
    },
    login: "role",
  },
  "ecr-public": { host: "public.ecr.aws", login: "none" },
  github: { host: "ghcr.io", login: "secret" },
  gitlab: { host: "registry.gitlab.com", login: "secret" },
  kubernetes: { host: "registry.k8s.io", login: "none" },
  quay: { host: "quay.io", login: "none" },
};

/** Where a private registry of ECR is, by its host. */
export function registryOfHost(host: string): { readonly accountId: string; readonly region: string } {
  const [accountId = "", , , region = ""] = host.split(".");
  return { accountId, region };
}

/** Whether a registry of ECR lies in a region of the partition; hosts of other upstreams name none. */
export function isInRegion(upstream: Upstream, host: string, partition: Partition): boolean {
  if (upstream !== "ecr") return true;
  const { region } = registryOfHost(host);
  return REGIONS.some((known) => known === region && partitionOf(known) === partition);
}

/**
 * What the first pull of an image through a cache takes.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
export const FIRST_PULL_ROUTE =
  "needs a route to the internet, also from a network with private endpoints; later pulls do not";
