import { type IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { type Problem } from "../../problem";
import { parseRoleArn, templateProblems, throwProblems } from "../checks";
import { RolePermissions } from "./role-permissions";
import { type Grantee, type Statement } from "./statement";

/** What an {@link ExistingRole} needs to be told. */
export interface ExistingRoleProps {
  /** ARN of the role, which is of the stack's own account. */
  readonly arn: string;
  /** Name of the inline policy that is added, which the role has no other of. */
  readonly policyName: string;
}

/**
 * A role that somebody else made: it gets one inline policy and stays theirs. The policy goes when nothing is granted
 * any more.
 *
 * @throws ProblemError `invalid-role-arn`, `terraform-template`
 */
export class ExistingRole extends Construct implements Grantee {
  readonly arn: string;
  private readonly permissions: RolePermissions;

  constructor(scope: Construct, id: string, { arn, policyName }: ExistingRoleProps) {
    super(scope, id);
    throwProblems([...arnProblems(arn, this.node.path), ...templateProblems(this.node.path, { policyName })]);
    this.arn = arn;
    this.permissions = new RolePermissions(this, {
      role: arn.slice(arn.lastIndexOf("/") + 1),
      name: policyName,
    });
  }

  /** The inline policy; none as long as nothing is granted. */
  get policy(): IamRolePolicy | undefined {
    return this.permissions.policy;
  }

  /** Adds a statement to the inline policy. */
  allow(statement: Statement): void {
    this.permissions.allow(statement);
  }
}

function arnProblems(arn: string, path: string): Problem[] {
  if (parseRoleArn(arn)) return [];
  return [
    {
      code: "invalid-role-arn",
      path,
      message: `"${arn}" is not the ARN of a role`,
      allowed: "arn:<partition>:iam::<account>:role/<path and name>",
    },
  ];
}
