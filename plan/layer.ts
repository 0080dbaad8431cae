import {
  type AdmissionEngine,
  type Architecture,
  type Coverage,
  type InspectorScanType,
  type PullDateRescanDuration,
  type PullDateRescanMode,
  type RescanDuration,
  type RuntimeCoverage,
  type SecurityStandard,
} from "../aws";
import { type TrustPolicyDocument } from "../trust-policy";
import {
  type BreakGlass,
  type ClusterSettings,
  type ImageException,
  type OtherRegions,
  type StopLimit,
} from "../verification";
import { type RegistryLayer } from "./registry-layer";

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

/** An existing VPC that gets private endpoints. */
export interface NetworkFacts {
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
  readonly cidr: string;
  /** ARNs of buckets outside the organization that are read. */
  readonly foreignBuckets: readonly string[];
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
    /** Other generations, and other profiles, that are trusted too. */
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

/** What the functions that verify images of ECS in one account and region are told, beside the trust policy. */
export interface EcsVerificationFacts {
  /** By the names of the clusters in AWS. */
  readonly clusters: Readonly<Record<string, ClusterSettings>>;
  /** Names of the clusters of ECS beside them whose signatures are off. */
  readonly unverified: readonly string[];
  readonly trustStores: Readonly<Record<string, readonly string[]>>;
  readonly replicas: Readonly<Record<string, string>>;
  readonly exceptions: readonly ImageException[];
  readonly breakGlass: readonly BreakGlass[];
  /** Above how many stops of one service tasks go on whose image was trusted before. */
  readonly stopLimit: StopLimit;
  /** ARNs of the repositories whose images and signatures are read. */
  readonly repositoryArns: readonly string[];
  /** Address that hears of the alarms. */
  readonly notify?: string;
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
  /** Absent where no cluster of ECS asks for signatures. */
  readonly ecsVerification?: EcsVerificationFacts;
  /** Absent where another region of the account looks at them, or none. */
  readonly otherRegions?: OtherRegions;
  readonly clusters: readonly ClusterFacts[];
  readonly networks: readonly NetworkFacts[];
  /** Whether GuardDuty's agents run here and need their endpoint. */
  readonly runtimeMonitoring: boolean;
}

/** What one stack is for, with exactly the facts it needs. */
export type Layer = OrganizationLayer | SecurityLayer | RegistryLayer | PipelineLayer | WorkloadLayer;

export type LayerKind = Layer["kind"];
