import { type RepositoryEncryption, type SignatureValidity, type Upstream } from "../aws";
import { type LifecycleRule } from "../lifecycle";
import { type Problem } from "../problem";

/** One repository of one registry. */
export interface RepositoryFacts {
  readonly name: string;
  readonly signingProfileArns: readonly string[];
  /** Other generations, and other profiles, that are trusted too. */
  readonly otherProfileArns: readonly string[];
  /** Exact ARNs of the roles that may push; nobody else may. */
  readonly pushers: readonly string[];
  readonly pull: "organization" | readonly string[];
  readonly lambdaPullAccounts: readonly string[];
  /** Ids of accounts and ARNs of roles that verify signatures. */
  readonly verifiers: readonly string[];
  /** Accounts, and roles of caches, that copy the images into other registries. */
  readonly downstreams: "organization" | readonly string[];
  readonly keep: {
    readonly releases?: number;
    readonly releaseTags: readonly string[];
    readonly protectedTags?: readonly string[];
    readonly untaggedDays?: number;
    readonly archive?: { readonly unpulledDays: number; readonly deleteAfterDays?: number };
    readonly rules?: readonly LifecycleRule[];
  };
  readonly encryption: RepositoryEncryption;
  readonly mutableTags: readonly string[];
  /** @default - those of the provider alone */
  readonly tags?: Readonly<Record<string, string>>;
  readonly events: readonly RepositoryEventFacts[];
}

/** What happens in a repository, and where EventBridge tells it. */
export interface RepositoryEventFacts {
  readonly key: string;
  readonly on: "push" | "scan" | "finding";
  readonly tags?: readonly string[];
  readonly targetArn: string;
  readonly roleArn?: string;
}

/** A signing profile made in this stack: one generation of a profile of the file. */
export interface ProfileFacts {
  readonly key: string;
  readonly generation: number;
  readonly name: string;
  readonly validity: SignatureValidity;
  /** Roles of other accounts that may sign; they exist before this stack is applied. */
  readonly signers: readonly string[];
  /** Roles of other accounts that may read it. */
  readonly readers: readonly string[];
  /** Roles of other accounts that may revoke its signatures. */
  readonly revokers: readonly string[];
  /** Existing roles of its own account that may sign. */
  readonly ownSigners: readonly string[];
  /** Roles of its own account that may read it. */
  readonly ownReaders: readonly string[];
  /** Roles of its own account that may revoke it and its signatures. */
  readonly ownRevokers: readonly string[];
}

/** An ending of trust, with what stands against it unless it ended at an earlier synth. */
interface Doubted {
  readonly doubts: readonly Problem[];
}

/** A generation of a profile that Terraform no longer manages; it stays in AWS. */
export type ForgottenProfile = Pick<ProfileFacts, "key" | "generation"> & Doubted;

/** A profile that a repository trusts no more. */
export interface DroppedTrust extends Doubted {
  readonly repository: string;
  readonly profile: string;
}

/** Where signatures are trusted. */
export interface TrustReach {
  /** Regions of the registry and its replicas: addresses in them are trusted. */
  readonly regions: readonly string[];
  /** Ids of the accounts that have clusters, whatever these do about signatures. */
  readonly clusterAccounts: readonly string[];
  /** Who may run the images of a signed repository, by its name, and of a publisher's repository, by its address. */
  readonly accounts: Readonly<Record<string, "organization" | readonly string[]>>;
  /** Whose certificates are trusted for the repositories of publishers, by their addresses. */
  readonly publishers: Readonly<Record<string, readonly string[]>>;
}

/** Where signatures are trusted no more: what is of all that is named. */
export interface DroppedReach extends Doubted {
  /** @default - whatever they are of */
  readonly repositories?: readonly string[];
  /** @default - wherever they are */
  readonly regions?: readonly string[];
  /** Ids. @default - whoever runs them */
  readonly accounts?: readonly string[];
}

/** A prefix under which images of an upstream registry are cached. */
export interface CacheFacts {
  readonly prefix: string;
  readonly upstream: Upstream;
  readonly credentialArn?: string;
  /** Version of the secret that this stack makes. */
  readonly credentialVersion?: number;
  readonly registryHost?: string;
  /** How the repositories are encrypted that it makes. */
  readonly encryption: RepositoryEncryption;
  /** Accounts that may import, instead of the whole organization. */
  readonly importers?: readonly string[];
}

/** By what settings ECR makes repositories that nobody declared. */
export interface TemplateFacts extends Pick<RepositoryFacts, "encryption" | "pushers"> {
  readonly prefix: string;
  readonly appliedFor: readonly ("CREATE_ON_PUSH" | "REPLICATION" | "PULL_THROUGH_CACHE")[];
  readonly pulledByOrganization: boolean;
  readonly keep?: RepositoryFacts["keep"];
  readonly mutableTags: "all" | readonly string[];
}

/** Registry account, one region: the home region, or one that holds replicas or caches. */
export interface RegistryLayer {
  readonly kind: "registry";
  readonly organizationId: string;
  readonly repositories: readonly RepositoryFacts[];
  readonly profiles: readonly ProfileFacts[];
  readonly forgottenProfiles: readonly ForgottenProfile[];
  readonly droppedTrust: readonly DroppedTrust[];
  readonly droppedReach: readonly DroppedReach[];
  /** @default - nowhere: it is no matter of a replica or a cache */
  readonly trustReach?: TrustReach;
  /** How long signing an image may take before it counts as unsigned. */
  readonly signingLateAfterMinutes: number;
  /** ARNs of the roles that may assume the one that signs after the fact. @default - there is none */
  readonly backfillAssumers?: readonly string[];
  readonly scanning: {
    readonly mode: "basic" | "enhanced";
    readonly onPush: readonly string[];
    readonly continuous: readonly string[];
  };
  /** Regions this registry replicates to; empty in a replica. */
  readonly replicationRegions: readonly string[];
  /** Beginnings of the names of the repositories that are replicated; empty stands for every repository. */
  readonly replicationPrefixes: readonly string[];
  /** The registry this one is a replica of. */
  readonly replicaOf?: { readonly accountId: string; readonly region: string };
  /** How replicas are encrypted that no repository of the file is. */
  readonly replicaEncryption?: RepositoryEncryption;
  readonly caches: readonly CacheFacts[];
  readonly creationTemplates: readonly TemplateFacts[];
  /** Roles whose pulls do not count. */
  readonly pullTimeExclusions: readonly string[];
  readonly blobMounting?: boolean;
  /** Address that hears of failures and unexpected changes. */
  readonly notify?: string;
}
