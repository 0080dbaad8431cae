import { Token } from "cdktf";
import { TAGS } from "../../aws";
import { type Problem } from "../../problem";

/** What ECR would refuse of a repository's tags. */
export function tagProblems(path: string, tags: Readonly<Record<string, string>>): Problem[] {
  const entries = Object.entries(tags);
  const problems = entries.flatMap(([key, value]): Problem[] => {
    const refused: Problem[] = [];
    if (!TAGS.key.pattern.test(key)) {
      refused.push({
        code: "invalid-tag",
        path,
        message: `"${key}" is not a key of a tag`,
        allowed: TAGS.key.allowed,
      });
    }
    if (!Token.isUnresolved(value) && !TAGS.value.pattern.test(value)) {
      refused.push({
        code: "invalid-tag",
        path,
        message: `"${value}" is not a value of the tag ${key}`,
        allowed: TAGS.value.allowed,
      });
    }
    return refused;
  });
  if (entries.length > TAGS.count) {
    problems.push({
      code: "too-many-tags",
      path,
      message: `there are ${String(entries.length)} tags`,
      allowed: `at most ${String(TAGS.count)}, together with those of the provider`,
      change: `remove ${String(entries.length - TAGS.count)} of them`,
    });
  }
  return problems;
}
