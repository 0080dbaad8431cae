import { SecurityhubConfigurationPolicy } from "@cdktf/provider-aws/lib/securityhub-configuration-policy";
import { SecurityhubConfigurationPolicyAssociation } from "@cdktf/provider-aws/lib/securityhub-configuration-policy-association";
import { SecurityhubFindingAggregator } from "@cdktf/provider-aws/lib/securityhub-finding-aggregator";
import { SecurityhubOrganizationConfiguration } from "@cdktf/provider-aws/lib/securityhub-organization-configuration";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { OPT_IN_REGIONS, type Partition, type SecurityStandard } from "../../aws";
import { type Problem } from "../../problem";
import { placeProblems, repeated, throwProblems } from "../checks";
import { protectFromDestroy } from "../protection";
import { claimSingleton } from "../singleton";

/** What {@link SecurityHubAggregation} needs to be told. */
export interface SecurityHubAggregationProps {
  /** The delegated administrator, which is not the management account. */
  readonly accountId: string;
  /**
   * Region whose Security Hub shows the findings of all; one that is on by default.
   *
   * @see https://docs.aws.amazon.com/securityhub/latest/userguide/start-central-configuration.html
   */
  readonly homeRegion: string;
  /** The other regions whose findings come together; may be empty. */
  readonly linkedRegions: readonly string[];
  readonly partition: Partition;
  /** Standards that are on in every account. */
  readonly standards: readonly SecurityStandard[];
  /** Root of the organization, to which the configuration applies. */
  readonly rootId: string;
  /** What must be there first: the hub of this account and region. @default - nothing in this stack */
  readonly after?: readonly ITerraformDependable[];
}

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html */
const STANDARDS: Readonly<Record<SecurityStandard, string>> = {
  "aws-foundational": "aws-foundational-security-best-practices/v/1.0.0",
  "cis-3.0": "cis-aws-foundations-benchmark/v/3.0.0",
  "nist-800-53": "nist-800-53/v/5.0.0",
};

/** Longest wait for central configuration, which reaches every account and region of the organization. */
const CENTRAL_CONFIGURATION_TIMEOUT = "60m";

/**
 * Security Hub for a whole organization, in the home region of the delegated administrator: findings of all
 * regions in one place, and one configuration policy for every account.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html
 */
export class SecurityHubAggregation extends Construct {
  readonly resource: SecurityhubFindingAggregator;
  /** The configuration of every account. */
  readonly policy: SecurityhubConfigurationPolicy;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `singleton-owned-twice`, `home-region-opt-in`, `home-region-linked`, `region-linked-twice`
   */
  constructor(scope: Construct, id: string, props: SecurityHubAggregationProps) {
    super(scope, id);
    const { accountId, homeRegion, linkedRegions, partition, standards, rootId, after = [] } = props;
    const problems = regionProblems(this, props);
    throwProblems(problems);
    claimSingleton(this, "Security Hub finding aggregator", { accountId });

    this.resource = new SecurityhubFindingAggregator(this, "Resource", {
      ...(linkedRegions.length > 0
        ? { linkingMode: "SPECIFIED_REGIONS", specifiedRegions: [...linkedRegions].sort() }
        : { linkingMode: "NO_REGIONS" }),
      lifecycle: protectFromDestroy(this),
      ...(after.length > 0 ? { dependsOn: [...after] } : {}),
    });
    const central = new SecurityhubOrganizationConfiguration(this, "Central", {
      autoEnable: false,
      autoEnableStandards: "NONE",
      organizationConfiguration: { configurationType: "CENTRAL" },
      timeouts: { create: CENTRAL_CONFIGURATION_TIMEOUT, update: CENTRAL_CONFIGURATION_TIMEOUT },
      // Without it every account falls back to settings of its own.
      lifecycle: protectFromDestroy(this),
      dependsOn: [this.resource],
    });
    this.policy = new SecurityhubConfigurationPolicy(this, "Policy", {
      name: "supply-chain",
      description: "Security Hub in every account, with the standards of the organization",
      configurationPolicy: {
        serviceEnabled: true,
        enabledStandardArns: [...new Set(standards)]
          .sort()
          .map((standard) => `arn:${partition}:securityhub:${homeRegion}::standards/${STANDARDS[standard]}`),
        // An empty list means every control, also those that AWS adds later.
        securityControlsConfiguration: { disabledControlIdentifiers: [] },
      },
      dependsOn: [central],
    });
    new SecurityhubConfigurationPolicyAssociation(this, "Association", {
      policyId: this.policy.id,
      targetId: rootId,
      timeouts: { create: CENTRAL_CONFIGURATION_TIMEOUT, update: CENTRAL_CONFIGURATION_TIMEOUT },
    });
  }
}

function regionProblems(owner: Construct, props: SecurityHubAggregationProps): Problem[] {
  const { homeRegion, linkedRegions } = props;
  const { path } = owner.node;
  const { accountId, partition } = props;
  return [
    ...placeProblems(path, { accountId, region: homeRegion, partition }),
    ...[...new Set(linkedRegions)].flatMap((region) => placeProblems(path, { region, partition })),
    ...(OPT_IN_REGIONS.has(homeRegion)
      ? [
          {
            code: "home-region-opt-in",
            path,
            message: `${homeRegion} is a region that accounts have to enable, and Security Hub cannot be at home there`,
            change: "choose a home region that is on by default, and link this one",
          },
        ]
      : []),
    ...(linkedRegions.includes(homeRegion)
      ? [
          {
            code: "home-region-linked",
            path,
            message: `the home region ${homeRegion} is among the linked regions`,
            change: "leave it out: its own findings are there already",
          },
        ]
      : []),
    ...repeated(linkedRegions).map((region) => ({
      code: "region-linked-twice",
      path,
      message: `the region ${region} is linked twice`,
      change: "name it once",
    })),
  ];
}
