import { uncertainCompanion } from "../companion";
import { narrowsCaller, narrowsOwner, narrowsSubject, type Verdict } from "../condition";
import { type Policy, type Principal, type Statement } from "../policy";
import { isUnresolved, namesSomething } from "../reference";
import { type Context, excused, type Finding, judgeStatements, type Rule } from "../rule";
import { type Resource } from "../stack";

const CHANGE =
  "add a condition with StringEquals on aws:PrincipalOrgID or aws:PrincipalAccount, or ArnEquals on aws:PrincipalArn";

function isOpen({ value }: Principal): boolean {
  return /[*?]/.test(value.replace(/\$\{[^}]*\}/g, ""));
}

/** A text that begins with an expression may turn out to be `*`, unless it is an ARN or an id of something. */
function isUnknown({ value }: Principal): boolean {
  return /^[$%]\{/.test(value) && isUnresolved(value) && !namesSomething(value);
}

function verdictOf(policy: Policy, statement: Statement): Verdict {
  const caller = narrowsCaller(statement);
  if (policy.kind !== "endpoint" || caller === "yes") return caller;
  const owner = narrowsOwner(statement);
  return owner === "no" ? caller : owner;
}

function judge(context: Context, policy: Policy, statement: Statement): Finding[] {
  const { resource } = policy;
  const { effect, label, notPrincipals, principals } = statement;
  if (effect === "Deny" || policy.kind === "identity" || policy.kind === "guardrail") return [];
  if (notPrincipals.length > 0) {
    return [
      {
        resource,
        message: `${label} allows everybody but its NotPrincipal`,
        change: "name who is allowed in Principal",
      },
    ];
  }
  const unnarrowed = (verdict: Verdict, open: string): Finding[] => {
    if (verdict === "yes" || excused(context, "restricted-principal", { resource, policy, statement }))
      return [];
    const undecided = `whether the condition of ${label} limits ${open} could not be decided`;
    return verdict === "undecided"
      ? [{ resource, message: undecided, change: "write the values of the condition as literals" }]
      : [{ resource, message: `${label} allows ${open} without limit`, change: CHANGE }];
  };
  const open = principals.find(isOpen);
  if (open) return unnarrowed(verdictOf(policy, statement), `the principal ${open.value}`);
  const unknown = principals.find(isUnknown);
  if (unknown && verdictOf(policy, statement) !== "yes") {
    return [
      {
        resource,
        message: `the principal ${unknown.value} of ${label} could not be decided`,
        change: "write the principal as a literal",
      },
    ];
  }
  if (principals.some(({ kind }) => kind === "Federated") && narrowsSubject(statement) !== "yes") {
    return [
      {
        resource,
        message: `${label} allows every subject of the identity provider`,
        change: "add a condition with StringEquals on the provider's sub key",
      },
    ];
  }
  if (
    resource.type === "aws_lambda_permission" &&
    principals.some(({ kind }) => kind === "Service") &&
    narrowsCaller(statement) === "no"
  ) {
    return [
      {
        resource,
        message: `${label} allows the service for resources of every account`,
        change: "set source_arn or source_account",
      },
    ];
  }
  return [];
}

const ENDPOINT_POLICY = ["aws_vpc_endpoint_policy", "vpc_endpoint_id", "id"] as const;

function withoutPolicy(context: Context): Finding[] {
  const { stack } = context;
  const says = ({ body: { policy } }: Resource) => typeof policy === "string" && policy.trim() !== "";
  return stack
    .ofType("aws_vpc_endpoint")
    .filter(
      (resource) =>
        !says(resource) &&
        resource.body["vpc_endpoint_type"] !== "GatewayLoadBalancer" &&
        !stack.belongingTo(resource, ...ENDPOINT_POLICY).some(says),
    )
    .flatMap((resource): Finding[] => {
      const uncertain = uncertainCompanion(stack, resource, ENDPOINT_POLICY);
      const message = "the endpoint has no policy, and AWS's default lets everybody through";
      const change = "set policy with a condition on aws:PrincipalOrgID";
      return uncertain.length > 0 ? uncertain : [{ resource, message, change }];
    });
}

/** Resource policies allow nobody whom the organization does not know. */
export const restrictedPrincipal: Rule = {
  id: "restricted-principal",
  description:
    "An Allow for everybody, in any policy with principals, has a condition that leaves a known organization, account, principal or source.",
  check: (context) => [
    ...judgeStatements(context, (policy, statement) => judge(context, policy, statement)),
    ...withoutPolicy(context),
  ],
};
