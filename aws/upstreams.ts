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
] as const;

/** An upstream registry whose images ECR can cache. */
export type Upstream = (typeof UPSTREAM_NAMES)[number];

/** What ECR needs to know about an upstream registry. */
export interface UpstreamPreset {
  /** Host of the registry. @default - everybody has a host of their own, named by `registryHost` */
  readonly host?: string;
  /** Whether ECR logs in, with a secret of Secrets Manager. */
  readonly credential: boolean;
}

/**
 * Host and login of each upstream.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export const UPSTREAMS: Readonly<Record<Upstream, UpstreamPreset>> = {
  azure: { credential: true },
  chainguard: { host: "cgr.dev", credential: true },
  "docker-hub": { host: "registry-1.docker.io", credential: true },
  "ecr-public": { host: "public.ecr.aws", credential: false },
  github: { host: "ghcr.io", credential: true },
  gitlab: { host: "registry.gitlab.com", credential: true },
  kubernetes: { host: "registry.k8s.io", credential: false },
  quay: { host: "quay.io", credential: false },
};
