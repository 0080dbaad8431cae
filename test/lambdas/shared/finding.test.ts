import { isOld, says } from "../../../lambdas/shared/finding";

const NOW = Date.parse("2026-03-04T05:06:07Z");
const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(NOW - days * DAY).toISOString();

test.each([
  [daysAgo(0), false],
  [daysAgo(59), false],
  [daysAgo(60), true],
  // Nobody knows how long Security Hub will keep it.
  [undefined, true],
  ["", true],
  ["soon", true],
])("a finding that was last written at %p is old: %p", (UpdatedAt, old) => {
  expect(isOld({ UpdatedAt } as never, NOW)).toBe(old);
  const known = { RecordState: "ACTIVE", UpdatedAt, Title: "a" } as never;
  expect(says(known, { Title: "a", UpdatedAt: daysAgo(0) } as never)).toBe(!old);
});
