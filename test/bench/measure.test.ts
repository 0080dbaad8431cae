import { growthExponent, median } from "../../bench/measure";

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
