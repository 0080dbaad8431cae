import { FindingForwarding, type FindingForwardingProps } from "../../../modules/organization";
import { anyImagePattern } from "../../../modules/organization/finding-pattern";
import { violationsOf } from "../../baseline/support";
import { stackRejectionOf } from "../../support/rejection";
import { statementsOf } from "../../support/statements";
import { resourceOf, synthStack } from "../../support/synth";

const PROPS: FindingForwardingProps = {
  accountId: "222222222222",
  region: "eu-west-1",
  partition: "aws",
  homeRegion: "eu-central-1",
};
const BUS = "arn:aws:events:eu-central-1:222222222222:event-bus/default";
const synth = (props: Partial<FindingForwardingProps> = {}) =>
  synthStack((stack) => new FindingForwarding(stack, "forwarding", { ...PROPS, ...props }));

describe("FindingForwarding", () => {
  test("sends what people are told of to the bus of the home region, and keeps what cannot be sent", () => {
    const stack = synth();
    expect(resourceOf(stack, "aws_cloudwatch_event_rule")).toEqual({
      name: "supply-chain-findings-forwarding",
      description: "Findings about images that people are told of in eu-central-1",
      event_pattern: anyImagePattern(),
    });
    expect(resourceOf(stack, "aws_cloudwatch_event_target")).toEqual({
      rule: expect.stringMatching(/^\$\{aws_cloudwatch_event_rule\.\w+\.name\}$/) as string,
      arn: BUS,
      role_arn: expect.stringMatching(/^\$\{aws_iam_role\.\w+\.arn\}$/) as string,
      dead_letter_config: { arn: expect.stringMatching(/^\$\{aws_sqs_queue\.\w+\.arn\}$/) as string },
    });
    expect(resourceOf(stack, "aws_cloudwatch_metric_alarm")["alarm_description"]).toBe(
      "Findings that could not be forwarded to eu-central-1 wait in a queue",
    );
  });

  test("with a role for this one rule, which may do nothing else", () => {
    const stack = synth();
    expect(resourceOf(stack, "aws_iam_role")["name"]).toBe("supply-chain-findings-forwarding-eu-west-1");
    expect(statementsOf(resourceOf(stack, "aws_iam_role_policy")["policy"])).toEqual([
      { Sid: "SendToHomeRegion", Effect: "Allow", Action: "events:PutEvents", Resource: BUS },
    ]);
    expect(statementsOf(resourceOf(stack, "aws_iam_role")["assume_role_policy"])).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          ArnEquals: {
            "aws:SourceArn": "arn:aws:events:eu-west-1:222222222222:rule/supply-chain-findings-forwarding",
          },
          StringEquals: { "aws:SourceAccount": "222222222222" },
        },
      },
    ]);
  });

  test("tells a topic of what could not be sent", () => {
    const alarmTopicArn = "arn:aws:sns:eu-west-1:222222222222:alarms";
    expect(resourceOf(synth({ alarmTopicArn }), "aws_cloudwatch_metric_alarm")["alarm_actions"]).toEqual([
      alarmTopicArn,
    ]);
  });

  test("holds the baseline", () => {
    const stack = { name: "own", account: "333333333333", region: "eu-central-1", terraform: synth() };
    expect(violationsOf(stack)).toEqual([]);
  });

  test("rejects to forward to itself", () => {
    expect(
      stackRejectionOf(
        (stack) => new FindingForwarding(stack, "forwarding", { ...PROPS, region: "eu-central-1" }),
      ),
    ).toEqual([
      "test/forwarding: the findings of eu-central-1 would be forwarded to eu-central-1; leave the construct out in the home region [forwards-to-itself]",
    ]);
  });

  test("rejects a second owner", () => {
    expect(
      stackRejectionOf((stack) => {
        new FindingForwarding(stack, "one", PROPS);
        new FindingForwarding(stack, "two", PROPS);
      }),
    ).toEqual([
      "test/two: the forwarding of findings of an account and region has one owner, and test/one owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});
