import { growthExponent, median, verdict } from "../../bench/measure";

test.each([
  [[3], 3],
  [[5, 1, 3], 3],
  [[4, 1, 3, 2], 2],
])("the median of %j is %d", (values, middle) => {
  expect(median(values)).toBe(middle);
});

test.each([
  [1, 2],
  [2, 4],
  [0.5, Math.SQRT2],
])("growth with exponent %d", (exponent, factor) => {
  const points = [0, 1, 2].map((step) => ({ size: 10 * 2 ** step, value: 7 * factor ** step }));
  expect(growthExponent(points)).toBeCloseTo(exponent, 10);
});

test.each([
  [verdict("init", 149.6, 150, " ms", 0), "met     init: 150 ms, goal at most 150 ms"],
  [verdict("growth", 1.1, 1.1), "met     growth: 1.10, goal at most 1.1"],
  [verdict("growth", 1.101, 1.1), "MISSED  growth: 1.10, goal at most 1.1"],
  [verdict("growth", NaN, 1.1), "MISSED  growth: NaN, goal at most 1.1"],
])("a value beside its goal: %s", (line, expected) => {
  expect(line).toBe(expected);
});
