import { ANSWERED_DAYS, type AnsweredKind, answeredState, dayAfter, daysBetween } from "../../aws";
import { type Path } from "../document";
import { type Finding } from "./check";

const CODES = {
  suppression: "suppression-too-long",
  exception: "exception-too-long",
  breakGlass: "break-glass-too-long",
} as const satisfies Record<AnsweredKind, string>;

/**
 * Reports what ends later than anybody can answer for.
 *
 * @param still what has to hold for another day, in words
 */
export function answeredTooLong(
  kind: AnsweredKind,
  path: Path,
  expires: string,
  today: string | undefined,
  still: string,
): Finding[] {
  if (today === undefined || answeredState(kind, expires, today) !== "too-long") return [];
  const { longest } = ANSWERED_DAYS[kind];
  return [
    {
      code: CODES[kind],
      path: [...path, "expires"],
      message: `is ${expires}, ${String(daysBetween(today, expires))} days after today, ${today}`,
      allowed: `at most ${String(longest)} days after today: ${dayAfter(today, longest)} or earlier`,
      change: `set an earlier day, and a new one when it comes and ${still}`,
    },
  ];
}
