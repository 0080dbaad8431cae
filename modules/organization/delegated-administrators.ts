import { GuarddutyOrganizationAdminAccount } from "@cdktf/provider-aws/lib/guardduty-organization-admin-account";
import { Inspector2DelegatedAdminAccount } from "@cdktf/provider-aws/lib/inspector2-delegated-admin-account";
import { SecurityhubOrganizationAdminAccount } from "@cdktf/provider-aws/lib/securityhub-organization-admin-account";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { accountIdProblems, placeProblems, throwProblems } from "../checks";
import { claimSingleton } from "../singleton";

/** What {@link DelegatedAdministrators} needs to be told. */
export interface DelegatedAdministratorsProps {
  /** The management account. */
  readonly accountId: string;
  readonly region: string;
  /** The account that administers GuardDuty, Inspector and Security Hub; not the management account. */
  readonly securityAccountId: string;
  /** What must be there first: the trusted access of the three services. @default - nothing in this stack */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * Makes one account the administrator of GuardDuty, Inspector and Security Hub, in one region.
 *
 * The three are registered one after another, since each writes the organization's list of delegated
 * administrators. The management account needs none of the three services enabled for it.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
 * @see https://docs.aws.amazon.com/inspector/latest/user/designating-admin.html
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/designate-orgs-admin-account.html
 */
export class DelegatedAdministrators extends Construct {
  readonly guardDuty: GuarddutyOrganizationAdminAccount;
  readonly inspector: Inspector2DelegatedAdminAccount;
  readonly securityHub: SecurityhubOrganizationAdminAccount;

  /** @throws ProblemError `singleton-owned-twice`, `invalid-account-id`, `invalid-region` */
  constructor(scope: Construct, id: string, props: DelegatedAdministratorsProps) {
    super(scope, id);
    const { accountId, region, securityAccountId, after = [] } = props;
    const { path } = this.node;
    throwProblems([
      ...placeProblems(path, { accountId, region }),
      ...accountIdProblems(path, [securityAccountId]),
    ]);
    claimSingleton(this, "list of delegated administrators", props);
    this.guardDuty = new GuarddutyOrganizationAdminAccount(this, "GuardDuty", {
      adminAccountId: securityAccountId,
      ...(after.length > 0 ? { dependsOn: [...after] } : {}),
    });
    this.inspector = new Inspector2DelegatedAdminAccount(this, "Inspector", {
      accountId: securityAccountId,
      dependsOn: [this.guardDuty],
    });
    this.securityHub = new SecurityhubOrganizationAdminAccount(this, "SecurityHub", {
      adminAccountId: securityAccountId,
      dependsOn: [this.inspector],
    });
  }
}
