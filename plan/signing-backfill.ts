import { type Location, type Rank } from "../aws";
import { type Organization } from "../config";
import { signingBackfillRoleArn } from "../names";
import { repositoryProfiles } from "./profiles";
import { type Pusher, pushersByRepository } from "./pushers";
import { registryLocation } from "./registry-location";

/** A repository that is signed, by its name. */
export interface SignedRepositoryPlan {
  readonly name: string;
  /** The profile that signs what is pushed. */
  readonly profileArn: string;
  /** Roles that may push today; whoever signs after the fact is none of them. */
  readonly pushers: readonly Pusher[];
}

/** What signing after the fact needs to know of the file. */
export interface SigningBackfillPlan {
  /** Where the registry is: replicas hold copies of what is signed here. */
  readonly registry: Location;
  /** Without replicas and what pull-through caches keep, which nobody signs. */
  readonly repositories: readonly SignedRepositoryPlan[];
  readonly replicas: readonly string[];
  /** The role that signs. @default - `signing.backfill` is missing, so there is none */
  readonly role?: { readonly arn: string; readonly refuseFrom: Rank };
}

/** The signed repositories of the file, and the role that signs what is in them already. */
export function signingBackfill(organization: Organization): SigningBackfillPlan {
  const registry = registryLocation(organization);
  const pushers = pushersByRepository(organization);
  const { backfill } = organization.signing;
  return {
    registry,
    repositories: Object.keys(organization.registry.repositories).flatMap((name) => {
      const [profileArn] = repositoryProfiles(organization, registry, name).signingProfileArns;
      return profileArn === undefined ? [] : [{ name, profileArn, pushers: pushers.get(name) ?? [] }];
    }),
    replicas: organization.registry.replication,
    ...(backfill === undefined
      ? {}
      : { role: { arn: signingBackfillRoleArn(registry), refuseFrom: backfill.refuseFrom } }),
  };
}
