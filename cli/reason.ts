import { ANSWER_LENGTH } from "../aws";
import { UsageError, type Values } from "./command";
import { count } from "./terminal";

/**
 * What somebody writes behind `--reason`.
 *
 * @throws UsageError for one that is too short or too long
 */
export function reasonOf(value: NonNullable<Values[string]>): string {
  const reason = String(value).trim();
  const { leastReason: min, reason: max } = ANSWER_LENGTH;
  if (reason.length >= min && reason.length <= max) return reason;
  throw new UsageError(
    `--reason has ${count(reason.length, "character")}; write ${String(min)} to ${String(max)}`,
  );
}
