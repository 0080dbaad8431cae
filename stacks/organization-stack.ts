import { Construct } from "constructs";
import { DelegatedAdministrators, Guardrails, TrustedAccess } from "../modules/organization";
import { type Deployment, type OrganizationLayer } from "../plan";
import { AccountStack, type AppLayout } from "./account-stack";

/** Management account, one region: trusted access, delegated administrators, guardrails. */
export class OrganizationStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment<OrganizationLayer>, layout: AppLayout) {
    super(scope, deployment, layout);
    const { account, region, partition, layer } = deployment;
    const { organizationId, securityAccountId, organizationWide } = layer;
    const organization = new Construct(this, "organization");
    const after = organizationWide ? [adopt(organization, organizationId, organizationWide)] : [];
    new DelegatedAdministrators(organization, "delegated-administrators", {
      accountId: account.id,
      region,
      securityAccountId,
      after,
    });
    if (organizationWide?.guardrails) {
      new Guardrails(organization, "guardrails", {
        partition,
        organizationId,
        ...organizationWide.guardrails,
        after,
      });
    }
  }
}

/** The organization with the trusted access and policy types that everything else needs. */
function adopt(
  scope: Construct,
  organizationId: string,
  { servicePrincipals, policyTypes }: NonNullable<OrganizationLayer["organizationWide"]>,
) {
  const props = { organizationId, servicePrincipals, policyTypes };
  return new TrustedAccess(scope, "trusted-access", props).resource;
}
