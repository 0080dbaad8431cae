import { type Location, registryHost } from "./arn";
import { dnsSuffix, partitionOf } from "./partition";

const HOST = /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./;

/**
 * Where a private registry of ECR is, by any of its host names: the plain one that {@link registryHost} gives, those
 * for IPv6 beside IPv4 and those for FIPS; `undefined` for any other host.
 */
export function parseRegistryHost(host: string): Location | undefined {
  const [, accountId, region] = HOST.exec(host) ?? [];
  if (accountId === undefined || region === undefined) return undefined;
  const location = { partition: partitionOf(region), accountId, region };
  return hostNames(location).includes(host) ? location : undefined;
}

/**
 * The address of a repository by the plain host name of its registry, by which one repository has one name in trust
 * policies and settings; an address outside ECR as it is.
 *
 * @param address `<registry>/<repository>`
 */
export function plainRepository(address: string): string {
  const [host = ""] = address.split("/", 1);
  const location = parseRegistryHost(host);
  return location === undefined ? address : `${registryHost(location)}${address.slice(host.length)}`;
}

/**
 * All host names of a registry; there are none for FIPS in China.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/ecr.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-requests.html
 */
function hostNames({ partition, accountId, region }: Location): string[] {
  const isChina = partition === "aws-cn";
  const dualStack = isChina ? "on.amazonwebservices.com.cn" : "on.aws";
  return (isChina ? [""] : ["", "-fips"]).flatMap((fips) => [
    `${accountId}.dkr.ecr${fips}.${region}.${dnsSuffix(partition)}`,
    `${accountId}.dkr-ecr${fips}.${region}.${dualStack}`,
  ]);
}
