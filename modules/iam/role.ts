import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { Construct } from "constructs";
import { accountRootArn, type Partition, ROLE_POLICY_LENGTH } from "../../aws";
import { ROLE_PATH } from "../../names";
import { templateProblems, throwProblems } from "../checks";
import { RolePermissions } from "./role-permissions";
import { sizedPolicy } from "./sized-policy";
import { type Grantee, type Statement } from "./statement";

/** What a {@link Role} needs to be told. */
export interface RoleProps {
  /** Name of the role, fixed so that other accounts can compute its ARN; at most 64 characters. */
  readonly name: string;
  /** IAM path, beginning and ending with a slash. @default "/supply-chain/" */
  readonly path?: string;
  /** What the role is for, shown in the IAM console. */
  readonly description: string;
  /** Who may assume the role: complete trust statements (`sts:AssumeRole` and the like). */
  readonly trust: readonly Statement[];
}

/**
 * An IAM role whose permissions grow by `allow`; everything it may do stands in one inline policy.
 *
 * @throws ProblemError `terraform-template`, and `policy-too-long` for its trust policy at once, for its permissions at synth
 */
export class Role extends Construct implements Grantee {
  readonly resource: IamRole;
  private readonly permissions: RolePermissions;

  constructor(scope: Construct, id: string, props: RoleProps) {
    super(scope, id);
    const { name, path = ROLE_PATH, description } = props;
    throwProblems(templateProblems(this.node.path, { name, path, description }));
    this.resource = new IamRole(this, "Resource", {
      name,
      path,
      description,
      assumeRolePolicy: sizedPolicy(
        this,
        {
          what: `trust policy of the role ${name}`,
          limit: ROLE_POLICY_LENGTH.trust,
          shorten: "let fewer roles assume it, or make a second role",
        },
        props.trust,
      ),
    });
    this.permissions = new RolePermissions(this, { role: this.resource.name, name: "permissions" });
  }

  /** Terraform reference to the ARN, for use inside the same stack. */
  get arn(): string {
    return this.resource.arn;
  }

  /** Adds a statement to the inline policy. */
  allow(statement: Statement): void {
    this.permissions.allow(statement);
  }
}

/**
 * Trust statement for an AWS service that acts only for resources of one account.
 *
 * A service that names the account it acts for must name this one. Not every service does, so none is asked to:
 * a role is passed to resources of its own account alone.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function trustService(service: string, accountId: string): Statement {
  return {
    actions: ["sts:AssumeRole"],
    principals: { service: [service] },
    conditions: { StringEqualsIfExists: { "aws:SourceAccount": accountId } },
  };
}

/**
 * Trust statement for roles of one account, by condition: IAM refuses a principal that does not exist yet, a
 * condition on its ARN is accepted before the role is there.
 */
export function trustRole(
  partition: Partition,
  accountId: string,
  ...roleArns: readonly string[]
): Statement {
  return {
    actions: ["sts:AssumeRole"],
    principals: { aws: [accountRootArn({ partition, accountId })] },
    conditions: { ArnEquals: { "aws:PrincipalArn": roleArns } },
  };
}
