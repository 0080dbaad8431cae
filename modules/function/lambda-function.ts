import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { type IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaFunction as Resource } from "@cdktf/provider-aws/lib/lambda-function";
import { LambdaFunctionEventInvokeConfig } from "@cdktf/provider-aws/lib/lambda-function-event-invoke-config";
import { LambdaPermission } from "@cdktf/provider-aws/lib/lambda-permission";
import { TerraformAsset } from "cdktf";
import { Construct } from "constructs";
import { ROLE_NAME_LENGTH, roleArn } from "../../aws";
import { fitName, ROLE_PATH } from "../../names";
import { templateProblems, throwProblems } from "../checks";
import { Role } from "../iam";
import { functionProblems, scheduleProblems } from "./checks";
import { codeSha256 } from "./code";
import { DeadLetters } from "./dead-letters";
import { type LambdaFunctionProps } from "./lambda-function-props";
import { zipWith } from "./zip-with";

/** @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html */
const RUNTIME = "nodejs24.x";
const ARCHITECTURE = "arm64";
const HANDLER = "index.handler";
const RETENTION_DAYS = 365;
/** @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const RULE_NAME_LENGTH = 64;
const DEFAULTS = {
  timeoutSeconds: 30,
  memoryMegabytes: 256,
  maximumEventAgeSeconds: 3_600,
  maximumRetryAttempts: 2,
} as const;

/**
 * A Lambda function that may do nothing but write its own log, until `role.allow` or a construct's `grant…` says
 * more; with a log that ends, a dead-letter queue with an alarm, and the code as a file beside the stack.
 *
 * A plan shows a change of the code only when the code changed, and fails when the file is not the one that was
 * synthesized.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/best-practices.html
 */
export class LambdaFunction extends Construct {
  readonly resource: Resource;
  /** Role the function runs with. */
  readonly role: Role;
  /** ARN of the role, written out for what cannot take a reference. */
  readonly roleArn: string;
  readonly logGroup: CloudwatchLogGroup;
  readonly deadLetters: DeadLetters;
  /** Topic that is told by the alarms about the function. `undefined`: they are only shown. */
  readonly alarmTopicArn: string | undefined;
  /** SHA-256 of the zip in base64, as Lambda tells it of the function and its newest version. */
  readonly codeSha256: string;
  private invokeConfig?: LambdaFunctionEventInvokeConfig;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `invalid-function-name`, `terraform-template`, `zip-not-found`, `files-do-not-fit`, `out-of-range`, `invalid-variable`,
   * `environment-too-large`, `invalid-account-id`
   */
  constructor(
    scope: Construct,
    id: string,
    private readonly props: LambdaFunctionProps,
  ) {
    super(scope, id);
    throwProblems(functionProblems(this.node.path, props));
    const { name, description, region } = props;
    this.alarmTopicArn = props.alarmTopicArn;
    this.logGroup = new CloudwatchLogGroup(this, "LogGroup", {
      name: `/aws/lambda/${name}`,
      retentionInDays: RETENTION_DAYS,
      ...(props.logKeyArn === undefined ? {} : { kmsKeyId: props.logKeyArn }),
    });
    this.deadLetters = new DeadLetters(this, "DeadLetters", {
      functionName: name,
      ...(props.alarmTopicArn === undefined ? {} : { alarmTopicArn: props.alarmTopicArn }),
    });
    const roleName = fitName(`${name}-${region}`, ROLE_NAME_LENGTH);
    this.roleArn = roleArn(props, roleName, ROLE_PATH);
    this.role = new Role(this, "Role", {
      name: roleName,
      description,
      // Lambda assumes an execution role without naming account or function, so no condition can hold here.
      trust: [{ actions: ["sts:AssumeRole"], principals: { service: ["lambda.amazonaws.com"] } }],
    });
    this.role.allow({
      sid: "WriteLogs",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [this.arnOf("logs", `log-group:/aws/lambda/${name}:*`)],
    });
    this.role.allow({
      sid: "KeepDeadLetters",
      actions: ["sqs:SendMessage"],
      resources: [this.deadLetters.resource.arn],
    });
    const zip = zipWith(this, props.zip, props.files ?? {});
    this.codeSha256 = codeSha256(zip);
    this.resource = this.makeFunction(zip);
  }

  get arn(): string {
    return this.resource.arn;
  }

  /** ARN of the newest published version. */
  get qualifiedArn(): string {
    return this.resource.qualifiedArn;
  }

  /**
   * Handles every event of the account's default bus that a pattern matches.
   *
   * @param pattern as EventBridge writes it
   * @throws ProblemError `terraform-template`
   * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html
   */
  onEvent(id: string, description: string, pattern: Readonly<Record<string, unknown>>): CloudwatchEventRule {
    return this.trigger(id, { description, eventPattern: JSON.stringify(pattern) });
  }

  /**
   * Runs at fixed times.
   *
   * @param expression `rate(1 hour)` or `cron(0 6 * * ? *)`, in UTC
   * @throws ProblemError `invalid-schedule`, `terraform-template`
   */
  onSchedule(id: string, description: string, expression: string): CloudwatchEventRule {
    throwProblems(scheduleProblems(`${this.node.path}/${id}`, expression));
    return this.trigger(id, { description, scheduleExpression: expression });
  }

  private makeFunction(zip: string): Resource {
    const { name, description, environment = {}, reservedConcurrency } = this.props;
    const sha256 = this.codeSha256;
    // Named by its content, so that old and new code can lie side by side while a synth is published.
    const asset = new TerraformAsset(this, "Code", {
      path: zip,
      assetHash: Buffer.from(sha256, "base64").toString("hex").slice(0, 32),
    });
    return new Resource(this, "Resource", {
      functionName: name,
      description,
      role: this.role.arn,
      filename: asset.path,
      sourceCodeHash: sha256,
      handler: HANDLER,
      runtime: RUNTIME,
      architectures: [ARCHITECTURE],
      timeout: this.props.timeoutSeconds ?? DEFAULTS.timeoutSeconds,
      memorySize: this.props.memoryMegabytes ?? DEFAULTS.memoryMegabytes,
      loggingConfig: { logFormat: "JSON", logGroup: this.logGroup.name },
      deadLetterConfig: { targetArn: this.deadLetters.resource.arn },
      ...(this.props.publish === true ? { publish: true } : {}),
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: reservedConcurrency }),
      ...(Object.keys(environment).length === 0 ? {} : { environment: { variables: { ...environment } } }),
      // Lambda looks at the permission to use the queue when the function is made.
      dependsOn: [this.role.node.findChild("Policy") as IamRolePolicy],
      lifecycle: {
        precondition: [
          {
            condition: `\${filebase64sha256("\${path.module}/${asset.path}") == "${sha256}"}`,
            errorMessage: `${asset.path} is not the code that was synthesized; synthesize again.`,
          },
        ],
      },
    });
  }

  private trigger(
    id: string,
    config: { description: string; eventPattern?: string; scheduleExpression?: string },
  ): CloudwatchEventRule {
    const scope = new Construct(this, id);
    const { description, eventPattern: pattern } = config;
    throwProblems(templateProblems(scope.node.path, { description, pattern }));
    const rule = new CloudwatchEventRule(scope, "Rule", {
      name: fitName(`${this.props.name}-${id}`, RULE_NAME_LENGTH),
      ...config,
    });
    const permission = new LambdaPermission(scope, "Permission", {
      statementId: id,
      functionName: this.resource.functionName,
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    });
    this.deadLetters.acceptFrom(rule.arn);
    this.invokeConfig ??= new LambdaFunctionEventInvokeConfig(this, "InvokeConfig", {
      functionName: this.resource.functionName,
      maximumEventAgeInSeconds: this.props.maximumEventAgeSeconds ?? DEFAULTS.maximumEventAgeSeconds,
      maximumRetryAttempts: this.props.maximumRetryAttempts ?? DEFAULTS.maximumRetryAttempts,
    });
    new CloudwatchEventTarget(scope, "Target", {
      rule: rule.name,
      arn: this.resource.arn,
      deadLetterConfig: { arn: this.deadLetters.resource.arn },
      // The first event comes as soon as the target is there.
      dependsOn: [permission, this.invokeConfig],
    });
    return rule;
  }

  private arnOf(service: string, rest: string): string {
    const { partition, region, accountId } = this.props;
    return `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
  }
}
