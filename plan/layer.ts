import {
  type AdmissionEngine,
  type Architecture,
  type Coverage,
  type InspectorScanType,
  type PullDateRescanDuration,
  type PullDateRescanMode,
  type RepositoryEncryption,
  type RescanDuration,
  type RuntimeCoverage,
  type SecurityStandard,
  type SignatureValidity,
  type Upstream,
} from "../aws";
import { type LifecycleRule } from "../lifecycle";
import { type TrustPolicyDocument } from "../trust-policy";

/** Management account, one region: what only the organization's owner can set. */
export interface OrganizationLayer {
  readonly kind: "organization";
  readonly organizationId: string;
  readonly securityAccountId: string;
  /** Services of the whole organization; only in the home region. */
  readonly organizationWide?: {
    readonly servicePrincipals: readonly string[];
    readonly policyTypes: readonly string[];
    readonly guardrails?: Guardrails;
  };
}

/** Where the guardrails are attached, whom they do not bind and whose registries they keep. */
export interface Guardrails {
  readonly targets: readonly { readonly name: string; readonly id: string }[];
  readonly exemptRoleArns: readonly string[];
  readonly registryAccountIds: readonly string[];
}

/** Delegated administrator account, one region. */
export interface SecurityLayer {
  readonly kind: "security";
  readonly runtimeMonitoring: RuntimeCoverage;
  readonly inspector: {
    readonly autoEnable: readonly InspectorScanType[];
    readonly memberAccountIds: readonly string[];
    /** Those of them that are members already. */
    readonly existingMemberIds: readonly string[];
    /** How long images are scanned again. */
    readonly rescan?: {
      readonly rescanDuration: RescanDuration;
      readonly pullDateRescanDuration?: PullDateRescanDuration;
      readonly pullDateRescanMode?: PullDateRescanMode;
    };
    /** Those that are in force. */
    readonly suppressions: readonly SuppressionFacts[];
  };
  /** What Security Hub does for the whole organization; only in the home region. */
  readonly aggregation?: {
    readonly linkedRegions: readonly string[];
    readonly standards: readonly SecurityStandard[];
    readonly rootId: string;
    readonly notify: { readonly critical?: string; readonly high?: string };
  };
  /** Region in which people are told of Inspector's findings. @default - in this one, or nobody is told */
  readonly forwardFindingsTo?: string;
  /** Who hears of alarms in a region without notifications of findings. @default - nobody, or there are no alarms */
  readonly alarmsTo?: string;
}

/** Findings about images that Inspector hides for a time. */
export interface SuppressionFacts {
  readonly name: string;
  readonly vulnerabilities?: readonly string[];
  readonly packages?: readonly string[];
  readonly repositories?: readonly string[];
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
  /** The day of the plan, on which it is in force. */
  readonly today: string;
}

/** One repository of one registry. */
export interface RepositoryFacts {
  readonly name: string;
  readonly signingProfileArns: readonly string[];
  /** Other trusted generations of these profiles. */
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
  /** Roles of its own account that may read it. */
  readonly ownReaders: readonly string[];
  /** Roles of its own account that may revoke it and its signatures. */
  readonly ownRevokers: readonly string[];
}

/** A generation of a profile that Terraform no longer manages; it stays in AWS. */
export type ForgottenProfile = Pick<ProfileFacts, "key" | "generation">;

/** An existing VPC that gets private endpoints. */
export interface NetworkFacts {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
  readonly cidr: string;
  /** ARNs of buckets outside the organization that are read. */
  readonly foreignBuckets: readonly string[];
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
  /** Profiles that a repository trusts no more. */
  readonly droppedTrust: readonly { readonly repository: string; readonly profile: string }[];
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

/** One place an image is deployed to, by digest, through a role of the target account. */
export type DeployTarget = {
  readonly accountId: string;
  readonly region: string;
  readonly clusterName: string;
  readonly roleName: string;
} & (
  | { readonly type: "ecs"; readonly serviceName: string; readonly containerName: string }
  | { readonly type: "eks"; readonly manifests: readonly string[]; readonly namespace: string }
);

/** One pipeline, from commit to deployment. */
export interface PipelineFacts {
  readonly key: string;
  readonly buildRoleName: string;
  readonly pipelineRoleName: string;
  readonly artifactBucketName: string;
  readonly source: {
    readonly repositoryId: string;
    readonly branch: string;
    readonly connectionArn?: string;
  };
  readonly image: {
    readonly name: string;
    readonly accountId: string;
    readonly signingProfileArns: readonly string[];
    /** Other trusted generations of these profiles. */
    readonly otherProfileArns: readonly string[];
  };
  readonly build: {
    readonly dockerfile: string;
    readonly context: string;
    readonly architecture: Architecture;
    readonly timeoutMinutes: number;
  };
  readonly approval?: { readonly notifyEmail: string };
  readonly deploy: readonly DeployTarget[];
}

/** Pipeline account, home region. */
export interface PipelineLayer {
  readonly kind: "pipeline";
  readonly pipelines: readonly PipelineFacts[];
}

/** The right of one pipeline to deploy to one cluster. */
export interface DeployRoleFacts {
  readonly roleName: string;
  readonly pipelineRoleArn: string;
  readonly pipelineAccountId: string;
  /** ECS services it may update. */
  readonly serviceNames: readonly string[];
  /** Task and execution roles of those services. */
  readonly taskRoleArns: readonly string[];
  /** Kubernetes namespaces it may change. */
  readonly namespaces: readonly string[];
}

/** An existing cluster and what attaches to it. */
export interface ClusterFacts {
  readonly key: string;
  readonly type: "ecs" | "eks";
  readonly name: string;
  readonly signatures: "block" | "alert" | "off";
  /** Admission controller of an EKS cluster. */
  readonly engine?: AdmissionEngine;
  readonly coverage: Coverage;
  readonly monitored: boolean;
  /** Repositories whose images the cluster may run. */
  readonly repositoryArns: readonly string[];
  readonly deployRoles: readonly DeployRoleFacts[];
}

/** Any account, one region: what attaches to the clusters and VPCs that exist there. */
export interface WorkloadLayer {
  readonly kind: "workload";
  readonly organizationId: string;
  /** Account whose registry the clusters pull from. */
  readonly registryAccountId: string;
  /**
   * Whose signatures are trusted for which repositories: those that the account may pull, one statement for each
   * profile, named by its key. Absent where no cluster asks for signatures.
   */
  readonly trustPolicy?: TrustPolicyDocument;
  readonly clusters: readonly ClusterFacts[];
  readonly networks: readonly NetworkFacts[];
  /** Whether GuardDuty's agents run here and need their endpoint. */
  readonly runtimeMonitoring: boolean;
}

/** What one stack is for, with exactly the facts it needs. */
export type Layer = OrganizationLayer | SecurityLayer | RegistryLayer | PipelineLayer | WorkloadLayer;

export type LayerKind = Layer["kind"];
