import { Construct } from "constructs";
import { DelegatedAdministrators, Guardrails, TrustedAccess } from "../modules/organization";
import { type Deployment, type OrganizationLayer } from "../plan";
import { AccountStack, type AppLayout } from "./account-stack";

/** Management account, one region: trusted access, delegated administrators, guardrails. */
export class OrganizationStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment<OrganizationLayer>, layout: AppLayout) {
    super(scope, deployment, layout);
    const { partition, layer } = deployment;
    const { organizationId, securityAccountId, organizationWide } = layer;
    const organization = new Construct(this, "organization");
    const administrators = new DelegatedAdministrators(organization, "delegated-administrators", {
      securityAccountId,
    });
    if (!organizationWide) return;
    const { servicePrincipals, policyTypes, guardrails } = organizationWide;
    const trustedAccess = new TrustedAccess(organization, "trusted-access", {
      organizationId,
      servicePrincipals,
      policyTypes,
    });
    administrators.node.addDependency(trustedAccess);
    if (guardrails) {
      const { targets, exemptRoleArns } = guardrails;
      const policies = new Guardrails(organization, "guardrails", {
        partition,
        organizationId,
        targets,
        exemptRoleArns,
      });
      policies.node.addDependency(trustedAccess);
    }
  }
}
