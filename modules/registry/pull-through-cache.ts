import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import {
  FIRST_PULL_ROUTE,
  type Location,
  repositoryArn,
  type RepositoryEncryption,
  type Upstream,
  UPSTREAMS,
} from "../../aws";
import { lifecyclePreset } from "../../lifecycle";
import { placeProblems, throwProblems } from "../checks";
import { LOGIN_ACTION, UPLOAD_ACTIONS } from "../ecr";
import { type Grantee } from "../iam";
import { enterCache } from "../registry-contents";
import { claimSingleton } from "../singleton";
import { warn } from "../warning";
import { IMPORT_ACTION, PULL_ACTIONS, pullThroughCacheRoleArn } from "./actions";
import { deployerProblems } from "./checks";
import { creationTemplate } from "./creation-template";
import { cacheProblems } from "./pull-through-cache-checks";
import { encryptionProblems } from "./repository-encryption";
import { denyOtherWriters, pullByOrganization } from "./repository-policy";
import { upstreamRole, upstreamRoleArn } from "./upstream-role";

/** What a {@link PullThroughCache} needs to be told. */
export interface PullThroughCacheProps extends Location {
  /** Id of the organization whose accounts may pull cached images. @default - only the registry's account may */
  readonly organizationId?: string;
  /** Registry whose images are cached. */
  readonly upstream: Upstream;
  /** Images are cached as `<prefix>/<upstream image>`. @default - the upstream's name */
  readonly prefix?: string;
  /**
   * ARN of a secret named `ecr-pullthroughcache/…` of the same account and region, with the keys `username`
   * and `accessToken`, encrypted with the key `aws/secretsmanager`; `UpstreamCredential` makes one.
   * @default - none, for upstreams that take no secret
   *
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
   */
  readonly credentialArn?: string;
  /**
   * Host of the registry for `azure` (`NAME.azurecr.io`, with a domain name label `NAME-HASH.azurecr.io`) and `ecr`
   * (`ACCOUNT.dkr.ecr.REGION.amazonaws.com`), which have many. @default - the upstream's host
   */
  readonly registryHost?: string;
  /**
   * How repositories are encrypted that the cache makes from now on, for good: those that exist keep theirs.
   * @default - AES-256 with keys owned by ECR
   */
  readonly encryption?: RepositoryEncryption;
  /** As in `RepositoryCreationTemplate`. @default - whomever an identity policy allows it */
  readonly deployers?: readonly string[];
}

const AES256 = { type: "aes256" } as const;

/** Days a cached image is kept after its tag moved on to a newer one. */
const UNTAGGED_DAYS = 14;

/**
 * Images of an upstream registry, cached under a prefix as they are pulled.
 *
 * Repositories of the cache have mutable tags, so that a tag follows its upstream; only ECR itself can put
 * images into them. Who imports a new image needs {@link grantImport}, and in another account a statement of the
 * registry policy, which `pullThroughPrefixes` of `ImageRegistry` makes.
 *
 * Another registry of ECR is read with a role, which is made; where it is in another account, its own policy must
 * let this account read.
 *
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 * @throws ProblemError `service-not-in-partition`, `invalid-pull-through-prefix`,
 * `credentials-missing`, `credentials-superfluous`, `invalid-pull-through-credential`,
 * `registry-missing`, `registry-superfluous`, `invalid-registry-host`, `cache-of-itself`,
 * `invalid-deployer-arn`, `dsse-unavailable` and `invalid-key-arn`: what ECR would refuse;
 * `singleton-owned-twice`: two of one prefix; `too-many-caches`: more than 50 in one registry;
 * `cache-covers-repository`: an `ImageRepository` of the app under the prefix; `cache-within-cache`: another cache of
 * the registry above or under it, whose importers would be those of both.
 */
export class PullThroughCache extends Construct {
  readonly resource: EcrPullThroughCacheRule;
  /** Prefix of the cached repositories, without the closing slash. */
  readonly prefix: string;
  private readonly repositories: string;

  /** ARN of the role with which ECR fills a cache of another registry of ECR; other upstreams have none. */
  static roleArn(at: Location, prefix: string): string {
    return upstreamRoleArn(at, prefix);
  }

  constructor(scope: Construct, id: string, props: PullThroughCacheProps) {
    super(scope, id);
    const { upstream, accountId, region, partition, organizationId } = props;
    const at = { accountId, region, partition };
    this.prefix = props.prefix ?? upstream;
    this.repositories = repositoryArn(props, `${this.prefix}/*`);
    throwProblems([
      ...placeProblems(this.node.path, props),
      ...cacheProblems(this.node.path, this.prefix, props),
      ...encryptionProblems(this.node.path, props.encryption ?? AES256, props),
      ...deployerProblems(this.node.path, props.deployers ?? [], props),
    ]);
    claimSingleton(this, `pull-through cache prefix ${this.prefix}`, props);
    throwProblems(enterCache(this, props, this.prefix));
    const { encryption = AES256 } = props;
    const template = creationTemplate(this, "Template", {
      ...at,
      prefix: this.prefix,
      appliedFor: ["PULL_THROUGH_CACHE"],
      description: `Cache of ${upstream}`,
      mutableTags: "all",
      encryption,
      ...(props.deployers ? { deployers: props.deployers } : {}),
      lifecycle: lifecyclePreset({ untaggedDays: UNTAGGED_DAYS }),
      tags: {},
      policy: [
        ...(organizationId === undefined ? [] : [pullByOrganization(organizationId)]),
        denyOtherWriters(
          [
            pullThroughCacheRoleArn(at),
            ...(UPSTREAMS[upstream].login === "role" ? [upstreamRoleArn(at, this.prefix)] : []),
          ],
          UPLOAD_ACTIONS,
        ),
      ],
    });
    warn(
      this,
      "first-pull-needs-internet",
      `the first pull of an image under ${this.prefix} ${FIRST_PULL_ROUTE}`,
    );
    const registryHost = props.registryHost ?? hostOf(upstream);
    const role =
      UPSTREAMS[upstream].login === "role"
        ? upstreamRole(this, "Role", at, { prefix: this.prefix, registryHost })
        : undefined;
    this.resource = new EcrPullThroughCacheRule(this, "Resource", {
      ecrRepositoryPrefix: this.prefix,
      upstreamRegistryUrl: registryHost,
      ...(props.credentialArn === undefined ? {} : { credentialArn: props.credentialArn }),
      ...(role ? { customRoleArn: role.arn } : {}),
      // A pull between the two would make a repository without the template's policy, or ask a role without rights.
      dependsOn: [template, ...this.node.findAll().filter((child) => child instanceof IamRolePolicy)],
    });
  }

  /** Lets the identity pull through the cache, also images that are not cached yet. */
  grantImport(grantee: Grantee): void {
    grantee.allow({ actions: [LOGIN_ACTION], resources: ["*"] });
    grantee.allow({
      actions: [...PULL_ACTIONS, IMPORT_ACTION, "ecr:CreateRepository"],
      resources: [this.repositories],
    });
  }
}

/** Host of an upstream that has one; the others were refused without theirs. */
function hostOf(upstream: Upstream): string {
  const { host } = UPSTREAMS[upstream];
  return typeof host === "string" ? host : host.example;
}
