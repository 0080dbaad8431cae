import { type Location, registryHost } from "./arn";
import { partitionOf } from "./partition";

const HOST = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\./;

/**
 * Where a private registry of ECR is, by the host name that {@link registryHost} gives it; `undefined` for any other
 * host, such as its name for FIPS or IPv6.
 */
export function parseRegistryHost(host: string): Location | undefined {
  const [, accountId, region] = HOST.exec(host) ?? [];
  if (accountId === undefined || region === undefined) return undefined;
  const location = { partition: partitionOf(region), accountId, region };
  return registryHost(location) === host ? location : undefined;
}
