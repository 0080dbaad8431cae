import { REPOSITORY_NAME } from "./patterns";

/** Longest reason and description of a filter. @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_CreateFilter.html */
export const FILTER_TEXT_LENGTH = 512;

/** What a suppression hides: what fits every list that is there; a list of repositories may hold `shop/*`. */
export interface SuppressionScope {
  readonly vulnerabilities?: readonly string[] | undefined;
  readonly packages?: readonly string[] | undefined;
  readonly repositories?: readonly string[] | undefined;
}

/** A repository, or what several begin with and a last `/*`: Inspector compares no other pattern. */
export const SUPPRESSED_REPOSITORY = new RegExp(`^${REPOSITORY_NAME.source.slice(1, -1)}(?:/\\*)?$`);

/** Longest id of a vulnerability and name of a package. */
export const SUPPRESSION_LENGTH = { vulnerability: 100, package: 100 } as const;

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
  return dayOf(timeOf(day) + days * MILLISECONDS);
}

/**
 * The day in UTC, as `2026-03-31`.
 *
 * @param time milliseconds since 1970
 */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
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

/**
 * Why a suppression would hide more than anybody can have looked at, or `undefined`.
 *
 * A vulnerability can be judged once for every image. A package cannot: what is found in it tomorrow, nobody has
 * seen today. So a package alone is hidden only in repositories that are named in full.
 */
export function tooBroad(scope: SuppressionScope): string | undefined {
  const { vulnerabilities = [], packages = [], repositories = [] } = scope;
  if (vulnerabilities.length > 0) return undefined;
  if (packages.length === 0)
    return "names neither vulnerabilities nor packages, so it would hide everything, also what is found later";
  const what = `names no vulnerabilities, so it would hide everything in ${packages.join(", ")}, also what is found later`;
  if (repositories.length === 0) return `${what}, in every image`;
  const patterns = repositories.filter((name) => name.endsWith("*"));
  return patterns.length === 0 ? undefined : `${what}, in whatever repositories ${patterns.join(", ")} match`;
}
