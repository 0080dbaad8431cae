import {
  SecurityHubAggregation,
  type SecurityHubAggregationProps,
  SecurityHubHub,
} from "../../../modules/organization";
import { resourceOf, synthStack } from "../../support/synth";

const at = { accountId: "222222222222", region: "eu-central-1" };
const props: SecurityHubAggregationProps = {
  accountId: "222222222222",
  homeRegion: "eu-central-1",
  linkedRegions: ["us-east-1", "eu-west-1"],
  partition: "aws",
  standards: ["nist-800-53", "aws-foundational", "cis-3.0"],
  rootId: "r-ex4m",
};
const aggregation = (changes: Partial<SecurityHubAggregationProps> = {}) =>
  synthStack((scope) => new SecurityHubAggregation(scope, "aggregation", { ...props, ...changes }));

describe("SecurityHubHub", () => {
  it("enables Security Hub without standards and with one finding per control", () => {
    const stack = synthStack((scope) => new SecurityHubHub(scope, "hub", at));
    expect(resourceOf(stack, "aws_securityhub_account")).toEqual({
      enable_default_standards: false,
      auto_enable_controls: true,
      control_finding_generator: "SECURITY_CONTROL",
      lifecycle: { prevent_destroy: true },
    });
    expect(stack["import"]).toBeUndefined();
  });

  it("imports the hub that exists", () => {
    const stack = synthStack((scope) => new SecurityHubHub(scope, "hub", { ...at, hub: "existing" }));
    const name = Object.keys(stack.resource?.["aws_securityhub_account"] ?? {})[0];
    expect(stack["import"]).toEqual([{ id: "222222222222", to: `aws_securityhub_account.${String(name)}` }]);
  });

  it("knows its ARN", () => {
    synthStack((scope) => {
      expect(new SecurityHubHub(scope, "hub", { ...at, region: "us-gov-west-1" }).hubArn).toBe(
        "arn:aws-us-gov:securityhub:us-gov-west-1:222222222222:hub/default",
      );
    });
  });

  it("refuses a second owner", () => {
    expect(() =>
      synthStack((scope) => {
        new SecurityHubHub(scope, "one", at);
        new SecurityHubHub(scope, "two", at);
      }),
    ).toThrow(
      "test/two: the Security Hub of an account and region has one owner, and test/one owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    );
  });
});

describe("SecurityHubAggregation", () => {
  it("links the named regions", () => {
    expect(resourceOf(aggregation(), "aws_securityhub_finding_aggregator")).toEqual({
      linking_mode: "SPECIFIED_REGIONS",
      specified_regions: ["eu-west-1", "us-east-1"],
      lifecycle: { prevent_destroy: true },
    });
  });

  it("links no region in an organization of one region", () => {
    expect(resourceOf(aggregation({ linkedRegions: [] }), "aws_securityhub_finding_aggregator")).toEqual({
      linking_mode: "NO_REGIONS",
      lifecycle: { prevent_destroy: true },
    });
  });

  it("waits for the hub", () => {
    const stack = synthStack((scope) => {
      const hub = new SecurityHubHub(scope, "hub", at);
      new SecurityHubAggregation(scope, "aggregation", { ...props, after: [hub.resource] });
    });
    const hub = Object.keys(stack.resource?.["aws_securityhub_account"] ?? {})[0];
    expect(resourceOf(stack, "aws_securityhub_finding_aggregator")["depends_on"]).toEqual([
      `aws_securityhub_account.${String(hub)}`,
    ]);
  });

  it("configures centrally, after the aggregator is there", () => {
    const stack = aggregation();
    const aggregator = Object.keys(stack.resource?.["aws_securityhub_finding_aggregator"] ?? {})[0];
    expect(resourceOf(stack, "aws_securityhub_organization_configuration")).toEqual({
      auto_enable: false,
      auto_enable_standards: "NONE",
      organization_configuration: { configuration_type: "CENTRAL" },
      timeouts: { create: "60m", update: "60m" },
      lifecycle: { prevent_destroy: true },
      depends_on: [`aws_securityhub_finding_aggregator.${String(aggregator)}`],
    });
  });

  it("enables the standards by their ARNs of the home region, with every control", () => {
    const stack = aggregation();
    const central = Object.keys(stack.resource?.["aws_securityhub_organization_configuration"] ?? {})[0];
    expect(resourceOf(stack, "aws_securityhub_configuration_policy")).toEqual({
      name: "supply-chain",
      description: "Security Hub in every account, with the standards of the organization",
      configuration_policy: {
        service_enabled: true,
        enabled_standard_arns: [
          "arn:aws:securityhub:eu-central-1::standards/aws-foundational-security-best-practices/v/1.0.0",
          "arn:aws:securityhub:eu-central-1::standards/cis-aws-foundations-benchmark/v/3.0.0",
          "arn:aws:securityhub:eu-central-1::standards/nist-800-53/v/5.0.0",
        ],
        security_controls_configuration: { disabled_control_identifiers: [] },
      },
      depends_on: [`aws_securityhub_organization_configuration.${String(central)}`],
    });
  });

  it("applies the policy to the root", () => {
    const stack = aggregation();
    const policy = Object.keys(stack.resource?.["aws_securityhub_configuration_policy"] ?? {})[0];
    expect(resourceOf(stack, "aws_securityhub_configuration_policy_association")).toEqual({
      policy_id: `\${aws_securityhub_configuration_policy.${String(policy)}.id}`,
      target_id: "r-ex4m",
      timeouts: { create: "60m", update: "60m" },
    });
  });

  it("refuses a home region that accounts have to enable", () => {
    expect(() => aggregation({ homeRegion: "eu-central-2" })).toThrow(
      "test/aggregation: eu-central-2 is a region that accounts have to enable, and Security Hub cannot be at home there; choose a home region that is on by default, and link this one [home-region-opt-in]",
    );
  });

  it("refuses the home region among the linked ones, and a region twice, at once", () => {
    expect(() => aggregation({ linkedRegions: ["eu-central-1", "eu-west-1", "eu-west-1"] })).toThrow(
      [
        "test/aggregation: the home region eu-central-1 is among the linked regions; leave it out: its own findings are there already [home-region-linked]",
        "test/aggregation: the region eu-west-1 is linked twice; name it once [region-linked-twice]",
      ].join("\n"),
    );
  });

  it("refuses a second owner", () => {
    expect(() =>
      synthStack((scope) => {
        new SecurityHubAggregation(scope, "one", props);
        new SecurityHubAggregation(scope, "two", props);
      }),
    ).toThrow(
      "test/two: the Security Hub finding aggregator of an account and region has one owner, and test/one owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    );
  });
});
