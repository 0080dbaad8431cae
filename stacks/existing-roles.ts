import { Construct } from "constructs";
import { ExistingRole } from "../modules/iam";
import { ProblemError } from "../problem";

/**
 * Roles that somebody else made, each once, under a scope that is there when the first is.
 *
 * @returns what finds a role by its ARN
 * @throws ProblemError `role-named-twice`, by what it returns
 */
export function existingRoles(
  parent: Construct,
  scopeId: string,
  { policyName, idOf }: { readonly policyName: string; readonly idOf: (arn: string) => string },
): (arn: string) => ExistingRole {
  const roles = new Map<string, ExistingRole>();
  return (arn) => {
    const scope =
      (parent.node.tryFindChild(scopeId) as Construct | undefined) ?? new Construct(parent, scopeId);
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const role = roles.get(name) ?? new ExistingRole(scope, idOf(arn), { arn, policyName });
    if (role.arn !== arn) throw namedTwice(role, arn);
    roles.set(name, role);
    return role;
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
function namedTwice({ arn, node }: ExistingRole, other: string): ProblemError {
  return new ProblemError([
    {
      code: "role-named-twice",
      path: node.path,
      message: `the file names ${arn} and ${other}`,
      allowed: "one path for the name of a role: an account has no two roles of one name",
      change: "write the path that the role has wherever the file names it",
    },
  ]);
}
