import { tellTooLate } from "../../../lambdas/ecs-task-verifier/too-late";
import { createLogger } from "../../../lambdas/shared/logger";
import { imageOf } from "./images";

const NOON = Date.parse("2026-03-11T12:00:00Z");
const ANSWERED = { reason: "outage of the registry", owner: "commander" };
const glass = (expires: string) => ({ cluster: "shop", service: "api", expires, ...ANSWERED });
const exception = (expires: string) => ({ image: imageOf("api"), expires, ...ANSWERED });

function told(settings: Parameters<typeof tellTooLate>[1]): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  tellTooLate(
    createLogger((line) => lines.push(JSON.parse(line) as Record<string, unknown>)),
    settings,
    NOON,
  );
  return lines;
}

test("an entry that ends later than anybody can answer for is named, with the days that it may have", () => {
  const entries = { exceptions: [exception("2027-03-12")], breakGlass: [glass("2026-03-26")] };
  expect(told(entries)).toMatchObject([
    {
      level: "WARN",
      message: "ignores an entry that ends too late",
      kind: "exception",
      entry: entries.exceptions[0],
      longestDays: 365,
    },
    { level: "WARN", kind: "breakGlass", entry: entries.breakGlass[0], longestDays: 14 },
  ]);
});

test.each([
  ["hold", "2027-03-11", "2026-03-25"],
  ["have ended", "2026-03-10", "2026-03-10"],
])("entries that %s are not spoken of", (_, exceptionEnds, glassEnds) => {
  expect(told({ exceptions: [exception(exceptionEnds)], breakGlass: [glass(glassEnds)] })).toEqual([]);
});
