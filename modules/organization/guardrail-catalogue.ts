import { roleArn } from "../../aws";
import { functionName, ROLE_PATH } from "../../names";
import { UPLOAD_ACTIONS } from "../ecr";
import { denyExceptFor, type Guardrail } from "./guardrail";
import {
  CLUSTER_TAG_ACTIONS,
  GUARDDUTY_TAMPER_ACTIONS,
  INSPECTOR_TAMPER_ACTIONS,
  KEY_TAMPER_ACTIONS,
  REGISTRY_TAMPER_ACTIONS,
  REPOSITORY_TAMPER_ACTIONS,
  ROLE_TAMPER_ACTIONS,
  SECURITY_HUB_TAMPER_ACTIONS,
  SIGNING_TAMPER_ACTIONS,
} from "./guardrail-actions";

/** Keys of the supply chain are told from others by this beginning, its roles by their path. */
const KEY_ALIASES = "alias/supply-chain/*";

/**
 * The guardrails, in no particular order; the ones of one kind are packed into as few policies as possible.
 *
 * Service control policies bind neither the management account nor service-linked roles, so the work of
 * Inspector, GuardDuty, replication and pull-through caches goes on.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export const GUARDRAILS: readonly Guardrail[] = [
  {
    id: "keep-guardduty",
    description: "GuardDuty stays on and its findings visible.",
    kind: "SCP",
    statement: ({ exemptRoleArns }) =>
      denyExceptFor(exemptRoleArns, { sid: "KeepGuardDuty", actions: GUARDDUTY_TAMPER_ACTIONS }),
  },
  {
    id: "keep-inspector",
    description: "Inspector stays on and its findings visible.",
    kind: "SCP",
    // The function's roles lie under the path that only exempt roles write to.
    statement: ({ exemptRoleArns, partition }) =>
      denyExceptFor(
        [
          ...exemptRoleArns,
          `arn:${partition}:iam::*:role${ROLE_PATH}${functionName("inspector-rescan-duration")}-*`,
        ],
        {
          sid: "KeepInspector",
          actions: INSPECTOR_TAMPER_ACTIONS,
        },
      ),
  },
  {
    id: "keep-security-hub",
    description: "Security Hub stays on, with its regions, accounts and controls.",
    kind: "SCP",
    statement: ({ exemptRoleArns }) =>
      denyExceptFor(exemptRoleArns, { sid: "KeepSecurityHub", actions: SECURITY_HUB_TAMPER_ACTIONS }),
  },
  {
    id: "keep-signing",
    description: "Images go on being signed and signatures stay valid.",
    kind: "SCP",
    statement: ({ exemptRoleArns }) =>
      denyExceptFor(exemptRoleArns, { sid: "KeepSigning", actions: SIGNING_TAMPER_ACTIONS }),
  },
  {
    id: "keep-registry",
    description:
      "Registry policies, replication, pull-through caches and creation templates stay as deployed.",
    kind: "SCP",
    // These actions take no resource, and act on the registry of the caller's own account.
    statement: ({ exemptRoleArns, registryAccountIds }) =>
      denyExceptFor(exemptRoleArns, {
        sid: "KeepRegistry",
        actions: REGISTRY_TAMPER_ACTIONS,
        ...(registryAccountIds === undefined
          ? {}
          : { conditions: { StringEquals: { "aws:PrincipalAccount": registryAccountIds } } }),
      }),
  },
  {
    id: "keep-repositories",
    description:
      "Repositories and their images, policies, immutable tags and lifecycle rules stay as deployed.",
    kind: "SCP",
    statement: ({ exemptRoleArns, partition, registryAccountIds = ["*"] }) =>
      denyExceptFor(exemptRoleArns, {
        sid: "KeepRepositories",
        actions: REPOSITORY_TAMPER_ACTIONS,
        resources: registryAccountIds.map((id) => `arn:${partition}:ecr:*:${id}:repository/*`),
      }),
  },
  {
    id: "keep-keys",
    description: "KMS keys of the supply chain stay usable.",
    kind: "SCP",
    statement: ({ exemptRoleArns }) =>
      denyExceptFor(exemptRoleArns, {
        sid: "KeepKeys",
        actions: KEY_TAMPER_ACTIONS,
        conditions: { "ForAnyValue:StringLike": { "kms:ResourceAliases": KEY_ALIASES } },
      }),
  },
  {
    id: "keep-key-aliases",
    description: "The aliases by which the keys of the supply chain are known stay.",
    kind: "SCP",
    statement: ({ exemptRoleArns, partition }) =>
      denyExceptFor(exemptRoleArns, {
        sid: "KeepKeyAliases",
        actions: ["kms:DeleteAlias", "kms:UpdateAlias"],
        resources: [`arn:${partition}:kms:*:*:${KEY_ALIASES}`],
      }),
  },
  {
    id: "keep-roles",
    description:
      "Roles of the supply chain and the exempt roles are made and changed by the exempt roles alone.",
    kind: "SCP",
    statement: ({ exemptRoleArns, partition }) =>
      denyExceptFor(exemptRoleArns, {
        sid: "KeepRoles",
        actions: ROLE_TAMPER_ACTIONS,
        resources: [roleArn({ partition, accountId: "*" }, "*", ROLE_PATH), ...exemptRoleArns],
      }),
  },
  {
    id: "keep-monitoring-tags",
    description: "Nobody takes a cluster out of Runtime Monitoring by its tag.",
    kind: "SCP",
    statement: ({ exemptRoleArns }) =>
      denyExceptFor(exemptRoleArns, {
        sid: "KeepMonitoringTags",
        actions: CLUSTER_TAG_ACTIONS,
        conditions: { "ForAnyValue:StringEquals": { "aws:TagKeys": "GuardDutyManaged" } },
      }),
  },
  {
    id: "push-by-pushers-only",
    description: "Images are pushed by roles of the push path alone.",
    kind: "SCP",
    statement: ({ exemptRoleArns, partition, pushRolePath }) =>
      pushRolePath === undefined
        ? undefined
        : denyExceptFor([...exemptRoleArns, roleArn({ partition, accountId: "*" }, "*", pushRolePath)], {
            sid: "PushByPushersOnly",
            actions: UPLOAD_ACTIONS,
          }),
  },
  {
    id: "registry-for-organization-only",
    description:
      "Nobody outside of the organization reaches its registries, whatever a repository policy says.",
    kind: "RCP",
    statement: ({ organizationId }) => ({
      sid: "RegistryForOrganizationOnly",
      effect: "Deny",
      principals: "*",
      actions: ["ecr:*"],
      resources: ["*"],
      conditions: {
        StringNotEqualsIfExists: { "aws:PrincipalOrgID": organizationId },
        BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      },
    }),
  },
];
