import { Token } from "cdktf";
import { type Construct } from "constructs";
import { liesUnder } from "../../aws";
import { type Problem } from "../../problem";
import { type RegistryContents } from "../registry-contents";
import { warn } from "../warning";
import { cachedProblem, type SigningRule } from "./signing-rules";

/** Names of rules that stand for what the app declares and nobody's push fills: caches and replicas. */
export function unsignableProblems(
  path: string,
  rules: readonly SigningRule[],
  { caches, repositories }: RegistryContents,
): Problem[] {
  const names = new Set(rules.flatMap((rule) => rule.repositories));
  return [...names].flatMap((name): Problem[] => {
    const problems = [...caches]
      .filter(([prefix]) => liesUnder(name, prefix))
      .map(([prefix, cache]) => cachedProblem(path, name, `${prefix} of ${cache}`));
    const repository = repositories.get(name);
    if (repository?.isReplica !== true) return problems;
    return [
      ...problems,
      {
        code: "replica-signed",
        path,
        message: `${name}, which ${repository.path} makes, is filled by replication: its images are signed where they are pushed`,
        change: "let the registry that it is copied from sign it, and take it out of the rule",
      },
    ];
  });
}

/**
 * Warns of repositories that name profiles while no rule signs them with one of theirs. One is enough: while profiles
 * are replaced, the others are those of before and after.
 */
export function warnOfUnsigned(
  signing: Construct,
  rules: readonly SigningRule[],
  { repositories }: RegistryContents,
): void {
  const signers = new Map<string, string[]>();
  for (const rule of rules) {
    for (const name of rule.repositories) {
      const profileArns = signers.get(name) ?? [];
      signers.set(name, profileArns);
      profileArns.push(rule.profileArn);
    }
  }
  for (const [name, { path, isReplica, signingProfileArns }] of repositories) {
    if (isReplica || signingProfileArns.length === 0 || Token.isUnresolved(name)) continue;
    if (signers.get(name)?.some((profileArn) => mayBeOneOf(profileArn, signingProfileArns))) continue;
    warn(
      signing,
      "repository-not-signed",
      `${path} names the profiles that sign ${name}, and no rule signs it with one of them: a push succeeds and the image stays unsigned; name ${name} in the rule of its profile, or leave its signingProfileArns out`,
    );
  }
}

/** A profile that only Terraform knows may be any. */
function mayBeOneOf(profileArn: string, others: readonly string[]): boolean {
  if (Token.isUnresolved(others)) return true;
  return others.includes(profileArn) || [profileArn, ...others].some((arn) => Token.isUnresolved(arn));
}
