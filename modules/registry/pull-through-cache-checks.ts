import { Token } from "cdktf";
import {
  ARN_RESOURCES,
  CACHE_PARTITION,
  isInRegion,
  type Location,
  registryHost as hostOf,
  type Upstream,
  UPSTREAMS,
} from "../../aws";
import { type Problem } from "../../problem";
import { cachePrefixProblems } from "./cache-prefix";

/** The cache as it is asked for. */
export interface CacheRequest extends Location {
  readonly upstream: Upstream;
  readonly credentialArn?: string;
  readonly registryHost?: string;
}

/** What ECR would refuse in a pull-through cache. */
export function cacheProblems(path: string, prefix: string, request: CacheRequest): Problem[] {
  const { partition, region } = request;
  if (partition !== CACHE_PARTITION) {
    return [
      {
        code: "service-not-in-partition",
        path,
        message: `ECR has no pull-through cache in ${region} (partition ${partition})`,
        change: "copy the images into repositories of your own",
      },
    ];
  }
  return [
    ...cachePrefixProblems(path, prefix),
    ...credentialProblems(path, request),
    ...hostProblems(path, request),
  ];
}

function credentialProblems(path: string, request: CacheRequest): Problem[] {
  const { upstream, credentialArn, partition, region, accountId } = request;
  const place = `arn:${partition}:secretsmanager:${region}:${accountId}:`;
  const secret = `${place}secret:ecr-pullthroughcache/`;
  if (UPSTREAMS[upstream].login !== "secret") {
    if (credentialArn === undefined) return [];
    return [
      {
        code: "credentials-superfluous",
        path,
        message: `ECR does not log in to ${upstream} with a secret, but credentialArn names one`,
        change: "leave credentialArn out",
      },
    ];
  }
  if (credentialArn === undefined) {
    return [
      {
        code: "credentials-missing",
        path,
        message: `${upstream} wants a login, and there is no credentialArn`,
        allowed: `${secret}…, with the keys username and accessToken`,
        change: "create the secret, for example with UpstreamCredential, and pass its ARN as credentialArn",
      },
    ];
  }
  if ([credentialArn, secret].some(Token.isUnresolved)) return [];
  const resource = credentialArn.slice(place.length);
  if (credentialArn.startsWith(place) && ARN_RESOURCES.upstreamSecret.test(resource)) return [];
  return [
    {
      code: "invalid-pull-through-credential",
      path,
      message: `ECR cannot use the secret "${credentialArn}"`,
      allowed: `${secret}NAME-XXXXXX, with the six characters that Secrets Manager adds`,
    },
  ];
}

function hostProblems(path: string, request: CacheRequest): Problem[] {
  const { upstream, registryHost } = request;
  const { host } = UPSTREAMS[upstream];
  if (typeof host === "string") {
    if (registryHost === undefined) return [];
    return [
      {
        code: "registry-superfluous",
        path,
        message: `${upstream} is ${host}, but registryHost says "${registryHost}"`,
        change: "leave registryHost out",
      },
    ];
  }
  if (registryHost === undefined) {
    return [
      {
        code: "registry-missing",
        path,
        message: `${upstream} has no common host, and there is no registryHost`,
        allowed: host.example,
        change: "pass the host of the registry as registryHost",
      },
    ];
  }
  if (!host.pattern.test(registryHost)) {
    return [
      {
        code: "invalid-registry-host",
        path,
        message: `"${registryHost}" is not a host of ${upstream}`,
        allowed: host.example,
      },
    ];
  }
  if (!isInRegion(upstream, registryHost, request.partition)) {
    return [
      {
        code: "invalid-registry-host",
        path,
        message: `"${registryHost}" is in no region of the partition ${request.partition}`,
        allowed: host.example,
        change: "write the region of the registry whose images are cached",
      },
    ];
  }
  if (registryHost !== hostOf(request)) return [];
  return [
    {
      code: "cache-of-itself",
      path,
      message: `${registryHost} is the registry of the cache itself`,
      change: "name a registry of another account or region",
    },
  ];
}
