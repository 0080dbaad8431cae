import { createHash } from "node:crypto";
import { SignerSigningProfile } from "@cdktf/provider-aws/lib/signer-signing-profile";
import { signingRulesText } from "../../../aws";
import { sha256Of } from "../../../lambdas/signing-watch/reconcile";
import { ManagedSigning, SigningWatch, type SigningWatchProps } from "../../../modules/signing";
import { stackRejectionOf } from "../../support/rejection";
import { resourceOf, resourcesOf, synthStack, type SynthesizedStack } from "../../support/synth";
import { readable } from "../function/support";
import { PARTNER, REGISTRY, RELEASE, RULES, watchWith } from "./watch-support";

function rejected(props: Partial<SigningWatchProps>) {
  return stackRejectionOf((stack) => {
    const signing = new ManagedSigning(stack, "signing", { ...REGISTRY, rules: RULES });
    new SigningWatch(stack, "watch", { ...REGISTRY, signing, ...props });
  });
}

/** The only resource of a type, without digits. */
function the(stack: SynthesizedStack, type: string) {
  return readable(resourceOf(stack, type)) as Record<string, unknown>;
}

function parsed(text: unknown): unknown {
  return JSON.parse(text as string);
}

const stack = watchWith();

describe("SigningWatch", () => {
  test("knows the ARN of the role that it makes", () => {
    const arns: string[] = [];
    const made = synthStack((scope) => {
      const signing = new ManagedSigning(scope, "signing", { ...REGISTRY, rules: RULES });
      arns.push(new SigningWatch(scope, "watch", { ...REGISTRY, signing }).function.roleArn);
    });
    const { path, name } = resourceOf(made, "aws_iam_role");
    expect(arns).toEqual([`arn:aws:iam::333333333333:role${String(path)}${String(name)}`]);
  });

  test("takes every successful push from ECR's events into a queue", () => {
    const rules = resourcesOf(stack, "aws_cloudwatch_event_rule");
    const [pushes] = rules.filter(({ event_pattern }) => event_pattern !== undefined);
    expect(parsed(pushes?.["event_pattern"])).toEqual({
      source: ["aws.ecr"],
      "detail-type": ["ECR Image Action"],
      detail: { "action-type": ["PUSH"], result: ["SUCCESS"] },
    });
    const [target] = resourcesOf(stack, "aws_cloudwatch_event_target").filter((each) =>
      String(each["arn"]).includes("aws_sqs_queue"),
    );
    expect(readable(target)).toMatchObject({
      arn: "${aws_sqs_queue.watch_Pushes_.arn}",
      dead_letter_config: { arn: "${aws_sqs_queue.watch_Function_DeadLetters_.arn}" },
      depends_on: expect.arrayContaining([
        "aws_lambda_event_source_mapping.watch_Pushes_Mapping_",
      ]) as unknown,
    });
  });

  test("looks after a minute, then every two, until an image is late; then an event becomes a dead letter", () => {
    const [queue] = resourcesOf(stack, "aws_sqs_queue").filter(
      ({ name }) => name === "supply-chain-signing-watch-pushes",
    );
    expect(readable(queue)).toEqual({
      name: "supply-chain-signing-watch-pushes",
      message_retention_seconds: 1_209_600,
      delay_seconds: 60,
      visibility_timeout_seconds: 120,
      sqs_managed_sse_enabled: true,
      redrive_policy:
        '{"deadLetterTargetArn":"${aws_sqs_queue.watch_Function_DeadLetters_.arn}","maxReceiveCount":13}',
    });
    expect(the(stack, "aws_lambda_event_source_mapping")).toMatchObject({
      batch_size: 10,
      event_source_arn: "${aws_sqs_queue.watch_Pushes_.arn}",
      function_response_types: ["ReportBatchItemFailures"],
      scaling_config: { maximum_concurrency: 2 },
      depends_on: ["aws_iam_role_policy.watch_Function_Role_Policy_"],
    });
  });

  test("has looks enough for any time to wait", () => {
    const [queue] = resourcesOf(watchWith({ lateAfterMinutes: 360 }), "aws_sqs_queue").filter(
      ({ delay_seconds }) => delay_seconds === 60,
    );
    expect(parsed(queue?.["redrive_policy"])).toMatchObject({ maxReceiveCount: 185 });
  });

  test("the queue takes messages of its own rule alone, over TLS alone", () => {
    const policies = resourcesOf(stack, "aws_sqs_queue_policy").map(({ policy }) => parsed(policy));
    expect(readable(policies)).toContainEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "TakeEvents",
          Effect: "Allow",
          Action: "sqs:SendMessage",
          Resource: "${aws_sqs_queue.watch_Pushes_.arn}",
          Principal: { Service: "events.amazonaws.com" },
          Condition: {
            ArnEquals: { "aws:SourceArn": "${aws_cloudwatch_event_rule.watch_Pushes_Rule_.arn}" },
          },
        },
        {
          Sid: "DenyUnlessTls",
          Effect: "Deny",
          Action: "sqs:*",
          Resource: "${aws_sqs_queue.watch_Pushes_.arn}",
          Principal: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  test("looks every hour for what events missed", () => {
    const rules = resourcesOf(stack, "aws_cloudwatch_event_rule");
    expect(rules.flatMap((rule) => rule["schedule_expression"] ?? [])).toEqual(["rate(1 hour)"]);
  });

  test("may read images, rules and findings, and write findings of its own account", () => {
    const { Statement } = parsed(the(stack, "aws_iam_role_policy")["policy"]) as {
      readonly Statement: readonly Record<string, unknown>[];
    };
    expect(Statement).toEqual([
      {
        Sid: "WriteLogs",
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:eu-central-1:333333333333:log-group:/aws/lambda/supply-chain-signing-watch:*",
      },
      {
        Sid: "KeepDeadLetters",
        Effect: "Allow",
        Action: "sqs:SendMessage",
        Resource: "${aws_sqs_queue.watch_Function_DeadLetters_.arn}",
      },
      {
        Sid: "ListImages",
        Effect: "Allow",
        Action: ["ecr:DescribeImages", "ecr:DescribeRepositories"],
        Resource: "arn:aws:ecr:eu-central-1:333333333333:repository/*",
      },
      {
        Sid: "ReadSignatures",
        Effect: "Allow",
        Action: ["ecr:BatchGetImage", "ecr:DescribeImageSigningStatus", "ecr:GetDownloadUrlForLayer"],
        Resource: ["shop/api", "shop/web"].map(
          (name) => `arn:aws:ecr:eu-central-1:333333333333:repository/${name}`,
        ),
      },
      {
        Sid: "ReadRules",
        Effect: "Allow",
        Action: "ecr:GetSigningConfiguration",
        Resource: "*",
      },
      {
        Sid: "ReadFindings",
        Effect: "Allow",
        Action: "securityhub:GetFindings",
        Resource: "arn:aws:securityhub:eu-central-1:333333333333:hub/default",
      },
      {
        Sid: "WriteFindings",
        Effect: "Allow",
        Action: "securityhub:BatchImportFindings",
        Resource: "arn:aws:securityhub:eu-central-1:333333333333:product/333333333333/default",
        Condition: { StringEquals: { "securityhub:TargetAccount": "333333333333" } },
      },
      {
        Sid: "TakeFromQueue",
        Effect: "Allow",
        Action: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
        Resource: "${aws_sqs_queue.watch_Pushes_.arn}",
      },
    ]);
  });

  test("tells the function the rules as the registry gets them, whatever order they are read in", () => {
    const fn = the(stack, "aws_lambda_function");
    const read = [
      { profileArn: PARTNER, filters: ["shop/api"] },
      { profileArn: RELEASE, filters: ["shop/web", "shop/api"] },
    ];
    expect(fn["environment"]).toEqual({
      variables: {
        ACCOUNT_ID: "333333333333",
        LATE_AFTER_MINUTES: "15",
        PARTITION: "aws",
        SIGNING_RULES_SHA256: sha256Of(read),
      },
    });
    expect(sha256Of(read)).toBe(createHash("sha256").update(signingRulesText(read)).digest("hex"));
  });

  test("encrypts the logs with a key that is given", () => {
    const key = "arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555";
    expect(the(watchWith({ logKeyArn: key }), "aws_cloudwatch_log_group")).toMatchObject({
      kms_key_id: key,
      retention_in_days: 365,
    });
  });
});

describe("SigningWatch rejects", () => {
  test.each([4, 361, 7.5, NaN])("%p minutes to wait", (lateAfterMinutes) => {
    expect(rejected({ lateAfterMinutes })).toEqual([
      `test/watch: lateAfterMinutes is ${String(lateAfterMinutes)}; allowed: 5 to 360 [out-of-range]`,
    ]);
  });

  test("rules that only Terraform knows", () => {
    expect(
      stackRejectionOf((scope) => {
        const profile = new SignerSigningProfile(scope, "profile", {
          name: "release",
          platformId: "Notation-OCI-SHA384-ECDSA",
        });
        const rules = [{ profileArn: profile.arn, repositories: ["web"] }];
        const signing = new ManagedSigning(scope, "signing", { ...REGISTRY, rules });
        new SigningWatch(scope, "watch", { ...REGISTRY, signing });
      }),
    ).toEqual([
      "test/watch: a signing rule names its profile by a reference that only Terraform resolves; name the profile by SigningProfile.arn() or the profileArn of its construct [signing-rules-not-known]",
    ]);
  });

  test("a second watch of the same registry", () => {
    expect(
      stackRejectionOf((scope) => {
        const signing = new ManagedSigning(scope, "signing", { ...REGISTRY, rules: RULES });
        new SigningWatch(scope, "first", { ...REGISTRY, signing });
        new SigningWatch(scope, "second", { ...REGISTRY, signing });
      }),
    ).toEqual([
      "test/second: the signing watch of an account and region has one owner, and test/first owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});

describe("SigningWatch rejects", () => {
  test("the signing of another registry", () => {
    expect(rejected({ accountId: "444444444444", region: "eu-west-1" })).toEqual([
      "test/watch: accountId is 444444444444, and that of the signing that is watched is 333333333333; watch the signing of the same account and region [signing-of-other-registry]",
      "test/watch: region is eu-west-1, and that of the signing that is watched is eu-central-1; watch the signing of the same account and region [signing-of-other-registry]",
    ]);
  });
});
