import { type Resource, type StackView } from "./stack";
import { valuesAt } from "./values";

/** A policy that is attached instead of written. */
export interface Attachment {
  /** What attaches it. */
  readonly resource: Resource;
  /** Its ARN, or its name where only the name is given. */
  readonly policy: string;
}

/** Arguments that attach policies, by type; a permissions boundary grants nothing and is none. */
const ATTACHING: Readonly<Record<string, string>> = {
  aws_eks_access_policy_association: "policy_arn",
  aws_iam_group_policy_attachment: "policy_arn",
  aws_iam_group_policy_attachments_exclusive: "policy_arns",
  aws_iam_policy_attachment: "policy_arn",
  aws_iam_role: "managed_policy_arns",
  aws_iam_role_policy_attachment: "policy_arn",
  aws_iam_role_policy_attachments_exclusive: "policy_arns",
  aws_iam_user_policy_attachment: "policy_arn",
  aws_iam_user_policy_attachments_exclusive: "policy_arns",
  aws_ssoadmin_customer_managed_policy_attachment: "customer_managed_policy_reference.name",
  aws_ssoadmin_managed_policy_attachment: "managed_policy_arn",
};

/** Every policy that a stack attaches to a role, user, group, permission set or access entry. */
export function attachmentsOf(stack: StackView): Attachment[] {
  return Object.entries(ATTACHING).flatMap(([type, path]) =>
    stack
      .ofType(type)
      .flatMap((resource) =>
        valuesAt(resource.body, path).map((policy) => ({ resource, policy: String(policy) })),
      ),
  );
}
