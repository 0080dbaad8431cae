import { roleArn } from "../aws";
import { siteOf } from "../config";
import { exemptRoles, isGuarded } from "./governance";
import { listed, type Note, type Rule } from "./note";

/** Revoking is among what guardrails keep everybody from; they never bind the management account. */
export const boundRevokers: Rule = (organization) => {
  const { partition } = organization.organization;
  const exempt = new Set(exemptRoles(organization));
  return Object.entries(organization.signing.profiles).flatMap(([profile, { revokers }]): Note[] => {
    const bound = revokers.flatMap(({ account, role }) => {
      const site = siteOf(organization, account);
      if (!site || site.account.role.includes("management") || !isGuarded(organization, site)) return [];
      const arn = roleArn({ partition, accountId: site.account.id }, role);
      // Deployment roles of one name are exempt in every account.
      const isFree = exempt.has(arn) || exempt.has(roleArn({ partition, accountId: "*" }, role));
      return isFree ? [] : [arn];
    });
    if (bound.length === 0) return [];
    return [
      {
        code: "revoker-bound",
        path: `signing.profiles.${profile}.revokers`,
        message: `the guardrails keep ${listed(bound)} from revoking anything`,
        change: `add ${bound.length === 1 ? "it" : "them"} to \`guardrails.exemptRoles\`, where no guardrail binds ${bound.length === 1 ? "it" : "them"}`,
      },
    ];
  });
};
