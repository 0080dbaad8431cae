import { isDeepStrictEqual } from "node:util";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type Construct } from "constructs";
import { ROLE_POLICY_LENGTH } from "../../aws";
import { growingPolicy } from "./sized-policy";
import { type Statement } from "./statement";

/** Which inline policy of which role grows. */
export interface RolePermissionsProps {
  /** Name of the role, without its path. */
  readonly role: string;
  /** Name of the inline policy. */
  readonly name: string;
}

/** What a role may do, as one inline policy; it is made with its first statement. */
export class RolePermissions {
  private readonly statements: Statement[] = [];
  private made?: IamRolePolicy;

  /** @param owner construct of which the policy becomes the child `Policy` */
  constructor(
    private readonly owner: Construct,
    private readonly props: RolePermissionsProps,
  ) {}

  /** The policy; none as long as it has no statement. */
  get policy(): IamRolePolicy | undefined {
    return this.made;
  }

  /** Adds a statement that is not there yet. */
  allow(statement: Statement): void {
    this.made ??= new IamRolePolicy(this.owner, "Policy", {
      ...this.props,
      policy: growingPolicy(
        this.owner,
        {
          what: "permissions policy of the role",
          limit: ROLE_POLICY_LENGTH.permissions,
          shorten: "name fewer resources, or name them by a common prefix",
        },
        () => this.statements,
      ),
    });
    const known = this.statements.some((other) => isDeepStrictEqual(other, statement));
    if (!known) this.statements.push(statement);
  }
}
