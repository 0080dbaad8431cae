import { EcrAccountSetting } from "@cdktf/provider-aws/lib/ecr-account-setting";
import { EcrRegistryPolicy } from "@cdktf/provider-aws/lib/ecr-registry-policy";
import { EcrReplicationConfiguration } from "@cdktf/provider-aws/lib/ecr-replication-configuration";
import { Construct } from "constructs";
import { ECR_POLICY_LENGTH, type Location, type RepositoryEncryption } from "../../aws";
import { PUSH_ROLE_PATH } from "../../names";
import { type Problem } from "../../problem";
import { accountIdProblems, organizationIdProblems, placeProblems, throwProblems } from "../checks";
import { isRolePath, sizedPolicy } from "../iam";
import { claimSingleton, type SingletonPlace } from "../singleton";
import { warn } from "../warning";
import { cachePrefixProblems } from "./cache-prefix";
import { deployerProblems, roleArnProblems, selfReplicaProblems } from "./checks";
import { type Downstreams } from "./downstreams";
import { registryPolicyRemedy, registryStatements } from "./registry-policy";
import { replicaTemplate } from "./replica-template";
import {
  replicaProblems,
  type ReplicaSource,
  replicatedCacheProblems,
  type Replication,
  replicationProblems,
  replicationRules,
} from "./replication";
import { encryptionProblems } from "./repository-encryption";
import { downstreamProblems, organizationProblems } from "./repository-sharing";

/** What an {@link ImageRegistry} needs to be told. */
export interface ImageRegistryProps extends Location {
  /** Id of the organization; principals outside it get nothing. @default - repository policies alone decide */
  readonly organizationId?: string;
  /**
   * IAM path of the roles that may push: of this account, and of the organization's accounts where `pushers` names a
   * role of another account under that path. @default "/supply-chain/push/"
   */
  readonly pushRolePath?: string;
  /** Exact ARNs of the roles that may push, as far as they are not under this account's push path. @default - none */
  readonly pushers?: readonly string[];
  /** Prefixes of pull-through caches, under which the organization may import images. @default - none */
  readonly pullThroughPrefixes?: readonly string[];
  /**
   * Ids of the accounts that may import under one of these prefixes, instead of the whole organization; the
   * registry's own account may where its identities are allowed to. A prefix above that others may import under too
   * would cover it, and is refused. @default - the organization under every prefix
   */
  readonly importers?: Readonly<Record<string, readonly string[]>>;
  /**
   * Whether a push may take layers from other repositories of the registry that the pusher may read, instead of
   * uploading them again. Needs version 6.29 of the AWS provider. @default - as the account has it; ECR begins with no
   *
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/blob-mounting.html
   */
  readonly blobMounting?: boolean;
  /**
   * Whose pull-through caches may copy images of the repositories that let them: the organization, accounts by id or
   * roles of caches by exact ARN. @default - nobody's
   */
  readonly downstreams?: "organization" | readonly string[];
  /** Where new images are copied to. @default - nowhere */
  readonly replication?: Replication;
  /**
   * The registry whose replication this one receives. Declare the replicas as `ImageRepository` with `replicaOf`
   * too, and apply them before the replication: within an account, repositories that are not declared get immutable
   * tags, encryption and a policy under which replication alone writes, but let nobody pull; from another account
   * they are not made, and ECR reports the replication as failed.
   * @default - replication into this registry is denied
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html
   */
  readonly replicaOf?: ReplicaSource;
  /** How replicas are encrypted that are not declared, for good. @default - AES-256 with keys owned by ECR */
  readonly replicaEncryption?: RepositoryEncryption;
  /**
   * Exact ARNs of the roles of this account that delete such replicas, for the policy of their key.
   * @default - whomever an identity policy allows it
   */
  readonly deployers?: readonly string[];
}

/**
 * What an account's registry in one region has only once: its policy, its settings and its replication.
 *
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 * @throws ProblemError `invalid-push-role-path`, `invalid-pusher-arn`, `invalid-account-id`,
 * `invalid-deployer-arn`, `replica-of-itself`, `invalid-organization-id`, `organization-id-missing`, `invalid-grantee`,
 * `service-not-in-partition`, `invalid-pull-through-prefix`, `importers-without-cache`, `importers-covered`, `replication-…`,
 * `too-many-replication-…`,
 * `policy-too-long`: what ECR would refuse at apply; `singleton-owned-twice`: two of them in one stack.
 */
export class ImageRegistry extends Construct {
  /** The registry policy. */
  readonly resource: EcrRegistryPolicy;

  constructor(scope: Construct, id: string, props: ImageRegistryProps) {
    super(scope, id);
    const { pushRolePath = PUSH_ROLE_PATH, pushers = [], pullThroughPrefixes = [], replication } = props;
    const { importers = {} } = props;
    this.check(props, pushRolePath);

    const scopeSetting = this.setting(props, "PolicyScope", "REGISTRY_POLICY_SCOPE", "V2");
    this.setting(props, "BasicScanning", "BASIC_SCAN_TYPE_VERSION", "AWS_NATIVE");
    if (props.blobMounting !== undefined) {
      this.setting(props, "BlobMounting", "BLOB_MOUNTING", props.blobMounting ? "ENABLED" : "DISABLED");
      warn(this, "blob-mounting-provider", "blobMounting needs version 6.29 or later of the AWS provider");
    }

    claimSingleton(this, "ECR registry policy", props);
    const access = {
      ...props,
      pushRolePath,
      pushers,
      pullThroughPrefixes,
      importers,
      downstreams: downstreamsOf(props),
    };
    this.resource = new EcrRegistryPolicy(this, "Resource", {
      policy: sizedPolicy(
        this,
        {
          what: "registry policy",
          limit: ECR_POLICY_LENGTH,
          shorten: registryPolicyRemedy(access),
        },
        registryStatements(access),
      ),
      // Scope V1 takes only three actions and would refuse the policy.
      dependsOn: [scopeSetting],
    });
    if (props.replicaOf?.accountId === props.accountId) {
      const { replicaEncryption = { type: "aes256" } } = props;
      replicaTemplate(this, "ReplicaTemplate", props, {
        encryption: replicaEncryption,
        deployers: props.deployers,
      });
    }
    const rule = replication ? replicationRules(props.accountId, replication) : [];
    if (rule.length > 0) {
      claimSingleton(this, "ECR replication configuration", props);
      new EcrReplicationConfiguration(this, "Replication", { replicationConfiguration: { rule } });
    }
  }

  private setting(place: SingletonPlace, id: string, name: string, value: string): EcrAccountSetting {
    claimSingleton(this, `ECR account setting ${name}`, place);
    return new EcrAccountSetting(this, id, { name, value });
  }

  private check(props: ImageRegistryProps, pushRolePath: string): void {
    const { path } = this.node;
    const {
      partition,
      pushers = [],
      pullThroughPrefixes = [],
      importers = {},
      downstreams = [],
      replicaOf,
      replication,
    } = props;
    throwProblems([
      ...placeProblems(path, props),
      ...(replicaOf ? placeProblems(path, { ...replicaOf, partition }) : []),
      ...(replicaOf ? selfReplicaProblems(path, props, replicaOf) : []),
      ...accountIdProblems(path, Object.values(importers).flat()),
      ...importerProblems(path, pullThroughPrefixes, importers),
      ...coveredImporterProblems(path, props),
      ...(props.organizationId === undefined ? [] : organizationIdProblems(path, props.organizationId)),
      ...(downstreams === "organization" && props.organizationId === undefined
        ? organizationProblems(path, props.organizationId, "downstreams")
        : []),
      ...downstreamProblems(path, downstreams, partition),
      ...encryptionProblems(path, props.replicaEncryption ?? { type: "aes256" }, props),
      ...roleArnProblems(path, pushers, partition),
      ...deployerProblems(path, props.deployers ?? [], props),
      ...pushPathProblems(path, pushRolePath),
      ...pullThroughPrefixes.flatMap((prefix) => cachePrefixProblems(path, prefix)),
      ...replicaProblems(path, replicaOf),
      ...(replication ? replicationProblems(path, props, replication) : []),
      ...(replication ? replicatedCacheProblems(path, replication, pullThroughPrefixes) : []),
    ]);
  }
}

function downstreamsOf({ downstreams = [], organizationId }: ImageRegistryProps): Downstreams {
  if (downstreams !== "organization") return { names: downstreams };
  return { names: [], ...(organizationId === undefined ? {} : { organizationId }) };
}

function pushPathProblems(path: string, pushRolePath: string): Problem[] {
  if (isRolePath(pushRolePath)) return [];
  return [
    {
      code: "invalid-push-role-path",
      path,
      message: `"${pushRolePath}" is not an IAM path for push roles`,
      allowed:
        "a path below the root that begins and ends with a slash, without wildcards: /supply-chain/push/",
    },
  ];
}

function importerProblems(
  path: string,
  prefixes: readonly string[],
  importers: Readonly<Record<string, readonly string[]>>,
): Problem[] {
  return Object.keys(importers)
    .filter((prefix) => !prefixes.includes(prefix))
    .map((prefix) => ({
      code: "importers-without-cache",
      path,
      message: `importers names "${prefix}", under which nothing is cached`,
      allowed: prefixes.length === 0 ? "no prefix" : prefixes.join(", "),
      change: "add it to pullThroughPrefixes, or leave it out",
    }));
}

/** A policy that lets somebody import under a prefix lets them import under every prefix below it. */
function coveredImporterProblems(path: string, props: ImageRegistryProps): Problem[] {
  const { importers = {}, organizationId, pullThroughPrefixes = [] } = props;
  // Without an organization nobody imports where no account is named.
  const whole = organizationId === undefined ? [] : ["the organization"];
  const importersOf = (prefix: string) => importers[prefix] ?? whole;
  return Object.entries(importers).flatMap(([prefix, accounts]) =>
    pullThroughPrefixes
      .filter((above) => prefix.startsWith(`${above}/`))
      .flatMap((above): Problem[] => {
        const others = importersOf(above).filter((account) => !accounts.includes(account));
        if (others.length === 0) return [];
        return [
          {
            code: "importers-covered",
            path,
            message: `importers of "${prefix}" do not name ${others.join(", ")}, which may import under "${above}" and so there too`,
            allowed: `under "${above}" the accounts that may import under "${prefix}", or some of them`,
            change: `name those alone in importers of "${above}", or cache under a prefix that is not below it`,
          },
        ];
      }),
  );
}
