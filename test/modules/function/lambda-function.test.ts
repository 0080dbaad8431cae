import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LambdaFunction } from "../../../modules/function";
import { violationsOf } from "../../baseline/support";
import { statementsOf } from "../../support/statements";
import { resourceOf, type SynthesizedStack } from "../../support/synth";
import { PROPS, QUEUE, readable, synthFunction, TOPIC } from "./support";

const { zip: ZIP } = PROPS;

function functionOf(stack: SynthesizedStack): Record<string, unknown> {
  return readable(resourceOf(stack, "aws_lambda_function")) as Record<string, unknown>;
}

function permissionsOf(stack: SynthesizedStack): Record<string, unknown>[] {
  return readable(statementsOf(resourceOf(stack, "aws_iam_role_policy")["policy"])) as Record<
    string,
    unknown
  >[];
}

describe("the function", () => {
  test("runs on a current Node.js on arm64, with little time and memory", () => {
    expect(functionOf(synthFunction())).toMatchObject({
      function_name: "supply-chain-watch",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      timeout: 30,
      memory_size: 256,
    });
  });

  test("has the time, memory and environment that it is given", () => {
    const stack = synthFunction({
      timeoutSeconds: 900,
      memoryMegabytes: 1024,
      environment: { MODE: "block" },
    });
    expect(functionOf(stack)).toMatchObject({
      timeout: 900,
      memory_size: 1024,
      environment: { variables: { MODE: "block" } },
    });
  });

  test("takes no concurrency from others unless it is told to", () => {
    expect(functionOf(synthFunction())).not.toHaveProperty("reserved_concurrent_executions");
    expect(functionOf(synthFunction({ reservedConcurrency: 1 }))).toMatchObject({
      reserved_concurrent_executions: 1,
    });
  });

  test("has its log before it runs, and its permissions before it is made", () => {
    expect(functionOf(synthFunction())).toMatchObject({
      logging_config: { log_format: "JSON", log_group: "${aws_cloudwatch_log_group.watch_LogGroup_.name}" },
      depends_on: ["aws_iam_role_policy.watch_Role_Policy_"],
    });
  });

  test("sends what it cannot handle to its dead-letter queue", () => {
    expect(functionOf(synthFunction())).toMatchObject({
      dead_letter_config: { target_arn: `\${${QUEUE}.arn}` },
    });
  });
});

describe("the code", () => {
  const sha256 = createHash("sha256").update(readFileSync(ZIP)).digest();
  const path = `assets/watch_Code_ID/${sha256.toString("hex").slice(0, 32)}/inspector-rescan-duration.zip`;
  const withId = (value: unknown) => String(value).replace(/watch_Code_[0-9A-F]{8}/g, "watch_Code_ID");

  test("is a file beside the stack, named by its content", () => {
    expect(withId(functionOf(synthFunction())["filename"])).toBe(path);
  });

  test("is known by its hash, which is all that a plan compares", () => {
    expect(functionOf(synthFunction())["source_code_hash"]).toBe(sha256.toString("base64"));
  });

  test("is checked by Terraform against what was synthesized", () => {
    const { lifecycle } = functionOf(synthFunction()) as {
      lifecycle: { precondition: { condition: string; error_message: string }[] };
    };
    expect(lifecycle.precondition.map((each) => withId(each.condition))).toEqual([
      `\${filebase64sha256("\${path.module}/${path}") == "${sha256.toString("base64")}"}`,
    ]);
    expect(withId(lifecycle.precondition[0]?.error_message)).toBe(
      `${path} is not the code that was synthesized; synthesize again.`,
    );
  });

  test("lies where the stack says, byte for byte, in an app of anybody", () => {
    const outdir = mkdtempSync(join(tmpdir(), "app-"));
    const app = new App({ outdir, stackTraces: false });
    const own = new TerraformStack(app, "own");
    new AwsProvider(own, "aws", { region: PROPS.region });
    new LambdaFunction(own, "watch", PROPS);
    app.synth();
    const folder = join(outdir, "stacks", "own");
    const stack = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as SynthesizedStack;
    const filename = String(resourceOf(stack, "aws_lambda_function")["filename"]);
    expect(readFileSync(join(folder, filename)).equals(readFileSync(ZIP))).toBe(true);
    expect(readdirSync(join(folder, "assets"))).toHaveLength(1);
    rmSync(outdir, { recursive: true });
  });

  test("does not depend on where the zip lay", () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "zip-"));
    const copy = join(elsewhere, "inspector-rescan-duration.zip");
    copyFileSync(ZIP, copy);
    expect(synthFunction({ zip: copy })).toEqual(synthFunction());
    rmSync(elsewhere, { recursive: true });
  });
});

describe("the role", () => {
  test("may write its own log and dead letters, and nothing else", () => {
    expect(permissionsOf(synthFunction())).toEqual([
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:eu-central-1:333333333333:log-group:/aws/lambda/supply-chain-watch:*",
      },
      { Sid: "KeepDeadLetters", Effect: "Allow", Action: "sqs:SendMessage", Resource: `\${${QUEUE}.arn}` },
    ]);
  });

  test("may what it is allowed beside that", () => {
    const stack = synthFunction({}, ({ role }) =>
      role.allow({ actions: ["ecr:BatchGetImage"], resources: ["arn:x"] }),
    );
    expect(permissionsOf(stack)).toHaveLength(3);
  });

  test("is the function's own, in every region", () => {
    expect(resourceOf(synthFunction(), "aws_iam_role")).toMatchObject({
      name: "supply-chain-watch-eu-central-1",
      path: "/supply-chain/",
    });
    expect(statementsOf(resourceOf(synthFunction(), "aws_iam_role")["assume_role_policy"])).toEqual([
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
    ]);
  });
});

describe("the log", () => {
  test("ends after a year", () => {
    expect(resourceOf(synthFunction(), "aws_cloudwatch_log_group")).toEqual({
      name: "/aws/lambda/supply-chain-watch",
      retention_in_days: 365,
    });
  });

  test("is encrypted with a key on request", () => {
    const logKeyArn = "arn:aws:kms:eu-central-1:333333333333:key/one";
    expect(resourceOf(synthFunction({ logKeyArn }), "aws_cloudwatch_log_group")).toMatchObject({
      kms_key_id: logKeyArn,
    });
  });
});

describe("the dead-letter queue", () => {
  test("is encrypted and keeps letters for fourteen days", () => {
    expect(resourceOf(synthFunction(), "aws_sqs_queue")).toEqual({
      name: "supply-chain-watch-dead-letters",
      message_retention_seconds: 1_209_600,
      sqs_managed_sse_enabled: true,
    });
  });

  test("takes nothing without TLS", () => {
    expect(readable(statementsOf(resourceOf(synthFunction(), "aws_sqs_queue_policy")["policy"]))).toEqual([
      {
        Sid: "DenyUnlessTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: `\${${QUEUE}.arn}`,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("has an alarm while a letter lies in it", () => {
    const alarm = readable(resourceOf(synthFunction(), "aws_cloudwatch_metric_alarm")) as object;
    expect(alarm).toMatchObject({
      alarm_name: "supply-chain-watch-dead-letters",
      namespace: "AWS/SQS",
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: `\${${QUEUE}.name}` },
      statistic: "Maximum",
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      treat_missing_data: "notBreaching",
    });
    expect(alarm).not.toHaveProperty("alarm_actions");
  });

  test("tells a topic", () => {
    const stack = synthFunction({ alarmTopicArn: TOPIC });
    expect(resourceOf(stack, "aws_cloudwatch_metric_alarm")["alarm_actions"]).toEqual([TOPIC]);
  });
});

test("the baseline holds on a function with everything", () => {
  const stack = synthFunction(
    { environment: { MODE: "block" }, alarmTopicArn: TOPIC, reservedConcurrency: 2 },
    (fn) => {
      fn.onEvent("pushed", "Images that are pushed", { source: ["aws.ecr"] });
      fn.onSchedule("hourly", "What events missed", "rate(1 hour)");
    },
  );
  expect(
    violationsOf({ name: "own", account: "333333333333", region: "eu-central-1", terraform: stack }),
  ).toEqual([]);
});
