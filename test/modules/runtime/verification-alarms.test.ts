import { resourcesOf, type SynthesizedStack } from "../../support/synth";
import { readable } from "../function/support";
import { NAMES, synthVerification } from "./verification-support";

const [HOOK = "", TASKS = "", RECORDER = ""] = NAMES;
const stack = synthVerification();
const alarmsOf = (of: SynthesizedStack) =>
  new Map(resourcesOf(of, "aws_cloudwatch_metric_alarm").map((alarm) => [alarm["alarm_name"], alarm]));

describe("the alarms", () => {
  test("tell of functions that fail, of a hook that cannot be called and of what nobody handled", () => {
    expect([...alarmsOf(stack).keys()].sort()).toEqual(
      [
        ...NAMES.flatMap((name) => [`${name}-errors`, `${name}-dead-letters`]),
        `${HOOK}-throttles`,
        `${TASKS}-tasks-waiting`,
        `${RECORDER}-decisions-waiting`,
        "supply-chain-break-glass",
        "supply-chain-decisions-not-sent",
        "supply-chain-gate-problems",
        "supply-chain-images-undecided",
        "supply-chain-look-not-complete",
        "supply-chain-no-hourly-look",
        "supply-chain-stops-withheld",
        "supply-chain-trust-not-kept",
      ].sort(),
    );
    expect(alarmsOf(stack).get(`${HOOK}-throttles`)).toMatchObject({
      namespace: "AWS/Lambda",
      metric_name: "Throttles",
      dimensions: { FunctionName: HOOK },
    });
  });

  test.each(NAMES)("%s-errors looks at the errors of that function", (name) => {
    expect(alarmsOf(stack).get(`${name}-errors`)).toMatchObject({
      namespace: "AWS/Lambda",
      metric_name: "Errors",
      dimensions: { FunctionName: name },
      statistic: "Sum",
      threshold: 0,
      treat_missing_data: "notBreaching",
    });
  });

  test.each(["supply-chain-gate-problems", "supply-chain-break-glass", "supply-chain-look-not-complete"])(
    "%s stays what it was until the function says the number again",
    (name) => {
      expect(alarmsOf(stack).get(name)?.["treat_missing_data"]).toBe("ignore");
    },
  );

  test.each([
    ["supply-chain-gate-problems", { metric_name: "OpenGateProblems", dimensions: { Verifier: TASKS } }],
    ["supply-chain-look-not-complete", { metric_name: "LeftOutOfLook", dimensions: { Verifier: TASKS } }],
    ["supply-chain-break-glass", { metric_name: "BreakGlassActive", dimensions: { Verifier: TASKS } }],
    ["supply-chain-decisions-not-sent", { metric_name: "DecisionsNotSent", dimensions: {} }],
    ["supply-chain-trust-not-kept", { metric_name: "TrustNotKept", dimensions: { Verifier: TASKS } }],
  ])("%s looks at the metric that the function writes", (name, metric) => {
    expect(alarmsOf(stack).get(name)).toMatchObject({
      ...metric,
      namespace: "SupplyChain/ImageVerification",
      threshold: 0,
    });
  });

  test.each([
    ["supply-chain-stops-withheld", { metric_name: "StopsWithheld", dimensions: { Verifier: TASKS } }],
    ["supply-chain-images-undecided", { metric_name: "Undecided", dimensions: { Recorder: RECORDER } }],
  ])("%s is on until two hours went by without that metric, which comes every hour", (name, metric) => {
    expect(alarmsOf(stack).get(name)).toMatchObject({
      metric_query: [
        {
          id: "said",
          metric: {
            ...metric,
            namespace: "SupplyChain/ImageVerification",
            period: 3600,
            stat: "Maximum",
          },
        },
        { id: "filled", expression: "FILL(said, 0)", return_data: true },
      ],
      evaluation_periods: 2,
      datapoints_to_alarm: 1,
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      treat_missing_data: "notBreaching",
    });
  });

  test("one tells that three hours went by without the number that every look says", () => {
    expect(alarmsOf(stack).get("supply-chain-no-hourly-look")).toMatchObject({
      metric_query: [
        {
          id: "said",
          metric: {
            namespace: "SupplyChain/ImageVerification",
            metric_name: "OpenGateProblems",
            dimensions: { Verifier: TASKS },
            period: 3600,
            stat: "SampleCount",
          },
        },
        { id: "count", expression: "FILL(said, 0)", return_data: true },
      ],
      evaluation_periods: 3,
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
    });
  });

  test.each([
    [`${TASKS}-tasks`, "verification_Tasks_"],
    [`${RECORDER}-decisions`, "verification_Decisions_"],
  ])("one tells of messages of %s that nobody takes for an hour", (name, address) => {
    expect(readable(alarmsOf(stack).get(`${name}-waiting`))).toEqual({
      alarm_name: `${name}-waiting`,
      alarm_description: `Messages of the queue ${name} wait too long: its function does not take them`,
      namespace: "AWS/SQS",
      metric_name: "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: `\${aws_sqs_queue.${address}.name}` },
      statistic: "Maximum",
      period: 300,
      evaluation_periods: 1,
      comparison_operator: "GreaterThanThreshold",
      threshold: 3_600,
      treat_missing_data: "notBreaching",
    });
  });

  test("one tells of other regions that are not read, where they are looked at", () => {
    expect([...alarmsOf(stack).keys()]).not.toContain("supply-chain-regions-undecided");
    const abroad = synthVerification({ otherRegions: { watched: ["eu-central-1"], named: {} } });
    expect(alarmsOf(abroad).get("supply-chain-regions-undecided")).toMatchObject({
      metric_name: "RegionsUndecided",
      dimensions: { Verifier: TASKS },
      namespace: "SupplyChain/ImageVerification",
      threshold: 0,
      treat_missing_data: "ignore",
    });
  });

  test("the one of broken glass says what runs, and is there while nothing is broken, so that it goes off", () => {
    const answered = { reason: "outage", owner: "commander" };
    const broken = synthVerification({
      breakGlass: [
        { cluster: "shop", service: "api", expires: "2026-03-12", ...answered },
        { cluster: "batch", digest: `sha256:${"0a".repeat(32)}`, expires: "2026-03-10", ...answered },
      ],
    });
    expect(alarmsOf(broken).get("supply-chain-break-glass")?.["alarm_description"]).toBe(
      `Images run whatever verification says: service api in shop until 2026-03-12; sha256:${"0a".repeat(32)} in batch until 2026-03-10`,
    );
    expect(alarmsOf(stack).get("supply-chain-break-glass")?.["alarm_description"]).toBe(
      "Images run whatever verification says",
    );
  });

  test("tell a topic where there is one", () => {
    const topic = "arn:aws:sns:eu-central-1:444444444444:alarms";
    const alarms = alarmsOf(synthVerification({ alarmTopicArn: topic }));
    expect(new Set(alarms.keys())).toEqual(new Set(alarmsOf(stack).keys()));
    for (const alarm of alarms.values()) {
      expect(alarm["alarm_actions"]).toEqual([topic]);
    }
  });
});
