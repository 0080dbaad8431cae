import { ANSWERED_DAYS, answeredState, dayAfter, daysBetween, isDay } from "../../aws";
import { type Problem } from "../../problem";
import { type VerificationSettings } from "../../verification";

const PARTS = [
  { part: "exceptions", kind: "exception", code: "exception-too-long" },
  { part: "breakGlass", kind: "breakGlass", code: "break-glass-too-long" },
] as const;

/**
 * Exceptions and break-glass that end later than anybody can answer for, and a day that is none. The functions would
 * ignore such an entry until the last days before its end, so it helps nobody now and opens the gate later.
 *
 * @param today such as `2026-03-31`. @default - nothing is known to end too late
 */
export function answeredTooLong(
  settings: Pick<VerificationSettings, "exceptions" | "breakGlass">,
  today: string | undefined,
): Problem[] {
  if (today === undefined) return [];
  if (!isDay(today)) {
    const message = `is ${JSON.stringify(today)}`;
    return [{ code: "invalid-value", path: "today", message, allowed: "a day such as 2026-12-31" }];
  }
  return PARTS.flatMap(({ part, kind, code }) =>
    settings[part].flatMap(({ expires }, index): Problem[] => {
      if (answeredState(kind, expires, today) !== "too-long") return [];
      const { longest } = ANSWERED_DAYS[kind];
      return [
        {
          code,
          path: `${part}[${String(index)}].expires`,
          message: `is ${expires}, ${String(daysBetween(today, expires))} days after today, ${today}`,
          allowed: `at most ${String(longest)} days after today: ${dayAfter(today, longest)} or earlier`,
          change: "set an earlier day, and a new one when it comes and somebody still answers for it",
        },
      ];
    }),
  );
}
