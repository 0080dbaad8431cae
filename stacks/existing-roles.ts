import { Construct } from "constructs";
import { ExistingRole } from "../modules/iam";

/** Roles that somebody else made, each once, under a scope that is there when the first is. */
export function existingRoles(
  parent: Construct,
  scopeId: string,
  { policyName, idOf }: { readonly policyName: string; readonly idOf: (arn: string) => string },
): (arn: string) => ExistingRole {
  const roles = new Map<string, ExistingRole>();
  return (arn) => {
    const scope =
      (parent.node.tryFindChild(scopeId) as Construct | undefined) ?? new Construct(parent, scopeId);
    const id = idOf(arn);
    const role = roles.get(id) ?? new ExistingRole(scope, id, { arn, policyName });
    roles.set(id, role);
    return role;
  };
}
