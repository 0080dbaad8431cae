import { isUnresolved } from "../reference";
import { type Context, excused, type Finding, judgeStatements, type Rule } from "../rule";
import { type Resource, textsOf } from "../stack";

/** `*`, `ecr:*`, `s3:*Object`, `*:Get…`: a wildcard before the verb, or in the name of the service. */
const WHOLE_SERVICE = /^[*?]|^[^:]*[*?][^:]*:|:[*?]/;

/** Policies of AWS that hold such actions. */
const BROAD_MANAGED = /:policy\/(?:.*\/)?(AdministratorAccess[^/]*|PowerUserAccess|[^/]*FullAccess)$/;

const UNDECIDED = "write every action as a literal";

function judgeActions(context: Context): Finding[] {
  return judgeStatements(context, (policy, statement): Finding[] => {
    const { actions, effect, label, notActions } = statement;
    const { resource } = policy;
    if (effect === "Deny") return [];
    const findings: Finding[] = actions.flatMap((action): Finding[] => {
      if (WHOLE_SERVICE.test(action)) {
        const change = "name the actions that are needed";
        return [{ resource, message: `${label} allows the action ${action}`, change }];
      }
      if (!isUnresolved(action)) return [];
      return [
        { resource, message: `the action ${action} of ${label} could not be decided`, change: UNDECIDED },
      ];
    });
    if (notActions.length > 0) {
      findings.push({
        resource,
        message: `${label} allows every action but its NotAction`,
        change: "name the actions that are needed in Action",
      });
    }
    if (findings.length === 0) return [];
    return excused(context, "no-wildcard-action", { resource, policy, statement }) ? [] : findings;
  });
}

function attachments({ stack }: Context): { resource: Resource; arn: string }[] {
  const attached = [
    "aws_iam_role_policy_attachment",
    "aws_iam_user_policy_attachment",
    "aws_iam_group_policy_attachment",
    "aws_iam_policy_attachment",
    "aws_ssoadmin_managed_policy_attachment",
  ]
    .flatMap((type) => stack.ofType(type))
    .flatMap((resource) =>
      [...textsOf(resource.body["policy_arn"]), ...textsOf(resource.body["managed_policy_arn"])].map(
        (arn) => ({
          resource,
          arn,
        }),
      ),
    );
  const managed = stack
    .ofType("aws_iam_role")
    .flatMap((resource) => textsOf(resource.body["managed_policy_arns"]).map((arn) => ({ resource, arn })));
  return [...attached, ...managed];
}

function judgeAttachments(context: Context): Finding[] {
  return attachments(context).flatMap(({ resource, arn }): Finding[] => {
    if (context.stack.referred(arn)) return [];
    if (BROAD_MANAGED.test(arn)) {
      const change = "write a policy with the actions that are needed";
      return [{ resource, message: `the attached policy ${arn} allows all actions of a service`, change }];
    }
    if (!isUnresolved(arn)) return [];
    const change = "write the ARN as a literal or attach a policy of the same stack";
    return [{ resource, message: `the attached policy ${arn} could not be decided`, change }];
  });
}

/** Permissions are spelt out. */
export const noWildcardAction: Rule = {
  id: "no-wildcard-action",
  description:
    "No Allow has the action `*` or `service:*`, nor NotAction, nor is a policy of AWS attached that has them; key policies name KMS's administrative actions one by one.",
  check: (context) => [...judgeActions(context), ...judgeAttachments(context)],
};
