import { Token } from "cdktf";
import { isRepositoryName, liesUnder, MAX_SIGNING_FILTERS, MAX_SIGNING_RULES } from "../../aws";
import { type Problem } from "../../problem";
import { placeProblems } from "../checks";
import { profileArnProblems } from "../profile-checks";

/** Which repositories one profile signs. */
export interface SigningRule {
  /** ARN of the profile, also of another account; never of a profile version. */
  readonly profileArn: string;
  /** Exact names of the repositories, at least one. */
  readonly repositories: readonly string[];
}

/** What {@link ManagedSigning} needs to be told. */
export interface ManagedSigningProps {
  /** Account of the registry. */
  readonly accountId: string;
  /** Region of the registry; every profile must be of the same region. */
  readonly region: string;
  /** At least one and at most ten. A repository named in several rules gets several signatures. */
  readonly rules: readonly SigningRule[];
  /**
   * Prefixes of pull-through caches, which no filter reaches: their images are pushed by a service-linked role that
   * cannot sign. @default - none; synth refuses a rule that reaches a `PullThroughCache` of the app
   */
  readonly excludedPrefixes?: readonly string[];
  /**
   * Prefixes under which a push creates repositories. Who pushes there is nobody's signer, so no folder reaches
   * them; repositories that a rule names may lie there. @default - none
   */
  readonly createdPrefixes?: readonly string[];
  /**
   * Exact names of the registry's repositories that no rule names; only looked at when more than a hundred
   * repositories share a profile and folders such as `shop/*` take the place of names. @default - none
   */
  readonly unsignedRepositories?: readonly string[];
}

/** Everything that is wrong with the rules, whose filters stand at the same places in `filters`. */
export function signingRuleProblems(
  rules: readonly SigningRule[],
  filters: readonly (readonly string[])[],
  props: ManagedSigningProps,
  path: string,
): Problem[] {
  return [
    ...placeProblems(path, props),
    ...countProblems(rules, path),
    ...rules.flatMap((rule, index) => [
      ...profileArnProblems(path, [rule.profileArn], props),
      ...repeatedProfileProblems(rule, rules[index - 1], path),
      ...repositoryProblems(rule, filters[index] ?? [], props, path),
    ]),
  ];
}

function countProblems(rules: readonly SigningRule[], path: string): Problem[] {
  if (rules.length === 0) {
    return [
      {
        code: "no-signing-rules",
        path,
        message: "managed signing without rules signs nothing",
        change: "add a rule or leave the construct out",
      },
    ];
  }
  if (rules.length <= MAX_SIGNING_RULES) return [];
  return [
    {
      code: "too-many-profiles",
      path,
      message: `${String(rules.length)} signing rules are more than a registry takes`,
      allowed: `at most ${String(MAX_SIGNING_RULES)}`,
      change: "let more repositories share a profile",
    },
  ];
}

function repeatedProfileProblems(
  { profileArn }: SigningRule,
  previous: SigningRule | undefined,
  path: string,
): Problem[] {
  if (previous?.profileArn !== profileArn || Token.isUnresolved(profileArn)) return [];
  return [
    {
      code: "profile-in-two-rules",
      path,
      message: `two signing rules name the profile ${profileArn}`,
      change: "put the repositories of both into one rule",
    },
  ];
}

function repositoryProblems(
  { profileArn, repositories }: SigningRule,
  filters: readonly string[],
  { excludedPrefixes = [] }: ManagedSigningProps,
  path: string,
): Problem[] {
  if (repositories.length === 0) {
    return [
      {
        code: "signing-rule-without-repositories",
        path,
        message: `the rule of ${profileArn} names no repository, which ECR takes for every repository`,
        change: "name the repositories or leave the rule out",
      },
    ];
  }
  const problems: Problem[] = [];
  for (const name of new Set(repositories)) {
    if (!isRepositoryName(name)) {
      problems.push({
        code: "invalid-repository-name",
        path,
        message: `"${name}" is not a name of a repository`,
        allowed: "exact names without wildcards, such as shop/api",
      });
    }
    const cache = excludedPrefixes.find((prefix) => prefix !== "ROOT" && liesUnder(name, prefix));
    if (cache !== undefined) problems.push(cachedProblem(path, name, cache));
  }
  if (filters.length > MAX_SIGNING_FILTERS) {
    problems.push({
      code: "too-many-signing-filters",
      path,
      message: `the ${String(repositories.length)} repositories of ${profileArn} need ${String(filters.length)} filters`,
      allowed: `at most ${String(MAX_SIGNING_FILTERS)} in one rule`,
      change:
        "give the repositories of one profile common beginnings that no other repository, cache or creation template has, or let several profiles sign them",
    });
  }
  return problems;
}

/** A rule that names what a cache fills. */
export function cachedProblem(path: string, name: string, cache: string): Problem {
  return {
    code: "cached-repository-signed",
    path,
    message: `${name} lies under the pull-through cache ${cache}, whose images cannot be signed`,
    change: "push the image to a repository of its own and sign it there",
  };
}
