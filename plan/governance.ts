import { holds, type PullDateRescanDuration, roleArn, scansIn } from "../aws";
import { type Organization, regionsOf, type Site, sitesWith, siteWith } from "../config";
import { checked } from "./checked";
import { type Guardrails, type OrganizationLayer, type SecurityLayer, type SuppressionFacts } from "./layer";

/**
 * Services whose trusted access the chain needs.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_integrate_services_list.html
 */
const TRUSTED_SERVICES = [
  "guardduty.amazonaws.com",
  "inspector2.amazonaws.com",
  "malware-protection.guardduty.amazonaws.com",
  "securityhub.amazonaws.com",
] as const;

const POLICY_TYPES = ["RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY"] as const;

/** Id of what a guardrail is attached to: the root, an organizational unit or an account. */
export function targetId(organization: Organization, name: string): string {
  if (name === "root") return organization.organization.root;
  return organization.organization.organizationalUnits[name] ?? organization.accounts[name]?.id ?? name;
}

/** Whether guardrails are known to cover an account: units above its own this file does not know. */
export function isGuarded(organization: Organization, { account }: Site): boolean {
  const targets = new Set(organization.guardrails.attachTo.map((name) => targetId(organization, name)));
  const { id, organizationalUnit: unit } = account;
  const covering = [organization.organization.root, id, ...(unit ? [targetId(organization, unit)] : [])];
  return covering.some((target) => targets.has(target));
}

/**
 * Roles that the guardrails do not bind: the ones Terraform deploys with.
 *
 * The account stays open because a policy of 5,120 characters cannot list hundreds of accounts; a guardrail of
 * its own keeps everybody else from making a role of that name.
 */
export function exemptRoles(organization: Organization): string[] {
  const { partition } = organization.organization;
  const own = Object.values(organization.accounts).flatMap(({ deploymentRole }) => deploymentRole ?? []);
  return [
    roleArn({ partition, accountId: "*" }, organization.deployment.role),
    ...new Set([...own, ...organization.guardrails.exemptRoles]),
  ];
}

function guardrails(organization: Organization): Guardrails | undefined {
  const { attachTo } = organization.guardrails;
  if (attachTo.length === 0) return undefined;
  return {
    targets: attachTo.map((name) => ({ name, id: targetId(organization, name) })),
    exemptRoleArns: exemptRoles(organization),
    registryAccountIds: sitesWith(organization, "registry").map(({ account }) => account.id),
  };
}

/** The management account's part, in one region. */
export function organizationLayer(organization: Organization, region: string): OrganizationLayer {
  const policies = guardrails(organization);
  return {
    kind: "organization",
    organizationId: organization.organization.id,
    securityAccountId: checked(siteWith(organization, "security"), "security account").account.id,
    ...(region === organization.organization.homeRegion
      ? {
          organizationWide: {
            servicePrincipals: TRUSTED_SERVICES,
            policyTypes: POLICY_TYPES,
            ...(policies ? { guardrails: policies } : {}),
          },
        }
      : {}),
  };
}

type RescanWords = NonNullable<Organization["inspector"]["rescan"]>;

const RESCAN_MODES = { "last-in-use": "LAST_IN_USE_AT", "last-pull": "LAST_PULL_DATE" } as const;

/** `30 days` is `DAYS_30` to Inspector. */
function daysOf(words: NonNullable<RescanWords["pullDate"]>): PullDateRescanDuration {
  return words.replace(/^(\d+) days$/, "DAYS_$1") as PullDateRescanDuration;
}

function rescanOf({ pushDate, pullDate, pullDateMode }: RescanWords) {
  return {
    rescanDuration: pushDate === "lifetime" ? ("LIFETIME" as const) : daysOf(pushDate),
    ...(pullDate === undefined ? {} : { pullDateRescanDuration: daysOf(pullDate) }),
    ...(pullDateMode === undefined ? {} : { pullDateRescanMode: RESCAN_MODES[pullDateMode] }),
  };
}

/** The suppressions that hide something on a day: none of them where nobody says what day it is. */
function suppressionsOf({ inspector }: Organization, today: string | undefined): SuppressionFacts[] {
  if (today === undefined) return [];
  return Object.entries(inspector.suppressions).flatMap(([name, suppression]) =>
    holds("suppression", suppression.expires, today) ? [{ name, ...suppression, today }] : [],
  );
}

/** The delegated administrator's part, in one region. */
export function securityLayer(
  organization: Organization,
  region: string,
  today: string | undefined,
): SecurityLayer {
  const { homeRegion, regions, root } = organization.organization;
  const { notify, standards } = organization.securityHub;
  const { autoEnable, existingMembers, rescan } = organization.inspector;
  const address = notify.critical ?? notify.high;
  const told = autoEnable.includes("ecr") && address !== undefined;
  const members = Object.entries(organization.accounts).filter(
    ([, account]) =>
      !account.role.includes("management") &&
      !account.role.includes("security") &&
      regionsOf(organization, account).includes(region),
  );
  return {
    kind: "security",
    runtimeMonitoring: organization.guardDuty,
    inspector: {
      autoEnable: scansIn(region, autoEnable),
      memberAccountIds: members.map(([, { id }]) => id),
      existingMemberIds: members.filter(([key]) => existingMembers.includes(key)).map(([, { id }]) => id),
      ...(rescan === undefined ? {} : { rescan: rescanOf(rescan) }),
      suppressions: suppressionsOf(organization, today),
    },
    ...(region === homeRegion
      ? {
          aggregation: {
            linkedRegions: regions.filter((name) => name !== homeRegion),
            standards,
            rootId: root,
            notify: {
              ...(notify.critical === undefined ? {} : { critical: notify.critical }),
              ...(notify.high === undefined ? {} : { high: notify.high }),
            },
          },
        }
      : {
          ...(told ? { forwardFindingsTo: homeRegion } : {}),
          ...(address !== undefined && (told || rescan !== undefined) ? { alarmsTo: address } : {}),
        }),
  };
}
