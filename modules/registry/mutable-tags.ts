import { MUTABLE_TAG_WILDCARDS } from "../../aws";
import { type Problem } from "../../problem";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageTagMutabilityExclusionFilter.html */
const TAG_FILTER = /^[0-9a-zA-Z._*-]{1,128}$/;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-tag-mutability.html */
const MAXIMUM_FILTERS = 5;

/** Filters that ECR would refuse, and filters that would make every tag movable. */
export function mutableTagProblems(path: string, filters: readonly string[]): Problem[] {
  const problems: Problem[] = filters
    .filter(
      (filter) =>
        !TAG_FILTER.test(filter) ||
        filter.split("*").length - 1 > MUTABLE_TAG_WILDCARDS ||
        /^\*+$/.test(filter),
    )
    .map((filter) => ({
      code: "invalid-mutable-tag",
      path,
      message: `"${filter}" cannot exempt tags from immutability`,
      allowed:
        `1 to 128 letters, digits, . _ - and at most ${String(MUTABLE_TAG_WILDCARDS)} *, ` +
        "but not every tag",
    }));
  if (filters.length > MAXIMUM_FILTERS) {
    problems.push({
      code: "too-many-mutable-tags",
      path,
      message: `${String(filters.length)} patterns exempt tags from immutability`,
      allowed: `${String(MAXIMUM_FILTERS)} patterns`,
    });
  }
  return problems;
}
