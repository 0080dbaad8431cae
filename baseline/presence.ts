import { isUnresolved, referenceOf } from "./reference";

/** Whether an argument is set: yes, no, or only Terraform knows. */
export type Presence = "set" | "unset" | "undecided";

/** A reference to a resource or data source is a value; a variable or a call may also be null. */
export function presenceOf(value: unknown): Presence {
  if (value === undefined || value === null || value === "") return "unset";
  if (!isUnresolved(value)) return "set";
  const whole = /^\$\{data\.[a-z0-9_]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_]+\}$/;
  return !/^[$%]\{/.test(value) || referenceOf(value) || whole.test(value) ? "set" : "undecided";
}
