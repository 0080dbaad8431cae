import { daysBetween } from "./suppressions";

/**
 * Days that something holds at most which somebody answers for, and from how many days before its end people are
 * told. Ours: nothing in AWS ends it.
 */
export const ANSWERED_DAYS = {
  /** An image that may run without a trusted signature. */
  exception: { longest: 365, soon: 7 },
  /** What runs in an emergency whatever verification says. */
  breakGlass: { longest: 14, soon: 0 },
} as const;

/** Longest reason, and longest name of who answers for it. */
export const ANSWER_LENGTH = { reason: 512, owner: 100 } as const;

/** How it stands on a day. */
export type AnsweredState = "in-force" | "ends-soon" | "expired" | "too-long";

/** How something stands on a day; the day it expires is the last one on which it holds. */
export function answeredState(
  kind: keyof typeof ANSWERED_DAYS,
  expires: string,
  today: string,
): AnsweredState {
  const { longest, soon } = ANSWERED_DAYS[kind];
  const left = daysBetween(today, expires);
  if (left < 0) return "expired";
  if (left > longest) return "too-long";
  return left <= soon ? "ends-soon" : "in-force";
}

/** Whether it holds on a day: neither before its time nor after it. */
export function holds(kind: keyof typeof ANSWERED_DAYS, expires: string, today: string): boolean {
  return ["in-force", "ends-soon"].includes(answeredState(kind, expires, today));
}
