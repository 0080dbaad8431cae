import { Inspector2Enabler } from "@cdktf/provider-aws/lib/inspector2-enabler";
import { Inspector2MemberAssociation } from "@cdktf/provider-aws/lib/inspector2-member-association";
import { Inspector2OrganizationConfiguration } from "@cdktf/provider-aws/lib/inspector2-organization-configuration";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { type InspectorScanType } from "../../aws";
import { type Problem } from "../../problem";
import { adopt } from "../adoption";
import { accountIdProblems, placeProblems, throwProblems } from "../checks";
import { claimSingleton } from "../singleton";
import {
  INSPECTOR_ACTIVATION,
  INSPECTOR_TIMEOUT,
  inspectorProblems,
  REGISTRY_SCAN_TYPE,
  resourceTypesOf,
  scanTypeProblems,
} from "./scan-types";

const TIMEOUTS = { create: INSPECTOR_TIMEOUT, update: INSPECTOR_TIMEOUT, delete: INSPECTOR_TIMEOUT };

/** What {@link InspectorOrganization} needs to be told. */
export interface InspectorOrganizationProps {
  /** The delegated administrator of Inspector, which must be the provider's own account. */
  readonly accountId: string;
  /** The region to scan in, which must be the provider's own. */
  readonly region: string;
  /**
   * What Inspector scans in the administrator, in the members and in accounts that join later. An empty list
   * makes nothing, and switches off what an earlier list switched on.
   */
  readonly autoEnable: readonly InspectorScanType[];
  /** Existing accounts of the organization, without the administrator. */
  readonly memberAccountIds: readonly string[];
  /**
   * Those of `memberAccountIds` that are members of the administrator in this region already: Inspector refuses to
   * add them, so the first apply imports their membership. @default - all of them are added
   */
  readonly existingMemberIds?: readonly string[];
}

/**
 * Amazon Inspector for an organization in one region, set up by its delegated administrator.
 *
 * Inspector accepts only this order: the administrator switches itself on, then decides on accounts that join
 * later, then takes in the existing accounts, then switches each of them on.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/managing-multiple-accounts.html
 */
export class InspectorOrganization extends Construct {
  /** The organization configuration; absent when nothing is to be scanned. */
  readonly resource?: Inspector2OrganizationConfiguration;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`
   * @throws ProblemError `singleton-owned-twice`, `lambda-code-needs-lambda`, `service-not-in-region`,
   * `invalid-account-id`, `administrator-as-member`, `existing-member-not-listed`
   */
  constructor(scope: Construct, id: string, props: InspectorOrganizationProps) {
    super(scope, id);
    claimSingleton(this, INSPECTOR_ACTIVATION, props);
    const { accountId, region, autoEnable } = props;
    const members = [...new Set(props.memberAccountIds)].sort();
    const existing = [...new Set(props.existingMemberIds)].sort();
    const problems = [
      ...(autoEnable.length > 0 ? inspectorProblems(region, this.node.path) : []),
      ...placeProblems(this.node.path, { region }),
      ...scanTypeProblems(autoEnable, region, this.node.path),
      ...accountProblems(accountId, members, existing, this.node.path),
    ];
    throwProblems(problems);
    if (autoEnable.length === 0) return;
    claimScans(this, props, members);

    const administrator = this.enable("Administrator", accountId, autoEnable);
    this.resource = new Inspector2OrganizationConfiguration(this, "Resource", {
      autoEnable: {
        ec2: autoEnable.includes("ec2"),
        ecr: autoEnable.includes("ecr"),
        lambda: autoEnable.includes("lambda"),
        lambdaCode: autoEnable.includes("lambda-code"),
        // Off where it is left out; hashicorp/aws 5.x does not know it.
        ...(autoEnable.includes("code-repository") ? { codeRepository: true } : {}),
      },
      timeouts: TIMEOUTS,
      dependsOn: [administrator],
    });
    for (const member of members) {
      const association = new Inspector2MemberAssociation(this, `Member-${member}`, {
        accountId: member,
        timeouts: { create: INSPECTOR_TIMEOUT, delete: INSPECTOR_TIMEOUT },
        dependsOn: [this.resource],
      });
      if (existing.includes(member)) adopt(association, member);
      // One enabler for each member: in a shared one, a member that leaves is dissociated before it is switched
      // off, a member that fails takes the others with it, and only one member's scan types are compared.
      this.enable(`Enabler-${member}`, member, autoEnable, association);
    }
  }

  private enable(
    id: string,
    accountId: string,
    scans: readonly InspectorScanType[],
    ...after: readonly ITerraformDependable[]
  ): Inspector2Enabler {
    return new Inspector2Enabler(this, id, {
      accountIds: [accountId],
      resourceTypes: resourceTypesOf(scans),
      timeouts: TIMEOUTS,
      ...(after.length > 0 ? { dependsOn: [...after] } : {}),
    });
  }
}

/** What is switched on in each account is set there by nobody else. */
function claimScans(
  owner: Construct,
  { accountId, region, autoEnable }: InspectorOrganizationProps,
  members: readonly string[],
): void {
  // Where only Terraform knows the region, members could not be told apart.
  const known = Token.isUnresolved(region) ? [] : members;
  for (const member of known) claimSingleton(owner, INSPECTOR_ACTIVATION, { accountId: member, region });
  if (!autoEnable.includes("ecr")) return;
  for (const one of [accountId, ...known]) {
    claimSingleton(owner, REGISTRY_SCAN_TYPE, { accountId: one, region });
  }
}

function accountProblems(
  administrator: string,
  members: readonly string[],
  existing: readonly string[],
  path: string,
): Problem[] {
  const problems = accountIdProblems(path, [administrator, ...members]);
  if (members.includes(administrator)) {
    problems.push({
      code: "administrator-as-member",
      path,
      message: `the delegated administrator ${administrator} is in memberAccountIds`,
      change: "leave it out; the administrator is switched on by itself",
    });
  }
  const others = existing.filter((member) => !members.includes(member));
  if (others.length > 0) {
    problems.push({
      code: "existing-member-not-listed",
      path,
      message: `existingMemberIds has ${others.join(", ")}, which memberAccountIds lacks`,
      change: "add to memberAccountIds what shall stay a member, and take the rest out",
    });
  }
  return problems;
}
