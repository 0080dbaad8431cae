import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { EcrRepositoryPolicy } from "@cdktf/provider-aws/lib/ecr-repository-policy";
import { Construct } from "constructs";
import { ECR_POLICY_LENGTH } from "../../aws";
import { lifecycleNotes, type LifecycleRule, renderLifecyclePolicy } from "../../lifecycle";
import { throwProblems } from "../checks";
import { type Grantee, growingPolicy } from "../iam";
import { protectFromDestroy } from "../protection";
import { enterRepository } from "../registry-contents";
import { pushAfterSigning } from "../signers";
import { claimSingleton } from "../singleton";
import { warn } from "../warning";
import { imageRepositoryProblems } from "./image-repository-checks";
import { DEFAULT_ENCRYPTION, type ImageRepositoryProps } from "./image-repository-props";
import {
  type IImageRepository,
  type ImageRepositoryAttributes,
  ImportedRepository,
  RepositoryIdentity,
} from "./repository-grants";
import { encryptionConfiguration } from "./repository-encryption";
import { repositoryStatements } from "./repository-policy";
import { granteeStackProblems, RepositorySharing } from "./repository-sharing";

/**
 * A repository with immutable tags, into which only named roles put images.
 *
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 * @throws ProblemError `replica-of-itself`, `replica-with-pushers`, `invalid-repository-name`, `invalid-pusher-arn`,
 * `invalid-profile-arn`, `profile-in-other-region`,
 * `invalid-deployer-arn`, `organization-id-missing`, `invalid-organization-id`, `invalid-grantee`,
 * `service-not-in-partition`, `dsse-unavailable`, `invalid-key-arn`,
 * `invalid-mutable-tag`, `too-many-mutable-tags`, `invalid-tag`, `too-many-tags`, `lifecycle-…` and, at synth, `policy-too-long`: what ECR would
 * refuse at apply; `singleton-owned-twice`: two of one name; `cache-covers-repository`: a `PullThroughCache` of the
 * app above it.
 */
export class ImageRepository extends Construct implements IImageRepository {
  readonly resource: EcrRepository;
  readonly repositoryArn: string;
  readonly repositoryName: string;
  readonly repositoryUri: string;
  private readonly identity: RepositoryIdentity;
  private readonly sharing: RepositorySharing;
  private readonly organizationId: string | undefined;

  constructor(scope: Construct, id: string, props: ImageRepositoryProps) {
    super(scope, id);
    const { name, lifecycle = [], mutableTags = [], encryption = DEFAULT_ENCRYPTION, tags = {} } = props;
    throwProblems(imageRepositoryProblems(this.node.path, props));
    this.identity = new RepositoryIdentity(props);
    this.organizationId = props.organizationId;
    ({
      repositoryArn: this.repositoryArn,
      repositoryName: this.repositoryName,
      repositoryUri: this.repositoryUri,
    } = this.identity);
    claimSingleton(this, `ECR repository ${name}`, props);
    const { signingProfileArns = [] } = props;
    const isReplica = props.replicaOf !== undefined;
    throwProblems(enterRepository(this, props, { name, isReplica, signingProfileArns }));
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
      encryptionConfiguration: [
        encryptionConfiguration(this, encryption, { ...props, repositoryName: name }),
      ],
      ...(Object.keys(tags).length > 0 ? { tags: { ...tags } } : {}),
      lifecycle: protectFromDestroy(this),
    });
    if (lifecycle.length > 0) {
      new EcrLifecyclePolicy(this, "LifecyclePolicy", {
        repository: this.resource.name,
        policy: renderLifecyclePolicy(lifecycle),
      });
      this.warn(lifecycle, signingProfileArns);
    }
    this.sharing = sharingOf(this, props);
    const policy = new EcrRepositoryPolicy(this, "Policy", {
      repository: this.resource.name,
      policy: growingPolicy(
        this,
        {
          what: "repository policy",
          limit: ECR_POLICY_LENGTH,
          shorten: "name fewer roles and accounts, or let the whole organization pull",
        },
        () => repositoryStatements(this.sharing.access()),
      ),
    });
    pushAfterSigning(policy, signingProfileArns, () => this.sharing.access().pushers);
  }

  /**
   * A repository that another stack makes; creates no resources.
   *
   * Its `grantPush` lets an `ExistingRole` of another account than a profile's sign, as that of the repository does. Of
   * which account a `Role` is that the stack makes, nothing says: name it in the `signers` of the profile, or by its
   * ARN in `pushers` of the repository.
   *
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `invalid-repository-name`, `invalid-profile-arn`; its `grantPush` `profile-in-other-region`
   */
  static fromAttributes(
    scope: Construct,
    id: string,
    attributes: ImageRepositoryAttributes,
  ): IImageRepository {
    return new ImportedRepository(scope, id, attributes);
  }

  /**
   * Lets an identity of this stack, or a role of any account by its exact ARN, push and sign what it pushes, and
   * nobody else who is not named in the same way. The registry's own policy must let it write too: make it under
   * the push path, or name it as a pusher of the `ImageRegistry`.
   *
   * A role named by its ARN needs the permission in its own policy: grant it to {@link fromAttributes} there. Where
   * a profile of the repository is of another account than who pushes, the `SigningProfile` of this app lets it sign;
   * where the app makes no such profile, or the ARN is known to Terraform alone, synth warns: `pusher-may-not-sign`.
   *
   * @throws ProblemError `invalid-pusher-arn`, `grantee-of-another-stack`; `replica-with-pushers`: the repository has
   * `replicaOf`
   */
  grantPush(grantee: Grantee | string): void {
    throwProblems(this.sharing.pushProblems(grantee));
    this.allow(grantee, (identity) => {
      this.identity.grantPush(identity);
    });
    this.sharing.push(grantee);
  }

  /**
   * Lets an identity of this stack pull, or a foreign account by its id or role by its exact ARN, whose own
   * policies must allow it too.
   *
   * @throws ProblemError `invalid-grantee`, `grantee-of-another-stack`
   */
  grantPull(grantee: Grantee | string): void {
    if (typeof grantee === "string") this.sharing.pull(grantee);
    this.allow(grantee, (identity) => {
      this.identity.grantPull(identity);
    });
  }

  /**
   * Lets an identity of this stack verify signatures, or a foreign account by its id or role by its exact ARN,
   * whose own policies must allow it too.
   *
   * @throws ProblemError `invalid-grantee`, `grantee-of-another-stack`
   */
  grantVerify(grantee: Grantee | string): void {
    if (typeof grantee === "string") this.sharing.verify(grantee);
    this.allow(grantee, (identity) => {
      this.identity.grantVerify(identity);
    });
  }

  /**
   * Lets pull-through caches of an account by its id, or a cache by the exact ARN of its role, copy the images. The
   * registry's own policy must let them too: name them in `downstreams` of the `ImageRegistry`.
   *
   * @throws ProblemError `invalid-grantee`, `service-not-in-partition`
   */
  grantDownstream(name: string): void {
    this.sharing.cache(name);
  }

  /**
   * Lets Lambda functions of an account, in this region, run the image.
   *
   * @throws ProblemError `invalid-account-id`
   */
  grantLambdaPull(accountId: string): void {
    this.sharing.pullByLambda(accountId);
  }

  /**
   * Lets every principal of the organization pull.
   *
   * @param organizationId e.g. `o-exampleorg1`. @default - the `organizationId` of the repository
   * @throws ProblemError `organization-id-missing`, `invalid-organization-id`
   */
  pullableByOrganization(organizationId = this.organizationId): void {
    this.sharing.pullByOrganization(organizationId);
  }

  private warn(lifecycle: readonly LifecycleRule[], signingProfileArns: readonly string[]): void {
    for (const { code, message } of lifecycleNotes(lifecycle)) {
      // Only where there are signatures to lose.
      if (code === "untagged-signatures" && signingProfileArns.length === 0) continue;
      warn(this, code, message);
    }
  }

  private allow(grantee: Grantee | string, grant: (identity: Grantee) => void): void {
    if (typeof grantee === "string") return;
    throwProblems(granteeStackProblems(this, grantee));
    grant(grantee);
  }
}

/** Whom the properties name. */
function sharingOf(repository: Construct, props: ImageRepositoryProps): RepositorySharing {
  const { accountId, region, partition, replicaOf } = props;
  const place = { accountId, region, partition, ...(replicaOf ? { replicaOf } : {}) };
  const sharing = new RepositorySharing(repository, place, props.signingProfileArns ?? []);
  if (props.pull === "organization") sharing.pullByOrganization(props.organizationId);
  else for (const id of props.pull ?? []) sharing.pull(id);
  for (const id of props.lambdaPullAccounts ?? []) sharing.pullByLambda(id);
  if (props.downstreams === "organization") sharing.cacheByOrganization(props.organizationId);
  else for (const name of props.downstreams ?? []) sharing.cache(name);
  for (const arn of props.pushers ?? []) sharing.push(arn);
  return sharing;
}
