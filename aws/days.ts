const DAY = /^\d{4}-\d\d-\d\d$/;
const MILLISECONDS = 86_400_000;

/**
 * Days from one day to another, both as `2026-03-31`.
 *
 * @throws RangeError for a text that is no day
 */
export function daysBetween(from: string, to: string): number {
  return (timeOf(to) - timeOf(from)) / MILLISECONDS;
}

/** The day so many days later. */
export function dayAfter(day: string, days: number): string {
  return new Date(timeOf(day) + days * MILLISECONDS).toISOString().slice(0, 10);
}

/** Whether a text is a day of the calendar such as `2026-03-31`. */
export function isDay(text: string): boolean {
  // A day that its month does not have becomes one of the next month.
  const time = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function timeOf(day: string): number {
  if (!isDay(day)) throw new RangeError(`"${day}" is no day such as 2026-03-31`);
  return Date.parse(`${day}T00:00:00Z`);
}
