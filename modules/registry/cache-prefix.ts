import { REPOSITORY_NAME } from "../../aws";
import { type Problem } from "../../problem";

/** A prefix is written like a whole name, only shorter. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
const PREFIX_LENGTH = { min: 2, max: 30 } as const;

/** What ECR would refuse in the prefix of a pull-through cache, and `ROOT`, which would take every name. */
export function cachePrefixProblems(path: string, prefix: string): Problem[] {
  const { min, max } = PREFIX_LENGTH;
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
