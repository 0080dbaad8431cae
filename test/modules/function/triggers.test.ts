import { LambdaFunction } from "../../../modules/function";
import { stackRejectionOf } from "../../support/rejection";
import { statementsOf } from "../../support/statements";
import { resourceOf, resourcesOf } from "../../support/synth";
import { FUNCTION, PROPS, QUEUE, readable, synthFunction } from "./support";

describe("triggers", () => {
  const pushed = { source: ["aws.ecr"], "detail-type": ["ECR Image Action"] };
  const triggered = () =>
    synthFunction({}, (fn) => {
      fn.onEvent("pushed", "Images that are pushed", pushed);
      fn.onSchedule("hourly", "What events missed", "rate(1 hour)");
    });

  test("are a rule with a pattern and a rule with a schedule", () => {
    expect(resourcesOf(triggered(), "aws_cloudwatch_event_rule")).toEqual([
      {
        name: "supply-chain-watch-hourly",
        description: "What events missed",
        schedule_expression: "rate(1 hour)",
      },
      {
        name: "supply-chain-watch-pushed",
        description: "Images that are pushed",
        event_pattern: JSON.stringify(pushed),
      },
    ]);
  });

  test("may call the function, each rule by its own ARN", () => {
    expect(readable(resourcesOf(triggered(), "aws_lambda_permission"))).toEqual(
      ["hourly", "pushed"].map((id) => ({
        statement_id: id,
        action: "lambda:InvokeFunction",
        function_name: `\${${FUNCTION}.function_name}`,
        principal: "events.amazonaws.com",
        source_arn: `\${aws_cloudwatch_event_rule.watch_${id}_Rule_.arn}`,
      })),
    );
  });

  test("begin once the function may be called, and lose no event that cannot be delivered", () => {
    expect(readable(resourcesOf(triggered(), "aws_cloudwatch_event_target"))).toEqual(
      ["hourly", "pushed"].map((id) => ({
        rule: `\${aws_cloudwatch_event_rule.watch_${id}_Rule_.name}`,
        arn: `\${${FUNCTION}.arn}`,
        dead_letter_config: { arn: `\${${QUEUE}.arn}` },
        depends_on: [
          `aws_lambda_permission.watch_${id}_Permission_`,
          "aws_lambda_function_event_invoke_config.watch_InvokeConfig_",
        ],
      })),
    );
  });

  test("may put undelivered events into the queue, and no other rule", () => {
    const [first] = readable(
      statementsOf(resourceOf(triggered(), "aws_sqs_queue_policy")["policy"]),
    ) as object[];
    expect(first).toEqual({
      Sid: "KeepUndelivered",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: `\${${QUEUE}.arn}`,
      Condition: {
        ArnEquals: {
          "aws:SourceArn": [
            "${aws_cloudwatch_event_rule.watch_pushed_Rule_.arn}",
            "${aws_cloudwatch_event_rule.watch_hourly_Rule_.arn}",
          ],
        },
      },
    });
  });

  test("try an event again twice within an hour", () => {
    expect(readable(resourceOf(triggered(), "aws_lambda_function_event_invoke_config"))).toEqual({
      function_name: `\${${FUNCTION}.function_name}`,
      maximum_event_age_in_seconds: 3_600,
      maximum_retry_attempts: 2,
    });
  });

  test("try as often and as long as they are told", () => {
    const stack = synthFunction({ maximumEventAgeSeconds: 60, maximumRetryAttempts: 0 }, (fn) =>
      fn.onSchedule("daily", "Every day", "cron(0 6 * * ? *)"),
    );
    expect(resourceOf(stack, "aws_lambda_function_event_invoke_config")).toMatchObject({
      maximum_event_age_in_seconds: 60,
      maximum_retry_attempts: 0,
    });
  });

  test("are none of a function that is called", () => {
    expect(resourcesOf(synthFunction(), "aws_lambda_function_event_invoke_config")).toEqual([]);
    expect(resourcesOf(synthFunction(), "aws_lambda_permission")).toEqual([]);
  });

  test.each([
    "every hour",
    "rate(1hour)",
    "rate(0.5 hours)",
    "cron(0 6 * * ?)",
    "at(2026-01-01T00:00:00)",
    "",
  ])("%p is no schedule", (expression) => {
    expect(
      stackRejectionOf((stack) =>
        new LambdaFunction(stack, "watch", PROPS).onSchedule("often", "Often", expression),
      ),
    ).toEqual([
      `test/watch/often: "${expression}" is not a schedule; allowed: rate(value unit) or cron(minutes hours day-of-month month day-of-week year) [invalid-schedule]`,
    ]);
  });
});
