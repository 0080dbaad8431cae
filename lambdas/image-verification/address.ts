import { parseRegistryHost } from "../../aws";

/** A repository in a private registry of ECR, as its API is told of it. */
export interface EcrRepository {
  /** `<registry>/<repository>` */
  readonly repository: string;
  /** Account of the registry. */
  readonly registryId: string;
  readonly region: string;
  readonly name: string;
}

/** Where a repository is, by its address; `undefined` when that is not in ECR. */
export function ecrRepository(repository: string): EcrRepository | undefined {
  const slash = repository.indexOf("/");
  const location = parseRegistryHost(repository.slice(0, slash));
  if (location === undefined) return undefined;
  const { accountId, region } = location;
  return { repository, registryId: accountId, region, name: repository.slice(slash + 1) };
}
