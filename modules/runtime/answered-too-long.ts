import { isDay, tooLong } from "../../aws";
import { type Problem } from "../../problem";
import { type VerificationSettings } from "../../verification";

const PARTS = [
  { part: "exceptions", kind: "exception" },
  { part: "breakGlass", kind: "breakGlass" },
] as const;
const CHANGE = "set an earlier day, and a new one when it comes and somebody still answers for it";

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
  return PARTS.flatMap(({ part, kind }) =>
    settings[part].flatMap(({ expires }, index): Problem[] => {
      const found = tooLong(kind, expires, today);
      return found ? [{ ...found, path: `${part}[${String(index)}].expires`, change: CHANGE }] : [];
    }),
  );
}
