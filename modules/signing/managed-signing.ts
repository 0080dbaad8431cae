import { CloudcontrolapiResource } from "@cdktf/provider-aws/lib/cloudcontrolapi-resource";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { REPOSITORY_NAME } from "../../aws";
import { type Problem, ProblemError } from "../../problem";
import { protectFromDestroy } from "../protection";
import { claimSingleton } from "../singleton";
import { parseProfileArn, PROFILE_ARN_FORM } from "./profile-arn";
import { liesUnder, MAX_SIGNING_FILTERS, signingFilters } from "./signing-filters";
import { profileInStack } from "./signing-profile";

/**
 * Most rules of a signing configuration.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SigningConfiguration.html
 */
const MAX_SIGNING_RULES = 10;

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
   * Prefixes of pull-through caches. Their images are pushed by a service-linked role that cannot sign, so no
   * filter reaches them. @default - none
   */
  readonly excludedPrefixes?: readonly string[];
  /**
   * Exact names of the registry's repositories that no rule names; only looked at when more than a hundred
   * repositories share a profile and folders such as `shop/*` take the place of names. @default - none
   */
  readonly unsignedRepositories?: readonly string[];
}

/**
 * ECR's managed signing: every image pushed to these repositories is signed on behalf of its pusher.
 *
 * A registry has one signing configuration, and it is written as a whole.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
export class ManagedSigning extends Construct {
  readonly resource: CloudcontrolapiResource;

  /**
   * @throws ProblemError `singleton-owned-twice`, `no-signing-rules`, `too-many-signing-rules`,
   * `invalid-profile-arn`, `profile-in-other-region`, `profile-in-two-rules`,
   * `signing-rule-without-repositories`, `invalid-repository-name`, `cached-repository-signed`,
   * `too-many-signing-filters`
   */
  constructor(scope: Construct, id: string, props: ManagedSigningProps) {
    super(scope, id);
    claimSingleton(this, "ECR signing configuration");
    const rules = [...props.rules].sort((a, b) => compare(a.profileArn, b.profileArn));
    const filters = rules.map((rule) => filtersOf(rule, props));
    const problems = [
      ...countProblems(rules, this.node.path),
      ...rules.flatMap((rule, index) => [
        ...profileProblems(rule, rules[index - 1], props, this.node.path),
        ...repositoryProblems(rule, filters[index] ?? [], props, this.node.path),
      ]),
    ];
    if (problems.length > 0) throw new ProblemError(problems);

    const profiles = rules.flatMap(({ profileArn }) => profileInStack(this, profileArn)?.resource ?? []);
    this.resource = new CloudcontrolapiResource(this, "Resource", {
      typeName: "AWS::ECR::SigningConfiguration",
      desiredState: JSON.stringify({
        Rules: rules.map(({ profileArn }, index) => ({
          SigningProfileArn: profileArn,
          RepositoryFilters: filters[index]?.map((Filter) => ({ Filter, FilterType: "WILDCARD_MATCH" })),
        })),
      }),
      lifecycle: protectFromDestroy(this),
      // The ARNs are computed, so Terraform sees no reference to the profiles.
      ...(profiles.length > 0 ? { dependsOn: profiles } : {}),
    });
  }
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function filtersOf(rule: SigningRule, props: ManagedSigningProps): string[] {
  const signed = new Set(rule.repositories);
  const names = [
    ...(props.unsignedRepositories ?? []),
    ...props.rules.flatMap(({ repositories }) => repositories),
  ];
  return signingFilters(rule.repositories, {
    names: names.filter((name) => !signed.has(name)),
    prefixes: props.excludedPrefixes ?? [],
  });
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
      code: "too-many-signing-rules",
      path,
      message: `${String(rules.length)} signing rules are more than a registry takes`,
      allowed: `at most ${String(MAX_SIGNING_RULES)}`,
      change: "let more repositories share a profile",
    },
  ];
}

function profileProblems(
  { profileArn }: SigningRule,
  previous: SigningRule | undefined,
  { accountId, region }: ManagedSigningProps,
  path: string,
): Problem[] {
  if (Token.isUnresolved(profileArn)) return [];
  const problems: Problem[] = [];
  const profile = parseProfileArn(profileArn);
  if (!profile) {
    problems.push({
      code: "invalid-profile-arn",
      path,
      message: `"${profileArn}" is not the ARN of a signing profile`,
      allowed: PROFILE_ARN_FORM,
      change: "give the ARN of the profile, not of one of its versions",
    });
  } else if (profile.region !== region) {
    problems.push({
      code: "profile-in-other-region",
      path,
      message: `the profile ${profileArn} is in ${profile.region}, the registry ${accountId} in ${region}`,
      change: `make a profile in ${region}`,
    });
  }
  if (previous?.profileArn === profileArn) {
    problems.push({
      code: "profile-in-two-rules",
      path,
      message: `two signing rules name the profile ${profileArn}`,
      change: "put the repositories of both into one rule",
    });
  }
  return problems;
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
    if (!REPOSITORY_NAME.test(name)) {
      problems.push({
        code: "invalid-repository-name",
        path,
        message: `"${name}" is not a name of a repository`,
        allowed: "exact names without wildcards, such as shop/api",
      });
    }
    const cache = excludedPrefixes.find((prefix) => prefix !== "ROOT" && liesUnder(name, prefix));
    if (cache !== undefined) {
      problems.push({
        code: "cached-repository-signed",
        path,
        message: `${name} lies under the pull-through cache ${cache}, whose images cannot be signed`,
        change: "push the image to a repository of its own and sign it there",
      });
    }
  }
  if (filters.length > MAX_SIGNING_FILTERS) {
    problems.push({
      code: "too-many-signing-filters",
      path,
      message: `the ${String(repositories.length)} repositories of ${profileArn} need ${String(filters.length)} filters`,
      allowed: `at most ${String(MAX_SIGNING_FILTERS)} in one rule`,
      change: "put signed repositories under common prefixes of their own, or sign some with another profile",
    });
  }
  return problems;
}
