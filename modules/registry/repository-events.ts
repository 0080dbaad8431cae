import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { type SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { fitName, joinName, shortHash } from "../../names";
import { type Problem } from "../../problem";
import { parseRoleArn, templateProblems, throwProblems } from "../checks";
import { undeliveredQueue } from "../undelivered";
import { type IImageRepository } from "./repository-grants";

/** Where events go. */
export interface EventTarget {
  /** ARN of the target; a Lambda function is made to let the rule in, a queue or topic needs a policy of its own that does. */
  readonly arn: string;
  /**
   * Exact ARN of the role with which EventBridge reaches the target. A queue or topic takes one only in another account,
   * beside its policy. @default - none, as functions need none, and queues and topics of the rule's account
   *
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
   */
  readonly roleArn?: string;
  /**
   * Whether it is a Lambda function, which must be said where the ARN is a reference that only Terraform resolves.
   * @default - told by the ARN
   */
  readonly isFunction?: boolean;
}

/** Which images of the repository an event is about, and where it goes. */
export interface ImageEventProps {
  /** Where EventBridge delivers the events. */
  readonly target: EventTarget;
  /** Tags, in which `*` is any run of characters. @default - every image, with or without a tag */
  readonly tags?: readonly string[];
}

/** What {@link RepositoryEvents} need to be told. */
export interface RepositoryEventsProps {
  /** The repository, imported or not. */
  readonly repository: Pick<IImageRepository, "repositoryArn" | "repositoryName">;
  /** Topic that is told while events wait that could not be delivered. @default - the alarm is only shown */
  readonly alarmTopicArn?: string;
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const RULE_NAME_LENGTH = 64;
/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const QUEUE_NAME_LENGTH = 80;

/** Targets that let EventBridge in by a policy of their own. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html */
const WITHOUT_ROLE = new Set(["lambda", "sns", "sqs", "logs"]);

/**
 * What happens in one repository, routed to targets: pushes, finished scans, findings.
 *
 * EventBridge may do no more than reach the target: a Lambda function is opened to the one rule, everything else is
 * reached by the role that is named. What cannot be delivered waits fourteen days in a queue, with an alarm.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 */
export class RepositoryEvents extends Construct {
  /** Keeps what could not be delivered. */
  readonly deadLetters: SqsQueue;
  private readonly rules: CloudwatchEventRule[] = [];
  private readonly name: string;

  /** @throws ProblemError `terraform-template` */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: RepositoryEventsProps,
  ) {
    super(scope, id);
    const { repositoryArn, repositoryName } = props.repository;
    throwProblems(templateProblems(this.node.path, { repositoryArn, repositoryName }));
    // Rules and queues take no slashes; the hash keeps a/b and a-b apart.
    this.name = `supply-chain-${repositoryName.replaceAll(/[^a-z0-9]/g, "-")}-${shortHash(this.node.path)}`;
    this.deadLetters = undeliveredQueue(
      this,
      fitName(`${this.name}-undelivered`, QUEUE_NAME_LENGTH),
      () => this.rules,
      props.alarmTopicArn,
    );
  }

  /**
   * Routes every finished push, of signatures and other referrers too where `tags` are left out.
   *
   * @throws ProblemError `invalid-event-target`, `event-target-unknown`, `event-role-missing`,
   * `invalid-event-role`, `invalid-event-tag`, `terraform-template`
   */
  onImagePush(id: string, { tags, target }: ImageEventProps): CloudwatchEventRule {
    throwProblems(tagProblems(this, id, tags));
    return this.route(id, target, "Images pushed", {
      source: ["aws.ecr"],
      "detail-type": ["ECR Image Action"],
      detail: {
        "action-type": ["PUSH"],
        result: ["SUCCESS"],
        "repository-name": [this.props.repository.repositoryName],
        ...(tags === undefined ? {} : { "image-tag": tags.map(tagMatcher) }),
      },
    });
  }

  /**
   * Routes every finished scan: of basic scanning, and the first one of each image of enhanced scanning.
   *
   * @throws ProblemError `invalid-event-target`, `event-target-unknown`, `event-role-missing`,
   * `invalid-event-role`, `invalid-event-tag`, `terraform-template`
   * @see https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
   */
  onImageScanCompleted(
    id: string,
    { mode, tags, target }: ImageEventProps & { readonly mode: "basic" | "enhanced" },
  ): CloudwatchEventRule {
    throwProblems(tagProblems(this, id, tags));
    const { repositoryArn, repositoryName } = this.props.repository;
    const ofTags = tags === undefined ? {} : { "image-tags": tags.map(tagMatcher) };
    const pattern =
      mode === "basic"
        ? {
            source: ["aws.ecr"],
            "detail-type": ["ECR Image Scan"],
            detail: { "scan-status": ["COMPLETE"], "repository-name": [repositoryName], ...ofTags },
          }
        : {
            source: ["aws.inspector2"],
            "detail-type": ["Inspector2 Scan"],
            // Inspector names the repository by its ARN.
            detail: {
              "scan-status": ["INITIAL_SCAN_COMPLETE"],
              "repository-name": [repositoryArn],
              ...ofTags,
            },
          };
    return this.route(id, target, "Images scanned", pattern);
  }

  /**
   * Routes every active finding of Inspector about an image, new or changed.
   *
   * @throws ProblemError `invalid-event-target`, `event-target-unknown`, `event-role-missing`,
   * `invalid-event-role`, `invalid-event-tag`, `terraform-template`
   * @see https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
   */
  onImageFinding(id: string, { tags, target }: ImageEventProps): CloudwatchEventRule {
    throwProblems(tagProblems(this, id, tags));
    const { repositoryName } = this.props.repository;
    return this.route(id, target, "Findings about images", {
      source: ["aws.inspector2"],
      "detail-type": ["Inspector2 Finding"],
      detail: {
        status: ["ACTIVE"],
        resources: {
          details: {
            awsEcrContainerImage: {
              repositoryName: [repositoryName],
              ...(tags === undefined ? {} : { imageTags: tags.map(tagMatcher) }),
            },
          },
        },
      },
    });
  }

  private route(id: string, target: EventTarget, what: string, pattern: object): CloudwatchEventRule {
    const scope = new Construct(this, id);
    throwProblems(targetProblems(scope.node.path, target));
    const rule = new CloudwatchEventRule(scope, "Rule", {
      name: joinName(this.name, shortHash(id), RULE_NAME_LENGTH),
      description: `${what} in ${this.props.repository.repositoryName}`,
      eventPattern: JSON.stringify(pattern),
    });
    this.rules.push(rule);
    new CloudwatchEventTarget(scope, "Target", {
      rule: rule.name,
      arn: target.arn,
      deadLetterConfig: { arn: this.deadLetters.arn },
      ...(target.roleArn === undefined ? {} : { roleArn: target.roleArn }),
    });
    if (target.isFunction ?? serviceOf(target.arn) === "lambda") {
      new LambdaPermission(scope, "Permission", {
        functionName: target.arn,
        action: "lambda:InvokeFunction",
        principal: "events.amazonaws.com",
        sourceArn: rule.arn,
      });
    }
    return rule;
  }
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
function tagProblems(events: Construct, id: string, tags: readonly string[] = []): Problem[] {
  const path = `${events.node.path}/${id}`;
  return [
    ...templateProblems(path, { tags }),
    ...tags
      .filter((tag) => tag.includes("**"))
      .map((tag) => ({
        code: "invalid-event-tag",
        path,
        message: `EventBridge takes no two wildcards beside each other, as in "${tag}"`,
        change: `write ${tag.replaceAll(/\*+/g, "*")}, which means the same`,
      })),
  ];
}

function tagMatcher(tag: string): string | { readonly wildcard: string } {
  return tag.includes("*") ? { wildcard: tag } : tag;
}

/** Service of an ARN that is written out; the tokens of a resource's ARN tell none. */
function serviceOf(arn: string): string | undefined {
  return Token.isUnresolved(arn) ? undefined : arn.split(":")[2];
}

function targetProblems(path: string, { arn, roleArn, isFunction }: EventTarget): Problem[] {
  const problems: Problem[] = templateProblems(path, { "target.arn": arn });
  const service = serviceOf(arn);
  if (!Token.isUnresolved(arn) && !/^arn:aws[a-z-]*:[a-z0-9-]+:[^*?]+$/.test(arn)) {
    problems.push({
      code: "invalid-event-target",
      path,
      message: `"${arn}" names no target of events`,
      allowed: "the ARN of one function, queue, topic, state machine or another target of EventBridge",
    });
  } else if (service !== undefined && !WITHOUT_ROLE.has(service) && roleArn === undefined) {
    problems.push({
      code: "event-role-missing",
      path,
      message: `EventBridge reaches ${arn} only with a role`,
      change: "name in roleArn a role that events.amazonaws.com assumes and that may reach the target alone",
    });
  }
  if (Token.isUnresolved(arn) && roleArn === undefined && isFunction === undefined) {
    problems.push({
      code: "event-target-unknown",
      path,
      message:
        "the target is a reference that only Terraform resolves, and may be a function that lets nobody in",
      change: "say isFunction: true for a Lambda function, false for a queue or topic, or name a roleArn",
    });
  }
  if (roleArn !== undefined && !Token.isUnresolved(roleArn) && parseRoleArn(roleArn) === undefined) {
    problems.push({
      code: "invalid-event-role",
      path,
      message: `"${roleArn}" does not name one role`,
      allowed: "arn:PARTITION:iam::ACCOUNT:role/NAME, with its path and without wildcards",
    });
  }
  return problems;
}
