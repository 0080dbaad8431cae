import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { Construct } from "constructs";
import { ECR_POLICY_LENGTH, type RepositoryEncryption } from "../../aws";
import { accountIdProblems, throwProblems } from "../checks";
import { type Grantee, type Statement, sizedPolicy } from "../iam";
import { protectFromDestroy } from "../protection";
import { claimSingleton } from "../singleton";
import { replicationRoleArn } from "./actions";
import { repositoryNameProblems, roleArnProblems } from "./checks";
import { type LifecycleRule, renderLifecyclePolicy } from "./lifecycle";
import { lifecycleProblems } from "./lifecycle-checks";
import { mutableTagProblems } from "./mutable-tags";
import {
  type IImageRepository,
  type ImageRepositoryAttributes,
  ImportedRepository,
  RepositoryIdentity,
} from "./repository-grants";
import { repositoryKey } from "./repository-key";
import {
  denyOtherWriters,
  lambdaStatements,
  pullStatements,
  pushStatements,
  signingStatusStatements,
} from "./repository-policy";

/** What an {@link ImageRepository} needs to be told. */
export interface ImageRepositoryProps extends ImageRepositoryAttributes {
  /** Id of the organization, e.g. `o-exampleorg1`. @default - only needed when the organization pulls */
  readonly organizationId?: string;
  /**
   * Exact ARNs of the roles that may push, of this or other accounts; nobody else may, whatever their
   * identity policies say. An empty list leaves pushing to ECR's replication alone.
   *
   * @default - identity policies of the registry's account decide who pushes
   */
  readonly pushers?: readonly string[];
  /** Who may pull: the organization, or accounts by id. @default - the registry's account, by identity policies */
  readonly pull?: "organization" | readonly string[];
  /** Accounts whose Lambda functions, in this region, run the image. @default - none */
  readonly lambdaPullAccounts?: readonly string[];
  /** Which images expire or are archived. @default - every image is kept */
  readonly lifecycle?: readonly LifecycleRule[];
  /** @default - AES-256 with keys owned by ECR */
  readonly encryption?: RepositoryEncryption;
  /** Patterns of tags that may move, at most five, such as `latest`. @default - every tag is immutable */
  readonly mutableTags?: readonly string[];
  /** The registry whose replication fills this repository. @default - the same account's, when `pushers` is empty */
  readonly replicaOf?: { readonly accountId: string; readonly region: string };
}

/**
 * A repository with immutable tags, into which only named roles put images.
 *
 * @throws ProblemError `invalid-repository-name`, `invalid-pusher-arn`, `invalid-account-id`,
 * `organization-id-missing`, `invalid-mutable-tag`, `too-many-mutable-tags`, `lifecycle-…` and
 * `policy-too-long`: what ECR would refuse at apply; `singleton-owned-twice`: two of one name in one stack.
 */
export class ImageRepository extends Construct implements IImageRepository {
  readonly resource: EcrRepository;
  readonly repositoryArn: string;
  readonly repositoryName: string;
  readonly repositoryUri: string;
  private readonly identity: RepositoryIdentity;

  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id);
    const { name, lifecycle = [], mutableTags = [] } = props;
    this.check(props);
    this.identity = new RepositoryIdentity(props);
    ({
      repositoryArn: this.repositoryArn,
      repositoryName: this.repositoryName,
      repositoryUri: this.repositoryUri,
    } = this.identity);
    claimSingleton(this, `ECR repository ${name}`);
    this.resource = new EcrRepository(this, "Resource", {
      name,
      imageTagMutability: mutableTags.length > 0 ? "IMMUTABLE_WITH_EXCLUSION" : "IMMUTABLE",
      ...(mutableTags.length > 0
        ? {
            imageTagMutabilityExclusionFilter: mutableTags.map((filter) => ({
              filter,
              filterType: "WILDCARD",
            })),
          }
        : {}),
      // A registry with enhanced scanning, or with scan filters of its own, decides for itself and ignores this.
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [this.encryption(props)],
      lifecycle: protectFromDestroy(this),
    });
    if (lifecycle.length > 0) {
      new EcrLifecyclePolicy(this, "LifecyclePolicy", {
        repository: this.resource.name,
        policy: renderLifecyclePolicy(lifecycle),
      });
    }
    const statements = [
      ...pullStatements(props),
      ...lambdaStatements(props),
      ...pushStatements(props, props.pushers ?? []),
      ...signingStatusStatements(props, props.pushers ?? [], props.signingProfileArns ?? []),
      ...this.denyStatements(props),
    ];
    if (statements.length > 0) {
      new EcrRepositoryPolicy(this, "Policy", {
        repository: this.resource.name,
        policy: sizedPolicy(
          this,
          {
            what: "repository policy",
            limit: ECR_POLICY_LENGTH,
            shorten: "name fewer roles and accounts, or let the whole organization pull",
          },
          statements,
        ),
      });
    }
  }

  /**
   * A repository that another stack makes; creates no resources.
   *
   * @throws ProblemError `invalid-repository-name` and `invalid-account-id`.
   */
  static fromAttributes(
    scope: Construct,
    id: string,
    attributes: ImageRepositoryAttributes,
  ): IImageRepository {
    return new ImportedRepository(scope, id, attributes);
  }

  grantPush(grantee: Grantee): void {
    this.identity.grantPush(grantee);
  }

  grantPull(grantee: Grantee): void {
    this.identity.grantPull(grantee);
  }

  private check(props: ImageRepositoryProps): void {
    const { path } = this.node;
    const { pull = [], pushers = [], partition, organizationId } = props;
    throwProblems([
      ...repositoryNameProblems(path, props.name),
      ...roleArnProblems(path, pushers, partition),
      ...accountIdProblems(path, [
        props.accountId,
        ...(pull === "organization" ? [] : pull),
        ...(props.lambdaPullAccounts ?? []),
      ]),
      ...(pull === "organization" && organizationId === undefined
        ? [
            {
              code: "organization-id-missing",
              path,
              message: 'pull is "organization", but there is no organizationId',
              change: "pass organizationId, or list the accounts that pull",
            },
          ]
        : []),
      ...mutableTagProblems(path, props.mutableTags ?? []),
      ...lifecycleProblems(path, props.lifecycle ?? []),
    ]);
  }

  private encryption(props: ImageRepositoryProps): { encryptionType: string; kmsKey?: string } {
    const { encryption = { type: "aes256" } } = props;
    if (encryption.type === "aes256") return { encryptionType: "AES256" };
    const kmsKey =
      encryption.keyArn ?? repositoryKey(this, "Key", { ...props, repositoryName: props.name }).resource.arn;
    return { encryptionType: "KMS", kmsKey };
  }

  private denyStatements(props: ImageRepositoryProps): Statement[] {
    const { pushers, replicaOf, partition } = props;
    if (pushers === undefined) return [];
    // Replication acts in the name of the source account's service-linked role; a repository that somebody
    // pushes to is no replica, and a forged replication into it is refused.
    const replicated = replicaOf !== undefined || pushers.length === 0;
    const source = replicaOf?.accountId ?? props.accountId;
    return [
      denyOtherWriters([
        ...pushers,
        ...(replicated ? [replicationRoleArn({ partition, accountId: source })] : []),
      ]),
    ];
  }
}
