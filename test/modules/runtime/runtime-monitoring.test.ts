import { SecurityHubHub } from "../../../modules/organization";
import { GuardDutyDetector, RuntimeMonitoring, type RuntimeMonitoringProps } from "../../../modules/runtime";
import { resourceOf, synthStack } from "../../support/synth";

const props: RuntimeMonitoringProps = {
  accountId: "222222222222",
  region: "eu-central-1",
  coverage: { ecs: "all", eks: "selected", ec2: true },
};
const monitoring = (changes: Partial<RuntimeMonitoringProps> = {}) =>
  synthStack((scope) => new RuntimeMonitoring(scope, "monitoring", { ...props, ...changes }));

describe("RuntimeMonitoring", () => {
  it("makes a protected detector", () => {
    expect(resourceOf(monitoring(), "aws_guardduty_detector")).toEqual({
      enable: true,
      finding_publishing_frequency: "FIFTEEN_MINUTES",
      lifecycle: { prevent_destroy: true },
    });
  });

  it("finds the detector that exists", () => {
    const stack = monitoring({ detector: "existing" });
    expect(stack.resource?.["aws_guardduty_detector"]).toBeUndefined();
    const name = String(Object.keys(stack.data?.["aws_guardduty_detector"] ?? {})[0]);
    expect(resourceOf(stack, "aws_guardduty_organization_configuration")["detector_id"]).toBe(
      `\${data.aws_guardduty_detector.${name}.id}`,
    );
  });

  it("names every kind of agent in the order of the API, managed only where all are watched", () => {
    expect(
      resourceOf(monitoring(), "aws_guardduty_organization_configuration_feature")[
        "additional_configuration"
      ],
    ).toEqual([
      { name: "EKS_ADDON_MANAGEMENT", auto_enable: "NONE" },
      { name: "ECS_FARGATE_AGENT_MANAGEMENT", auto_enable: "ALL" },
      { name: "EC2_AGENT_MANAGEMENT", auto_enable: "ALL" },
    ]);
  });

  it("covers the own account as the members", () => {
    const stack = monitoring();
    const detector = String(Object.keys(stack.resource?.["aws_guardduty_detector"] ?? {})[0]);
    expect(resourceOf(stack, "aws_guardduty_detector_feature")).toEqual({
      detector_id: `\${aws_guardduty_detector.${detector}.id}`,
      name: "RUNTIME_MONITORING",
      status: "ENABLED",
      additional_configuration: [
        { name: "EKS_ADDON_MANAGEMENT", status: "DISABLED" },
        { name: "ECS_FARGATE_AGENT_MANAGEMENT", status: "ENABLED" },
        { name: "EC2_AGENT_MANAGEMENT", status: "ENABLED" },
      ],
    });
  });

  it("gives GuardDuty to every member before it sets the feature", () => {
    const stack = monitoring();
    expect(
      resourceOf(stack, "aws_guardduty_organization_configuration")["auto_enable_organization_members"],
    ).toBe("ALL");
    const name = String(Object.keys(stack.resource?.["aws_guardduty_organization_configuration"] ?? {})[0]);
    const feature = resourceOf(stack, "aws_guardduty_organization_configuration_feature");
    expect(feature["auto_enable"]).toBe("ALL");
    expect(feature["depends_on"]).toEqual([`aws_guardduty_organization_configuration.${name}`]);
  });

  it("keeps the feature on when clusters of one kind may opt in", () => {
    const stack = monitoring({ coverage: { ecs: "selected", eks: "off", ec2: false } });
    expect(resourceOf(stack, "aws_guardduty_organization_configuration_feature")["auto_enable"]).toBe("ALL");
  });

  it("switches the feature off when nothing is watched", () => {
    const stack = monitoring({ coverage: { ecs: "off", eks: "off", ec2: false } });
    expect(resourceOf(stack, "aws_guardduty_detector_feature")["status"]).toBe("DISABLED");
    const feature = resourceOf(stack, "aws_guardduty_organization_configuration_feature");
    expect(feature["auto_enable"]).toBe("NONE");
    expect(feature["additional_configuration"]).toEqual([
      { name: "EKS_ADDON_MANAGEMENT", auto_enable: "NONE" },
      { name: "ECS_FARGATE_AGENT_MANAGEMENT", auto_enable: "NONE" },
      { name: "EC2_AGENT_MANAGEMENT", auto_enable: "NONE" },
    ]);
  });

  it("says nothing of the feature where GuardDuty does not have it", () => {
    const stack = monitoring({ region: "cn-north-1", coverage: { ecs: "off", eks: "off", ec2: false } });
    expect(Object.keys(stack.resource ?? {}).sort()).toEqual([
      "aws_guardduty_detector",
      "aws_guardduty_organization_configuration",
    ]);
  });

  it("cannot watch anything where GuardDuty does not have the feature", () => {
    expect(() =>
      monitoring({ region: "cn-north-1", coverage: { ecs: "off", eks: "off", ec2: true } }),
    ).toThrow(
      "test/monitoring: GuardDuty has no Runtime Monitoring in cn-north-1; set the coverage of ecs and eks to off and of ec2 to false [service-not-in-partition]",
    );
  });

  it("configures the organization after what it is told to wait for", () => {
    const stack = synthStack((scope) => {
      const hub = new SecurityHubHub(scope, "hub", props);
      new RuntimeMonitoring(scope, "monitoring", { ...props, after: [hub.resource] });
    });
    const hub = String(Object.keys(stack.resource?.["aws_securityhub_account"] ?? {})[0]);
    expect(resourceOf(stack, "aws_guardduty_organization_configuration")["depends_on"]).toEqual([
      `aws_securityhub_account.${hub}`,
    ]);
  });

  it("knows the detector's ARN", () => {
    synthStack((scope) => {
      const { detectorArn, detectorId } = new RuntimeMonitoring(scope, "monitoring", props);
      expect(detectorArn).toBe(`arn:aws:guardduty:eu-central-1:222222222222:detector/${detectorId}`);
    });
  });

  it("refuses a second detector", () => {
    expect(() =>
      synthStack((scope) => {
        new GuardDutyDetector(scope, "detector", props);
        new RuntimeMonitoring(scope, "monitoring", props);
      }),
    ).toThrow(
      "test/monitoring/Detector: the GuardDuty detector of an account and region has one owner, and test/detector owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    );
  });
});
