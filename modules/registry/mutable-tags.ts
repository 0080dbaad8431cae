import { MUTABLE_TAG, MUTABLE_TAG_WILDCARDS } from "../../aws";
import { type Problem } from "../../problem";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
const MAXIMUM_FILTERS = 5;

/** Filters that ECR would refuse, and filters that would make nearly every tag movable. */
export function mutableTagProblems(path: string, filters: readonly string[]): Problem[] {
  const problems: Problem[] = filters
    .filter((filter) => !MUTABLE_TAG.test(filter))
    .map((filter) => ({
      code: "invalid-mutable-tag",
      path,
      message: `"${filter}" cannot exempt tags from immutability`,
      allowed:
        `1 to 128 letters, digits, . _ - and at most ${String(MUTABLE_TAG_WILDCARDS)} *, ` +
        "not at both ends and beside two letters or digits",
    }));
  if (filters.length > MAXIMUM_FILTERS) {
    problems.push({
      code: "too-many-mutable-tags",
      path,
      message: `${String(filters.length)} patterns exempt tags from immutability`,
      allowed: `${String(MAXIMUM_FILTERS)} patterns`,
      change: "give the tags that move a common beginning, and name that: edge-*",
    });
  }
  return problems;
}
