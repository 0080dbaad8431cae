/** How long signing an image may take before it counts as late; ECR itself sets no limit. */
export const SIGNING_LATE_AFTER_MINUTES = { min: 5, max: 360, default: 15 } as const;

/** Which repositories of a registry one profile signs, as the registry keeps it. */
export interface RegistrySigningRule {
  /** ARN of the profile, never of a profile version. */
  readonly profileArn: string;
  /** Filters with `*` for any characters; none stands for every repository. */
  readonly filters: readonly string[];
}

/**
 * Whether a filter of a signing rule matches a repository: the whole name, `*` for any run of characters.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SigningRepositoryFilter.html
 */
export function signingFilterMatches(filter: string, repository: string): boolean {
  const [first = "", ...rest] = filter.split("*");
  const last = rest.pop();
  if (last === undefined) return repository === filter;
  if (!repository.startsWith(first)) return false;
  let position = first.length;
  // The earliest place is always a good one, because the parts may stand anywhere after it.
  for (const part of rest) {
    const found = repository.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return repository.length - last.length >= position && repository.endsWith(last);
}

/** ARNs of the profiles that sign a repository, each once. */
export function signingProfilesOf(repository: string, rules: readonly RegistrySigningRule[]): string[] {
  const matching = rules.filter(
    ({ filters }) =>
      filters.length === 0 || filters.some((filter) => signingFilterMatches(filter, repository)),
  );
  return [...new Set(matching.map(({ profileArn }) => profileArn))];
}

/** One text for all rules that mean the same, whatever order they and their filters come in. */
export function signingRulesText(rules: readonly RegistrySigningRule[]): string {
  return JSON.stringify(
    rules
      .map(({ profileArn, filters }) => [profileArn, ...[...new Set(filters)].sort()])
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
  );
}
