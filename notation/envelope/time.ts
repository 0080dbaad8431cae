import { millisecondsOf, utcTime } from "../der";

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/**
 * Whole milliseconds since 1970 of a time as RFC 3339 writes it, with any offset; nothing for another text.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6
 */
export function parseRfc3339(text: string): number | undefined {
  const parts = text.length > 40 ? null : RFC3339.exec(text);
  if (parts === null) return undefined;
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN] = parts
    .slice(1, 7)
    .map(Number);
  const [fraction = "", sign, hours = "0", minutes = "0"] = parts.slice(7);
  const local = utcTime(year, month, day, hour, minute, second);
  if (local === undefined || Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === "-" ? -1 : 1);
  return local + millisecondsOf(fraction) - offset;
}

/** A time for people and records; one that no calendar holds has no text of its own. */
export function timeText(milliseconds: number): string {
  return Math.abs(milliseconds) <= 8.64e15 ? new Date(milliseconds).toISOString() : "out of range";
}
