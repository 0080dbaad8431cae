/** Major, minor and patch of a version. */
export type Version = readonly [major: number, minor: number, patch: number];

interface Comparison {
  readonly operator: string;
  readonly version: Version;
  /** How many parts of the version were written. */
  readonly parts: number;
}

/**
 * The lowest version from another on that a constraint admits, if there is one.
 *
 * Such a version is the first one, one that the constraint names, or the next patch after it.
 *
 * @param constraint comparisons with commas between, as `terraform.awsProvider` takes them
 * @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 */
export function lowestAdmitted(constraint: string, from: Version): Version | undefined {
  const comparisons = constraint.split(",").map(parse);
  return [from, ...comparisons.flatMap(({ version }) => [version, next(version)])]
    .filter((version) => order(version, from) >= 0)
    .filter((version) => comparisons.every((comparison) => admits(comparison, version)))
    .sort(order)[0];
}

/** Negative, zero or positive as one version is before, at or after another. */
export function order(left: Version, right: Version): number {
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2];
}

function parse(text: string): Comparison {
  const [, operator = "", numbers = ""] = /^\s*([^\d\s]*)\s*(.*?)\s*$/.exec(text) ?? [];
  const parts = numbers.split(".").map(Number);
  const [major = 0, minor = 0, patch = 0] = parts;
  return { operator, version: [major, minor, patch], parts: parts.length };
}

function next([major, minor, patch]: Version): Version {
  return [major, minor, patch + 1];
}

function admits({ operator, version, parts }: Comparison, candidate: Version): boolean {
  const difference = order(candidate, version);
  switch (operator) {
    case "!=":
      return difference !== 0;
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    case ">=":
      return difference >= 0;
    case "~>":
      // Only the last part that is written may grow; a major version alone stands for its minor ones.
      return difference >= 0 && candidate[0] === version[0] && (parts < 3 || candidate[1] === version[1]);
    default:
      return difference === 0;
  }
}
