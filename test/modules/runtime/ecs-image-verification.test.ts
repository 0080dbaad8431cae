import { TerraformOutput } from "cdktf";
import { matchesPattern } from "../../support/event-pattern";
import { stackRejectionOf } from "../../support/rejection";
import { resourceOf, resourcesOf } from "../../support/synth";
import { EcsImageVerification } from "../../../modules/runtime";
import { readable } from "../function/support";
import { functionOf, NAMES, PROPS, synthVerification } from "./verification-support";

const [HOOK = "", TASKS = "", RECORDER = ""] = NAMES;
const stack = synthVerification();
const environmentOf = (name: string) => readable(functionOf(stack, name)["environment"]);
const hookOf = (name: string, changes = {}) => {
  const { output } = synthVerification(changes, (verification) => {
    new TerraformOutput(verification, "hook", { value: verification.lifecycleHook(name), staticId: true });
  });
  return readable(output);
};

describe("the functions", () => {
  test("are three, one of each in an account and region", () => {
    const names = resourcesOf(stack, "aws_lambda_function").map((fn) => fn["function_name"]);
    expect(names.sort()).toEqual([...NAMES].sort());
    expect(
      stackRejectionOf((scope) => {
        for (const id of ["one", "two"]) new EcsImageVerification(scope, id, PROPS);
      }),
    ).toEqual([
      "test/two: the image verification on ECS of an account and region has one owner, and test/one owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });

  test("the hook is published, and nothing keeps ECS from calling it often", () => {
    const hook = functionOf(stack, HOOK);
    expect(hook).toMatchObject({ publish: true, timeout: 60, memory_size: 1024 });
    expect(hook).not.toHaveProperty("reserved_concurrent_executions");
  });

  test.each([
    [TASKS, 300, 1024],
    [RECORDER, 60, 256],
  ])("%s has %i seconds and %i MB", (name, timeout, memory) => {
    expect(functionOf(stack, name)).toMatchObject({ timeout, memory_size: memory });
  });

  test("know where decisions are told, and the task verifier which hook was deployed", () => {
    const DECISION_QUEUE_URL = "${aws_sqs_queue.verification_Decisions_.url}";
    const HISTORY_TABLE_NAME = "${aws_dynamodb_table.verification_History_.name}";
    expect(environmentOf(HOOK)).toEqual({ variables: { DECISION_QUEUE_URL, HISTORY_TABLE_NAME } });
    expect(environmentOf(RECORDER)).toEqual({
      variables: { ACCOUNT_ID: "444444444444", PARTITION: "aws" },
    });
    expect(environmentOf(TASKS)).toEqual({
      variables: {
        DECISION_QUEUE_URL,
        HISTORY_TABLE_NAME,
        HOOK_CODE_SHA256: functionOf(stack, HOOK)["source_code_hash"],
        HOOK_VERSION_ARN: "${aws_lambda_function.verification_HookFunction_.qualified_arn}",
        TASK_ATTEMPTS: "7",
      },
    });
  });

  test("keep their logs a year, encrypted with one key that is for these logs alone", () => {
    const groups = resourcesOf(stack, "aws_cloudwatch_log_group");
    const key = resourceOf(stack, "aws_kms_key");
    const [address] = Object.keys(stack.resource?.["aws_kms_key"] ?? {});
    expect(groups.map(({ name }) => name).sort()).toEqual(NAMES.map((name) => `/aws/lambda/${name}`).sort());
    for (const group of groups) {
      expect(group).toMatchObject({
        retention_in_days: 365,
        kms_key_id: `\${aws_kms_key.${String(address)}.arn}`,
      });
    }
    expect(key).toMatchObject({ enable_key_rotation: true, lifecycle: { prevent_destroy: true } });
    const { Statement } = JSON.parse(String(key["policy"])) as { Statement: { Condition?: unknown }[] };
    expect(Statement[1]?.Condition).toEqual({
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": NAMES.map(
          (name) => `arn:aws:logs:eu-central-1:444444444444:log-group:/aws/lambda/${name}`,
        ).sort(),
      },
    });
  });
});

describe("the hook of a service", () => {
  const target = {
    hookTargetArn: "${aws_lambda_function.verification_HookFunction_.qualified_arn}",
    roleArn: "${aws_iam_role.verification_HookRole_.arn}",
  };

  test("is the published version, before the first task starts", () => {
    expect(hookOf("shop")).toEqual({
      hook: { value: { ...target, lifecycleStages: ["PRE_SCALE_UP"] } },
    });
  });

  test("is called again once tasks run where images come by tag", () => {
    expect(hookOf("tools")).toEqual({
      hook: { value: { ...target, lifecycleStages: ["PRE_SCALE_UP", "POST_SCALE_UP"] } },
    });
  });

  test.each(["shob", "toString"])("of the cluster %s, which nobody named, there is none", (name) => {
    expect(
      stackRejectionOf((scope) => new EcsImageVerification(scope, "verification", PROPS).lifecycleHook(name)),
    ).toEqual([
      `test/verification: images of the cluster "${name}" are not verified here; allowed: batch, shop, tools; add the cluster to \`clusters\`, by its name in AWS [unknown-cluster]`,
    ]);
  });
});

describe("what is looked at", () => {
  const rules = resourcesOf(stack, "aws_cloudwatch_event_rule");
  const [tasks] = rules.filter(({ event_pattern }) => event_pattern !== undefined);
  const event = (lastStatus: string) => ({
    source: "aws.ecs",
    "detail-type": "ECS Task State Change",
    detail: { lastStatus },
  });

  test.each(["PROVISIONING", "PENDING", "ACTIVATING", "RUNNING", "STOPPED", "HIBERNATING"])(
    "a task that is %s",
    (status) => {
      expect(matchesPattern(String(tasks?.["event_pattern"]), event(status))).toBe(true);
    },
  );

  test.each(["DEACTIVATING", "STOPPING", "DEPROVISIONING"])(
    "no task that is %s, before it has ended",
    (status) => {
      expect(matchesPattern(String(tasks?.["event_pattern"]), event(status))).toBe(false);
    },
  );

  test("no other event of ECS", () => {
    const other = { ...event("RUNNING"), "detail-type": "ECS Container Instance State Change" };
    expect(matchesPattern(String(tasks?.["event_pattern"]), other)).toBe(false);
  });

  test("everything, every hour", () => {
    expect(rules.flatMap((rule) => rule["schedule_expression"] ?? [])).toEqual(["rate(1 hour)"]);
  });

  test.each([
    [`${TASKS}-tasks`, 300, 7],
    [`${RECORDER}-decisions`, 360, 8],
  ])(
    "a message of %s comes at once, again after %i seconds, %i times, for fourteen days",
    (name, pause, attempts) => {
      const queue = resourcesOf(stack, "aws_sqs_queue").find((each) => each["name"] === name);
      expect(queue).toMatchObject({
        delay_seconds: 0,
        visibility_timeout_seconds: pause,
        message_retention_seconds: 1_209_600,
        sqs_managed_sse_enabled: true,
      });
      expect(JSON.parse(String(queue?.["redrive_policy"]))).toMatchObject({ maxReceiveCount: attempts });
    },
  );

  test("what a function did not do of a batch stays in its queue", () => {
    const mappings = resourcesOf(stack, "aws_lambda_event_source_mapping");
    expect(mappings).toHaveLength(2);
    for (const mapping of mappings) {
      expect(mapping["function_response_types"]).toEqual(["ReportBatchItemFailures"]);
    }
  });
});

test("the history has the key and the expiry that the functions write, is encrypted, and can be put back", () => {
  expect(resourceOf(stack, "aws_dynamodb_table")).toEqual({
    name: `${TASKS}-history`,
    billing_mode: "PAY_PER_REQUEST",
    hash_key: "Id",
    attribute: [{ name: "Id", type: "S" }],
    ttl: { attribute_name: "ExpiresAt", enabled: true },
    server_side_encryption: { enabled: true },
    point_in_time_recovery: { enabled: true },
    lifecycle: { prevent_destroy: true },
  });
});
