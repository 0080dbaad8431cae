import { dayAfter, daysBetween } from "./suppressions";

/**
 * Days that something holds at most which somebody answers for, and from how many days before its end people are
 * told. Ours: nothing in AWS ends it, a rule of Inspector neither.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/findings-managing-supression-rules.html
 */
export const ANSWERED_DAYS = {
  /** Findings about images that Inspector hides. */
  suppression: { longest: 90, soon: 7 },
  /** An image that may run without a trusted signature. */
  exception: { longest: 365, soon: 7 },
  /** What runs in an emergency whatever verification says. */
  breakGlass: { longest: 14, soon: 0 },
} as const;

/** What somebody answers for. */
export type AnsweredKind = keyof typeof ANSWERED_DAYS;

/**
 * Characters of a reason, and at most of the name of who answers for it: a rule of Inspector holds the longest reason
 * too, and what is shorter than the shortest explains nothing.
 */
export const ANSWER_LENGTH = { leastReason: 10, reason: 512, owner: 100 } as const;

/** How it stands on a day. */
export type AnsweredState = "in-force" | "ends-soon" | "expired" | "too-long";

/** How something stands on a day; the day it expires is the last one on which it holds. */
export function answeredState(kind: AnsweredKind, expires: string, today: string): AnsweredState {
  const { longest, soon } = ANSWERED_DAYS[kind];
  const left = daysBetween(today, expires);
  if (left < 0) return "expired";
  if (left > longest) return "too-long";
  return left <= soon ? "ends-soon" : "in-force";
}

/** Whether it holds on a day: neither before its time nor after it. */
export function holds(kind: AnsweredKind, expires: string, today: string): boolean {
  return ["in-force", "ends-soon"].includes(answeredState(kind, expires, today));
}

const TOO_LONG = {
  suppression: "suppression-too-long",
  exception: "exception-too-long",
  breakGlass: "break-glass-too-long",
} as const satisfies Record<AnsweredKind, string>;

/** What is told of something that ends later than anybody can answer for. */
export interface TooLong {
  readonly code: (typeof TOO_LONG)[AnsweredKind];
  readonly message: string;
  readonly allowed: string;
}

/** What to tell of what ends later than anybody can answer for, or `undefined`. */
export function tooLong(kind: AnsweredKind, expires: string, today: string): TooLong | undefined {
  if (answeredState(kind, expires, today) !== "too-long") return undefined;
  const { longest } = ANSWERED_DAYS[kind];
  return {
    code: TOO_LONG[kind],
    message: `is ${expires}, ${String(daysBetween(today, expires))} days after today, ${today}`,
    allowed: `at most ${String(longest)} days after today: ${dayAfter(today, longest)} or earlier`,
  };
}
