import { EcrRepositoryCreationTemplate } from "@cdktf/provider-aws/lib/ecr-repository-creation-template";
import { type Construct } from "constructs";
import {
  ECR_POLICY_LENGTH,
  type Location,
  type RepositoryEncryption,
  repositoryArn,
  roleArn,
} from "../../aws";
import { type LifecycleRule, renderLifecyclePolicy } from "../../lifecycle";
import { PUSH_ROLE_PATH, templateRoleName } from "../../names";
import { Role, sizedPolicy, type Statement, trustService } from "../iam";
import { enterTemplate } from "../registry-contents";
import { claimSingleton } from "../singleton";
import { REPLICATE_ACTION } from "./actions";
import { encryptionConfiguration } from "./repository-encryption";

/** What makes ECR create a repository on its own. */
export type AppliedFor = "PULL_THROUGH_CACHE" | "REPLICATION" | "CREATE_ON_PUSH";

/** A template as it is rendered. */
export interface CreationTemplate extends Location {
  readonly prefix: string;
  readonly appliedFor: readonly AppliedFor[];
  readonly description: string;
  /** Whether every tag moves, or the patterns of those that do. */
  readonly mutableTags: "all" | readonly string[];
  readonly encryption: RepositoryEncryption;
  /**
   * Exact ARNs of the roles of this account that delete repositories which were created, beside the template's own
   * role that creates them: for them alone ECR uses the key that is made here.
   * @default - whomever of the account an identity policy allows it
   */
  readonly deployers?: readonly string[];
  readonly lifecycle: readonly LifecycleRule[];
  readonly policy: readonly Statement[];
  readonly tags: Readonly<Record<string, string>>;
}

type RoleNeeds = Pick<CreationTemplate, "encryption" | "tags">;

function needsRole({ encryption, tags }: RoleNeeds): boolean {
  return encryption.type !== "aes256" || Object.keys(tags).length > 0;
}

/** ARN of the role with which ECR creates the repositories of a template, where it needs one. */
export function creationRoleArns(at: Location, prefix: string, needs: RoleNeeds): string[] {
  return needsRole(needs) ? [roleArn(at, templateRoleName(prefix, at.region), PUSH_ROLE_PATH)] : [];
}

function mutability({ mutableTags }: CreationTemplate) {
  if (mutableTags === "all") return { imageTagMutability: "MUTABLE" };
  if (mutableTags.length === 0) return { imageTagMutability: "IMMUTABLE" };
  return {
    imageTagMutability: "IMMUTABLE_WITH_EXCLUSION",
    imageTagMutabilityExclusionFilter: mutableTags.map((filter) => ({ filter, filterType: "WILDCARD" })),
  };
}

/** The template, with the key and the role beside it where it needs them. */
export function creationTemplate(scope: Construct, id: string, template: CreationTemplate) {
  const { prefix, lifecycle, tags } = template;
  claimSingleton(scope, `ECR repository creation template ${prefix}`, template);
  if (template.appliedFor.includes("CREATE_ON_PUSH")) enterTemplate(scope, template, prefix);
  const encryption = encryptionConfiguration(
    scope,
    template.encryption,
    {
      ...template,
      // No repository has a capital letter in its name.
      repositoryName: `TEMPLATE/${prefix}`,
      deployers: template.deployers
        ? [...creationRoleArns(template, prefix, template), ...template.deployers]
        : [],
    },
    `${id}Key`,
  );
  const role = needsRole(template)
    ? creationRole(scope, `${id}Role`, template, encryption.kmsKey)
    : undefined;
  return new EcrRepositoryCreationTemplate(scope, id, {
    prefix,
    appliedFor: [...template.appliedFor],
    description: template.description,
    ...mutability(template),
    encryptionConfiguration: [encryption],
    ...(lifecycle.length > 0 ? { lifecyclePolicy: renderLifecyclePolicy(lifecycle) } : {}),
    repositoryPolicy: sizedPolicy(
      scope,
      {
        what: "policy of the repositories it creates",
        limit: ECR_POLICY_LENGTH,
        shorten: "name fewer roles that push",
      },
      template.policy,
    ),
    ...(Object.keys(tags).length > 0 ? { resourceTags: { ...tags } } : {}),
    ...(role ? { customRoleArn: role.arn } : {}),
  });
}

/**
 * The role with which ECR creates repositories that have a key or tags. It lies under the path of push roles, which
 * guardrails protect and the registry's policy lets replicate.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html
 */
function creationRole(
  scope: Construct,
  id: string,
  template: CreationTemplate,
  keyArn: string | undefined,
): Role {
  const { prefix, region, accountId } = template;
  const role = new Role(scope, id, {
    name: templateRoleName(prefix, region),
    path: PUSH_ROLE_PATH,
    description: `Creates repositories by the template ${prefix}`,
    trust: [trustService("ecr.amazonaws.com", accountId)],
  });
  role.allow({
    actions: ["ecr:CreateRepository", REPLICATE_ACTION, "ecr:TagResource"],
    resources: [repositoryArn(template, prefix === "ROOT" ? "*" : `${prefix}/*`)],
  });
  if (keyArn !== undefined) {
    role.allow({
      actions: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
      resources: [keyArn],
    });
  }
  return role;
}
