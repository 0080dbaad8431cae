import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { Construct } from "constructs";
import { type Location } from "../../aws";
import { placeProblems, throwProblems } from "../checks";
import { DeadLetters } from "../function";
import { Role } from "../iam";
import { claimSingleton } from "../singleton";
import { anyImagePattern } from "./finding-pattern";

/** What {@link FindingForwarding} needs to be told. */
export interface FindingForwardingProps extends Location {
  /** The delegated administrator of Inspector. */
  readonly accountId: string;
  /** A region without {@link FindingNotifications}. */
  readonly region: string;
  /** The region of {@link FindingNotifications}, in the same account. */
  readonly homeRegion: string;
  /** Topic that is told of findings which could not be forwarded. @default - the alarm is only shown */
  readonly alarmTopicArn?: string;
}

const NAME = "supply-chain-findings-forwarding";

/**
 * Sends Inspector's findings about images to the home region, whose notifications tell people.
 *
 * Inspector tells of a finding only in its region, there also to the delegated administrator. What cannot be sent waits
 * fourteen days in a queue with an alarm.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/findings-managing-automating-responses.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export class FindingForwarding extends Construct {
  readonly resource: CloudwatchEventRule;
  readonly deadLetters: DeadLetters;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `singleton-owned-twice`, `forwards-to-itself`
   */
  constructor(scope: Construct, id: string, props: FindingForwardingProps) {
    super(scope, id);
    const { accountId, region, partition, homeRegion } = props;
    throwProblems([
      ...placeProblems(this.node.path, props),
      ...(region === homeRegion
        ? [
            {
              code: "forwards-to-itself",
              path: this.node.path,
              message: `the findings of ${region} would be forwarded to ${region}`,
              change: "leave the construct out in the home region",
            },
          ]
        : []),
    ]);
    claimSingleton(this, "forwarding of findings", props);
    const bus = `arn:${partition}:events:${homeRegion}:${accountId}:event-bus/default`;
    const role = new Role(this, "Role", {
      name: `${NAME}-${region}`,
      description: "Forwards findings about images to the home region",
      trust: [
        {
          actions: ["sts:AssumeRole"],
          principals: { service: ["events.amazonaws.com"] },
          conditions: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnEquals: { "aws:SourceArn": `arn:${partition}:events:${region}:${accountId}:rule/${NAME}` },
          },
        },
      ],
    });
    role.allow({ sid: "SendToHomeRegion", actions: ["events:PutEvents"], resources: [bus] });
    this.deadLetters = new DeadLetters(this, "DeadLetters", {
      functionName: NAME,
      alarmDescription: `Findings that could not be forwarded to ${homeRegion} wait in a queue`,
      ...(props.alarmTopicArn === undefined ? {} : { alarmTopicArn: props.alarmTopicArn }),
    });
    this.resource = new CloudwatchEventRule(this, "Resource", {
      name: NAME,
      description: `Findings about images that people are told of in ${homeRegion}`,
      eventPattern: anyImagePattern(),
    });
    this.deadLetters.acceptFrom(this.resource.arn);
    new CloudwatchEventTarget(this, "Target", {
      rule: this.resource.name,
      arn: bus,
      roleArn: role.arn,
      deadLetterConfig: { arn: this.deadLetters.resource.arn },
    });
  }
}
