import { DataAwsOrganizationsOrganization } from "@cdktf/provider-aws/lib/data-aws-organizations-organization";
import { OrganizationsOrganization } from "@cdktf/provider-aws/lib/organizations-organization";
import { Fn, Token } from "cdktf";
import { Construct } from "constructs";
import { adopt } from "../adoption";
import { organizationIdProblems, throwProblems } from "../checks";
import { protectFromDestroy } from "../protection";
import { claimSingleton } from "../singleton";

/** What {@link TrustedAccess} needs to be told. */
export interface TrustedAccessProps {
  /** The organization that exists already; it is adopted, never made. */
  readonly organizationId: string;
  /** Services that get trusted access, such as `guardduty.amazonaws.com`. */
  readonly servicePrincipals: readonly string[];
  /** Policy types that are enabled in the root, such as `SERVICE_CONTROL_POLICY`. */
  readonly policyTypes: readonly string[];
}

/**
 * Trusted access and policy types of an existing organization.
 *
 * The organization is imported at the first apply. What it has enabled today stays: the lists are today's and
 * ours together, so nothing of others is ever switched off, and a second plan shows no change.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services.html
 */
export class TrustedAccess extends Construct {
  readonly resource: OrganizationsOrganization;

  /** @throws ProblemError `singleton-owned-twice`, `invalid-organization-id` */
  constructor(scope: Construct, id: string, props: TrustedAccessProps) {
    super(scope, id);
    const { organizationId, servicePrincipals, policyTypes } = props;
    throwProblems(organizationIdProblems(this.node.path, organizationId));
    claimSingleton(this, "AWS organization", { accountId: organizationId });
    // Read before anything changes: a dependency on the resource would postpone it to the apply.
    const today = new DataAwsOrganizationsOrganization(this, "Today", {});
    this.resource = new OrganizationsOrganization(this, "Resource", {
      featureSet: "ALL",
      awsServiceAccessPrincipals: union(today.awsServiceAccessPrincipals, servicePrincipals),
      enabledPolicyTypes: union(today.enabledPolicyTypes, policyTypes),
      lifecycle: protectFromDestroy(this),
    });
    adopt(this.resource, organizationId);
  }
}

function union(today: readonly string[], ours: readonly string[]): string[] {
  return Token.asList(Fn.setunion([...today], [[...new Set(ours)].sort()]));
}
