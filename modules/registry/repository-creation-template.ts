import { type EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { Construct } from "constructs";
import { type Location, type RepositoryEncryption, isRepositoryName } from "../../aws";
import { lifecycleNotes, type LifecycleRule } from "../../lifecycle";
import { type Problem } from "../../problem";
import { organizationIdProblems, placeProblems, throwProblems } from "../checks";
import { type Statement } from "../iam";
import { warn } from "../warning";
import { pullThroughCacheRoleArn, replicationRoleArn, WRITE_ACTIONS } from "./actions";
import { accountOf, deployerProblems, roleArnProblems } from "./checks";
import { type AppliedFor, creationRoleArns, creationTemplate } from "./creation-template";
import { WRITES_WITHOUT_IMPORT } from "./downstreams";
import { lifecycleProblems } from "./lifecycle-checks";
import { mutableTagProblems } from "./mutable-tags";
import { encryptionProblems } from "./repository-encryption";
import { tagProblems } from "./tag-checks";
import { denyOtherWriters, namedPushers, pullByOrganization } from "./repository-policy";

const AES256 = { type: "aes256" } as const;

/** What a {@link RepositoryCreationTemplate} needs to be told. */
export interface RepositoryCreationTemplateProps extends Location {
  /** Beginning of the names, without the closing slash; `ROOT` for every name that no other template has. */
  readonly prefix: string;
  /** What makes ECR create a repository. `CREATE_ON_PUSH` needs a provider that knows it, and `pushers`. */
  readonly appliedFor: readonly AppliedFor[];
  /** Exact ARNs of the roles that may push into what is created. @default - ECR's own roles alone write */
  readonly pushers?: readonly string[];
  /**
   * ARNs of the roles with which ECR fills caches of other registries of ECR above the prefix, by
   * `PullThroughCache.roleArn`; they write where `appliedFor` has `PULL_THROUGH_CACHE`. @default - none is above it
   */
  readonly cacheRoleArns?: readonly string[];
  /** Id of the organization whose accounts may pull. @default - only the registry's account may */
  readonly organizationId?: string;
  /** Patterns of tags that may move, at most five, or all of them. @default - every tag is immutable */
  readonly mutableTags?: "all" | readonly string[];
  /** For good, in every repository that is created: see {@link RepositoryEncryption}. @default - AES-256 */
  readonly encryption?: RepositoryEncryption;
  /**
   * Exact ARNs of the roles of this account that delete repositories which were created, beside the template's own
   * role that creates them: for them alone ECR uses the key that is made here.
   * @default - whomever of the account an identity policy allows it
   */
  readonly deployers?: readonly string[];
  /** Which images expire or are archived. @default - every image is kept */
  readonly lifecycle?: readonly LifecycleRule[];
  /** Tags of the repositories; those of the provider do not reach what ECR creates. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * What ECR makes of repositories that nobody declared. Settings work once, when a repository is created.
 *
 * A key or tags need a role, which is made.
 *
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`,
 * `invalid-template-prefix`, `template-for-nothing`, `template-without-pushers`, `template-pusher-elsewhere`, `invalid-pusher-arn`, `invalid-deployer-arn`,
 * `invalid-organization-id`, `dsse-unavailable`, `invalid-key-arn`, `invalid-mutable-tag`, `too-many-mutable-tags`, `invalid-tag`, `too-many-tags`,
 * `lifecycle-…`, `policy-too-long`: what ECR would refuse, or nobody could use; `singleton-owned-twice`: two of one prefix in one stack
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export class RepositoryCreationTemplate extends Construct {
  readonly resource: EcrRepositoryCreationTemplate;

  constructor(scope: Construct, id: string, props: RepositoryCreationTemplateProps) {
    super(scope, id);
    const { prefix, appliedFor, mutableTags = [], encryption = AES256, lifecycle = [], tags = {} } = props;
    throwProblems(problemsOf(this.node.path, props));
    for (const { code, message } of lifecycleNotes(lifecycle)) warn(this, code, message);
    this.resource = creationTemplate(this, "Resource", {
      ...props,
      description: `Repositories under ${prefix} that are not declared`,
      appliedFor,
      mutableTags,
      encryption,
      lifecycle,
      tags,
      policy: policyOf(props, creationRoleArns(props, prefix, { encryption, tags })),
    });
  }
}

/** The organization pulls, the named roles push, and beside them ECR writes what it creates the repository for. */
function policyOf(props: RepositoryCreationTemplateProps, creators: readonly string[]): Statement[] {
  const {
    appliedFor,
    pushers = [],
    cacheRoleArns = [],
    organizationId,
    partition,
    accountId,
    region,
  } = props;
  const at = { partition, accountId, region };
  const writers = [
    ...pushers,
    ...(appliedFor.includes("REPLICATION") ? [replicationRoleArn(at)] : []),
    ...(appliedFor.includes("PULL_THROUGH_CACHE") ? [pullThroughCacheRoleArn(at), ...cacheRoleArns] : []),
    ...creators,
  ];
  return [
    ...(organizationId === undefined ? [] : [pullByOrganization(organizationId)]),
    ...(pushers.length === 0 ? [] : [namedPushers(at, pushers)]),
    // Who pulls through a cache imports, which no list of writers names.
    denyOtherWriters(
      writers,
      appliedFor.includes("PULL_THROUGH_CACHE") ? WRITES_WITHOUT_IMPORT : WRITE_ACTIONS,
    ),
  ];
}

function problemsOf(path: string, props: RepositoryCreationTemplateProps): Problem[] {
  const { accountId, prefix, appliedFor, pushers = [], partition, organizationId, mutableTags = [] } = props;
  const problems: Problem[] = [];
  if (prefix !== "ROOT" && !isRepositoryName(prefix)) {
    problems.push({
      code: "invalid-template-prefix",
      path,
      message: `"${prefix}" is not a prefix of a repository creation template`,
      allowed: "ROOT, or the beginning of repository names without the closing slash: shop",
    });
  }
  if (appliedFor.length === 0) {
    problems.push({
      code: "template-for-nothing",
      path,
      message: "appliedFor is empty, so the template would never be used",
      allowed: "PULL_THROUGH_CACHE, REPLICATION, CREATE_ON_PUSH",
      change: "name what makes ECR create a repository",
    });
  }
  if (appliedFor.includes("CREATE_ON_PUSH") && pushers.length === 0) {
    problems.push({
      code: "template-without-pushers",
      path,
      message: "a push creates a repository into which nobody may push",
      change: "name the roles that push as pushers, or leave CREATE_ON_PUSH out",
    });
  }
  const foreign = pushers.filter((arn) => accountOf(arn, accountId) !== accountId);
  if (appliedFor.includes("CREATE_ON_PUSH") && foreign.length > 0) {
    problems.push({
      code: "template-pusher-elsewhere",
      path,
      message: `${foreign.join(", ")} cannot create repositories here by a push: no policy of the registry lets another account`,
      allowed: `roles of account ${accountId}`,
      change: "declare the repositories that other accounts push to",
    });
  }
  return [
    ...placeProblems(path, props),
    ...problems,
    ...roleArnProblems(path, [...pushers, ...(props.cacheRoleArns ?? [])], partition),
    ...deployerProblems(path, props.deployers ?? [], props),
    ...(organizationId === undefined ? [] : organizationIdProblems(path, organizationId)),
    ...encryptionProblems(path, props.encryption ?? AES256, props),
    ...mutableTagProblems(path, mutableTags === "all" ? [] : mutableTags),
    ...tagProblems(path, props.tags ?? {}),
    ...lifecycleProblems(path, props.lifecycle ?? []),
  ];
}
