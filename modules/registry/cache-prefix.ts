import { CACHE_PREFIX_LENGTH, REPOSITORY_NAME } from "../../aws";
import { type Problem } from "../../problem";

/** What ECR would refuse in the prefix of a pull-through cache, and `ROOT`, which would take every name. */
export function cachePrefixProblems(path: string, prefix: string): Problem[] {
  const { min, max } = CACHE_PREFIX_LENGTH;
  // A prefix is written like a whole name, only shorter.
  if (REPOSITORY_NAME.test(prefix) && prefix.length >= min && prefix.length <= max) return [];
  return [
    {
      code: "invalid-pull-through-prefix",
      path,
      message: `"${prefix}" is not a prefix of a pull-through cache`,
      allowed:
        `${String(min)} to ${String(max)} characters: lowercase letters and digits, ` +
        "separated by single . _ - or /",
    },
  ];
}
