import { resourcesOf } from "../../support/synth";
import { TOPIC } from "../function/support";
import { watchWith } from "./watch-support";

describe("SigningWatch", () => {
  test("alarms on the metric that the function writes, under the function's name", () => {
    const alarms = resourcesOf(watchWith({ alarmTopicArn: TOPIC }), "aws_cloudwatch_metric_alarm");
    expect(alarms).toHaveLength(4);
    expect(alarms.map(({ alarm_actions }) => alarm_actions)).toEqual([[TOPIC], [TOPIC], [TOPIC], [TOPIC]]);
    expect(alarms.find(({ metric_name }) => metric_name === "OpenProblems")).toMatchObject({
      namespace: "SupplyChain/Signing",
      alarm_name: "supply-chain-signing-watch-open-problems",
      metric_name: "OpenProblems",
      dimensions: { Watch: "supply-chain-signing-watch" },
      statistic: "Maximum",
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      treat_missing_data: "ignore",
    });
  });

  test("alarms when no look of three hours was complete, also when nobody says so", () => {
    const alarms = resourcesOf(watchWith(), "aws_cloudwatch_metric_alarm");
    const silence = alarms.find(
      ({ alarm_name: name }) => name === "supply-chain-signing-watch-no-complete-look",
    );
    expect(silence).toMatchObject({
      metric_query: [
        {
          id: "said",
          metric: {
            namespace: "SupplyChain/Signing",
            metric_name: "CompleteLooks",
            dimensions: { Watch: "supply-chain-signing-watch" },
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
    [15, 3_600],
    [360, 60 + 185 * 120 + 600],
  ])(
    "an alarm tells that nobody looks: with %d minutes to wait, after %d seconds",
    (lateAfterMinutes, threshold) => {
      const alarms = resourcesOf(watchWith({ lateAfterMinutes }), "aws_cloudwatch_metric_alarm");
      const waiting = alarms.find(
        ({ alarm_name: name }) => name === "supply-chain-signing-watch-pushes-waiting",
      );
      expect(waiting).toMatchObject({ metric_name: "ApproximateAgeOfOldestMessage", threshold });
    },
  );
});
