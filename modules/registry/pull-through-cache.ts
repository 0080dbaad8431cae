import { EcrPullThroughCacheRule } from "@cdktf/provider-aws/lib/ecr-pull-through-cache-rule";
import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { type Partition, repositoryArn, type Upstream, UPSTREAMS } from "../../aws";
import { type Problem } from "../../problem";
import { placeProblems, throwProblems } from "../checks";
import { LOGIN_ACTION, UPLOAD_ACTIONS } from "../ecr";
import { type Grantee, policyDocument } from "../iam";
import { claimSingleton } from "../singleton";
import { IMPORT_ACTION, PULL_ACTIONS, pullThroughCacheRoleArn } from "./actions";
import { cachePrefixProblems } from "./cache-prefix";
import { renderLifecyclePolicy } from "./lifecycle";
import { lifecyclePreset } from "./lifecycle-preset";
import { denyOtherWriters, pullByOrganization } from "./repository-policy";

/** What a {@link PullThroughCache} needs to be told. */
export interface PullThroughCacheProps {
  readonly accountId: string;
  readonly region: string;
  readonly partition: Partition;
  /** Id of the organization whose accounts may pull cached images. @default - only the registry's account may */
  readonly organizationId?: string;
  readonly upstream: Upstream;
  /** Images are cached as `<prefix>/<upstream image>`. @default - the upstream's name */
  readonly prefix?: string;
  /**
   * ARN of a secret named `ecr-pullthroughcache/…` of the same account and region, with the keys `username`
   * and `accessToken`, encrypted with the key `aws/secretsmanager`. @default - none, for upstreams without login
   *
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
   */
  readonly credentialArn?: string;
  /** Host of the registry, `NAME.azurecr.io`, for `azure` alone. @default - the upstream's host */
  readonly registryHost?: string;
}

const AZURE_HOST = /^[a-z0-9]{5,50}\.azurecr\.io$/;
/** Days a cached image is kept after its tag moved on to a newer one. */
const UNTAGGED_DAYS = 14;

/**
 * Images of an upstream registry, cached under a prefix as they are pulled.
 *
 * Repositories of the cache have mutable tags, so that a tag follows its upstream; only ECR itself can put
 * images into them. Who imports a new image needs {@link grantImport}, or for the whole organization
 * `pullThroughPrefixes` of `ImageRegistry`.
 *
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 * @throws ProblemError `service-not-in-partition`, `invalid-pull-through-prefix`,
 * `credentials-missing`, `credentials-superfluous`, `invalid-pull-through-credential`,
 * `registry-missing`, `registry-superfluous` and `invalid-registry-host`: what ECR would refuse;
 * `singleton-owned-twice`: two of one prefix in one stack.
 */
export class PullThroughCache extends Construct {
  readonly resource: EcrPullThroughCacheRule;
  /** Prefix of the cached repositories, without the closing slash. */
  readonly prefix: string;
  private readonly repositories: string;

  constructor(scope: Construct, id: string, props: PullThroughCacheProps) {
    super(scope, id);
    const { upstream, partition, accountId, organizationId } = props;
    this.prefix = props.prefix ?? upstream;
    this.repositories = repositoryArn(props, `${this.prefix}/*`);
    throwProblems([
      ...placeProblems(this.node.path, props),
      ...cacheProblems(this.node.path, this.prefix, props),
    ]);
    claimSingleton(this, `pull-through cache prefix ${this.prefix}`);
    const template = new EcrRepositoryCreationTemplate(this, "Template", {
      prefix: this.prefix,
      appliedFor: ["PULL_THROUGH_CACHE"],
      description: `Cache of ${upstream}`,
      imageTagMutability: "MUTABLE",
      encryptionConfiguration: [{ encryptionType: "AES256" }],
      lifecyclePolicy: renderLifecyclePolicy(lifecyclePreset({ untaggedDays: UNTAGGED_DAYS })),
      repositoryPolicy: policyDocument([
        ...(organizationId === undefined ? [] : [pullByOrganization(organizationId)]),
        denyOtherWriters([pullThroughCacheRoleArn({ partition, accountId })], UPLOAD_ACTIONS),
      ]),
    });
    this.resource = new EcrPullThroughCacheRule(this, "Resource", {
      ecrRepositoryPrefix: this.prefix,
      upstreamRegistryUrl: props.registryHost ?? UPSTREAMS[upstream].host ?? "",
      ...(props.credentialArn === undefined ? {} : { credentialArn: props.credentialArn }),
      // A pull between the two would make a repository without the template's policy.
      dependsOn: [template],
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

function cacheProblems(path: string, prefix: string, props: PullThroughCacheProps): Problem[] {
  const { partition, region } = props;
  if (partition !== "aws") {
    return [
      {
        code: "service-not-in-partition",
        path,
        message: `ECR has no pull-through cache in ${region} (partition ${partition})`,
        change: "copy the images into repositories of your own",
      },
    ];
  }
  return [
    ...cachePrefixProblems(path, prefix),
    ...credentialProblems(path, props),
    ...hostProblems(path, props),
  ];
}

function credentialProblems(path: string, props: PullThroughCacheProps): Problem[] {
  const { upstream, credentialArn, partition, region, accountId } = props;
  const secret = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:ecr-pullthroughcache/`;
  if (!UPSTREAMS[upstream].credential) {
    if (credentialArn === undefined) return [];
    return [
      {
        code: "credentials-superfluous",
        path,
        message: `ECR does not log in to ${upstream}, but credentialArn names a secret`,
        change: "leave credentialArn out",
      },
    ];
  }
  if (credentialArn === undefined) {
    return [
      {
        code: "credentials-missing",
        path,
        message: `${upstream} wants a login, and there is no credentialArn`,
        allowed: `${secret}…, with the keys username and accessToken`,
        change: "create the secret and pass its ARN as credentialArn",
      },
    ];
  }
  if ([credentialArn, secret].some(Token.isUnresolved) || credentialArn.startsWith(secret)) return [];
  return [
    {
      code: "invalid-pull-through-credential",
      path,
      message: `ECR cannot use the secret "${credentialArn}"`,
      allowed: `${secret}…`,
    },
  ];
}

function hostProblems(path: string, props: PullThroughCacheProps): Problem[] {
  const { upstream, registryHost } = props;
  const { host } = UPSTREAMS[upstream];
  if (host !== undefined) {
    if (registryHost === undefined) return [];
    return [
      {
        code: "registry-superfluous",
        path,
        message: `${upstream} is ${host}, but registryHost says "${registryHost}"`,
        change: "leave registryHost out",
      },
    ];
  }
  if (registryHost === undefined) {
    return [
      {
        code: "registry-missing",
        path,
        message: `${upstream} has no common host, and there is no registryHost`,
        allowed: "NAME.azurecr.io",
        change: "pass the host of your registry as registryHost",
      },
    ];
  }
  if (AZURE_HOST.test(registryHost)) return [];
  return [
    {
      code: "invalid-registry-host",
      path,
      message: `"${registryHost}" is not a host of ${upstream}`,
      allowed: "NAME.azurecr.io",
    },
  ];
}
