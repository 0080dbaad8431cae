import { writeBreakGlassMetric } from "../../../lambdas/ecs-task-verifier/metrics";
import { createLogger } from "../../../lambdas/shared/logger";
import { resourcesOf } from "../../support/synth";
import { synthVerification } from "./verification-support";

const HOUR = 3_600_000;
const PERIOD = 300_000;
const EXPIRES = "2026-03-12";
const END = Date.parse("2026-03-13T00:00:00Z");
const BROKEN = { cluster: "shop", service: "api", reason: "outage", owner: "commander", expires: EXPIRES };

/** The points of the metric by the period that they are in, when the function is called at these times. */
function pointsAt(times: readonly number[], breakGlass = [BROKEN]): Map<number, number> {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger((line) => lines.push(JSON.parse(line) as Record<string, unknown>));
  for (const time of times) writeBreakGlassMetric(log, "verifier", { breakGlass }, time);
  return new Map(
    lines.map((line) => {
      const { Timestamp } = line["_aws"] as { Timestamp: number };
      return [Math.floor(Timestamp / PERIOD), Number(line["BreakGlassActive"])];
    }),
  );
}

/** The changes of the alarm, each with the time of the period that made it. */
function changes(
  points: ReadonlyMap<number, number>,
  from: number,
  to: number,
): (readonly [string, number])[] {
  const [alarm] = resourcesOf(
    synthVerification({ breakGlass: [BROKEN] }),
    "aws_cloudwatch_metric_alarm",
  ).filter(({ alarm_name }) => alarm_name === "supply-chain-break-glass");
  expect(alarm).toMatchObject({
    period: PERIOD / 1_000,
    evaluation_periods: 1,
    statistic: "Maximum",
    comparison_operator: "GreaterThanThreshold",
    threshold: 0,
    // What is missing changes nothing.
    treat_missing_data: "ignore",
  });
  const found: (readonly [string, number])[] = [];
  for (let period = from / PERIOD; period < to / PERIOD; period++) {
    const value = points.get(period);
    const state = value === undefined ? (found.at(-1)?.[0] ?? "none") : value > 0 ? "on" : "off";
    if (state !== (found.at(-1)?.[0] ?? "none")) found.push([state, period * PERIOD]);
  }
  return found;
}

const hourly = (from: number, to: number) =>
  Array.from({ length: (to - from) / HOUR }, (_, hour) => from + hour * HOUR);

test("the alarm is on from the first call to the first one after the last day, and does not flap between hours", () => {
  const [from, to] = [END - 30 * HOUR, END + 30 * HOUR];
  expect(changes(pointsAt(hourly(from, to)), from, to)).toEqual([
    ["on", from],
    ["off", END],
  ]);
});

test("a call in the last second of the last day leaves it on, the next one in the day after turns it off", () => {
  const calls = [END - 1, END + HOUR - 1];
  expect(changes(pointsAt(calls), END - HOUR, END + 2 * HOUR)).toEqual([
    ["on", END - PERIOD],
    ["off", END + HOUR - PERIOD],
  ]);
});

test("calls for tasks between those of the schedule change nothing", () => {
  const calls = [...hourly(END - 5 * HOUR, END), END - 90 * 60_000, END - 20 * 60_000];
  expect(changes(pointsAt(calls), END - 5 * HOUR, END)).toEqual([["on", END - 5 * HOUR]]);
});

test("without break-glass each call says so", () => {
  expect([...pointsAt([END], []).values()]).toEqual([0]);
});

test("a break-glass that would hold longer than anybody can answer for does not hold", () => {
  expect([...pointsAt([END - 20 * 24 * HOUR]).values()]).toEqual([0]);
});
