import { type DerReader, malformed, TAG } from "./reader";

const UTC = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.(\d{0,8}[1-9]))?Z$/;

/** Milliseconds since 1970 of a date that exists; nothing for one that does not. */
export function utcTime(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, second);
  const isReal =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  return isReal ? date.getTime() : undefined;
}

/**
 * Whole milliseconds of the digits behind a second, rounded down; but one where there is less, as a time right after a
 * second is not that second, on which a certificate ends.
 */
export function millisecondsOf(digits: string): number {
  return Number(digits.padEnd(3, "0").slice(0, 3)) || (/[1-9]/.test(digits) ? 1 : 0);
}

/**
 * Reads a UTCTime or GeneralizedTime.
 *
 * @param options `fraction`: whether parts of a second may follow, as in a timestamp. @default - they may not
 * @returns milliseconds since 1970
 * @throws NotationError `der-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1.2.5
 */
export function readTime(reader: DerReader, { fraction = false } = {}): number {
  const isUtc = reader.is(TAG.utcTime);
  const { content } = isUtc ? reader.next() : reader.element(TAG.generalizedTime);
  const text = Buffer.from(content.subarray(0, 32)).toString("latin1");
  const parts = (isUtc ? UTC : GENERALIZED).exec(text);
  const [year = NaN, month = NaN, day = NaN, hour = NaN, minute = NaN, second = NaN] = (parts ?? [])
    .slice(1, 7)
    .map(Number);
  const full = isUtc ? (year < 50 ? 2000 : 1900) + year : year;
  const time = utcTime(full, month, day, hour, minute, second);
  const rest = parts?.[7];
  if (time === undefined || content.length > 32 || (rest !== undefined && !fraction)) {
    throw malformed("has a time that is not DER");
  }
  return time + millisecondsOf(rest ?? "");
}
