import { type Option, UsageError, type Values } from "./command";

/** How long the whole may take, in seconds. */
const TIME_LIMIT = { default: 600, most: 900 } as const;

/** The option of commands that ask AWS. */
export const TIME_LIMIT_OPTION: Readonly<Record<"time-limit", Option>> = {
  "time-limit": {
    type: "string",
    value: "SECONDS",
    help: `stop and tell what is known after so long; default ${String(TIME_LIMIT.default)}, at most ${String(TIME_LIMIT.most)}`,
  },
};

/** @throws UsageError for what is no such number of seconds */
export function secondsOf(value: Values[string]): number {
  if (value === undefined) return TIME_LIMIT.default;
  const seconds = /^\d{1,4}$/.test(String(value)) ? Number(value) : 0;
  if (seconds >= 1 && seconds <= TIME_LIMIT.most) return seconds;
  throw new UsageError(
    `--time-limit ${String(value)} is no whole number of seconds from 1 to ${String(TIME_LIMIT.most)}`,
  );
}
