import { attachmentsOf } from "../attachments";
import { isUnresolved } from "../reference";
import { type Context, excused, type Finding, judgeStatements, type Rule } from "../rule";

/** `*`, `e*`, `ec?:PutImage`, `ecr:*`, `s3:*Object`: a wildcard before the verb, or in the name of the service. */
const WHOLE_SERVICE = /^[^:]*[*?]|:[*?]/;
/** `s3:G*`: too little of the verb stands before the wildcard to say which actions are meant. */
const HALF_VERB = /:[A-Za-z]{1,2}[*?]/;
const AWS_POLICY = /^arn:[^:]+:(?:iam|eks)::aws:/;

function judgeActions(context: Context): Finding[] {
  return judgeStatements(context, (policy, statement): Finding[] => {
    const { actions, effect, label, notActions } = statement;
    const { resource } = policy;
    if (effect === "Deny") return [];
    const findings: Finding[] = actions.flatMap((action): Finding[] => {
      if (isUnresolved(action)) {
        const message = `the action ${action} of ${label} could not be decided`;
        return [{ resource, message, change: "write every action as a literal" }];
      }
      if (!WHOLE_SERVICE.test(action) && !HALF_VERB.test(action)) return [];
      const change = "name the actions that are needed";
      return [{ resource, message: `${label} allows the action ${action}`, change }];
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

function judgeAttachments(context: Context): Finding[] {
  return attachmentsOf(context.stack).flatMap(({ resource, policy }): Finding[] => {
    if (context.stack.referred(policy)?.type === "aws_iam_policy") return [];
    if (excused(context, "no-wildcard-action", { resource, attached: policy })) return [];
    const finding = (objection: string, change: string) => [
      { resource, message: `the attached policy ${policy} ${objection}`, change },
    ];
    if (isUnresolved(policy)) {
      return finding(
        "could not be decided",
        "write the ARN as a literal or attach a policy of the same stack",
      );
    }
    return AWS_POLICY.test(policy)
      ? finding(
          "is not one of AWS's few that name every action",
          "write a policy with the actions that are needed",
        )
      : finding(
          "is not made by this stack, so its actions could not be decided",
          "attach a policy of the same stack by reference",
        );
  });
}

const KEY_TYPES = [
  "aws_kms_key",
  "aws_kms_external_key",
  "aws_kms_replica_external_key",
  "aws_kms_replica_key",
];

/** AWS writes a policy itself for a key that comes without one. */
function judgeDefaultKeyPolicies({ stack }: Context): Finding[] {
  return KEY_TYPES.flatMap((type) => stack.ofType(type))
    .filter(
      (key) =>
        (key.body["policy"] ?? "") === "" &&
        stack.belongingTo(key, "aws_kms_key_policy", "key_id", "key_id").length === 0,
    )
    .map((resource) => ({
      resource,
      message: "has no policy, and AWS's default allows the account kms:*",
      change: "set policy with the actions that are needed",
    }));
}

/** Permissions are spelt out. */
export const noWildcardAction: Rule = {
  id: "no-wildcard-action",
  description:
    "No Allow has the action `*` or `service:*`, nor NotAction, nor is a policy attached whose actions are not known to be few; key policies name KMS's administrative actions one by one.",
  check: (context) => [
    ...judgeActions(context),
    ...judgeAttachments(context),
    ...judgeDefaultKeyPolicies(context),
  ],
};
