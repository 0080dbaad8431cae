import { ANSWERED_DAYS, answeredState, dayOf } from "../../aws";
import { type VerificationSettings } from "../../verification";
import { type Logger } from "../shared/logger";

/**
 * Tells in the log of exceptions and break-glass that end later than anybody can answer for: they let nothing in, and
 * no alarm is on for them, so that whoever wrote one must find out here why.
 *
 * @param now milliseconds since 1970
 */
export function tellTooLate(
  log: Logger,
  { exceptions, breakGlass }: Pick<VerificationSettings, "exceptions" | "breakGlass">,
  now: number,
): void {
  const today = dayOf(now);
  for (const [kind, entries] of [["exception", exceptions] as const, ["breakGlass", breakGlass] as const]) {
    const { longest: longestDays } = ANSWERED_DAYS[kind];
    for (const entry of entries) {
      if (answeredState(kind, entry.expires, today) !== "too-long") continue;
      log.warn("ignores an entry that ends too late", { kind, entry, longestDays });
    }
  }
}
