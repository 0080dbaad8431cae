import { uncertainCompanion } from "../companion";
import { narrowsCaller, narrowsOwner, narrowsSource, type Answer } from "../condition";
import { openClaims } from "../federation";
import { type Policy, type Principal, type Statement } from "../policy";
import { namesSomething } from "../reference";
import { type Context, excused, type Finding, judgeStatements, type Rule } from "../rule";
import { type Resource } from "../stack";

const CHANGE =
  "add a condition with StringEquals on aws:PrincipalOrgID or aws:PrincipalAccount, or ArnEquals on aws:PrincipalArn";
const SOURCE_CHANGE = "add a condition with StringEquals on aws:SourceAccount, or ArnEquals on aws:SourceArn";

function isOpen({ value }: Principal): boolean {
  return /[*?]/.test(value);
}

/** A text that begins with an expression may turn out to be `*`, unless it is an ARN or an id of something. */
function isUnknown({ value }: Principal): boolean {
  return /^[$%]\{/.test(value) && !namesSomething(value);
}

function answerOf(policy: Policy, statement: Statement): Answer {
  const caller = narrowsCaller(statement);
  if (policy.kind !== "endpoint" || caller === "yes") return caller;
  const owner = narrowsOwner(statement);
  return owner === "no" ? caller : owner;
}

/**
 * A service that acts for everybody acts for strangers too.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
function judgeServices(policy: Policy, statement: Statement): Finding[] {
  const { resource } = policy;
  const { label, principals } = statement;
  const services = principals.filter(({ kind }) => kind === "Service").map(({ value }) => value);
  if (services.length === 0 || policy.kind === "endpoint") return [];
  const answer = narrowsSource(statement);
  if (answer === "yes") return [];
  const names = services.join(", ");
  if (answer === "undecided") {
    const message = `whether the condition of ${label} limits for whom ${names} acts could not be decided`;
    return [{ resource, message, change: "write the values of the condition as literals" }];
  }
  const lambda = resource.type === "aws_lambda_permission";
  return [
    {
      resource,
      message: `${label} allows ${names} for resources of every account`,
      change: lambda ? "set source_arn or source_account" : SOURCE_CHANGE,
    },
  ];
}

function judgePrincipals(policy: Policy, statement: Statement): Finding[] {
  const { resource } = policy;
  const { label, notPrincipals, principals } = statement;
  if (notPrincipals.length > 0) {
    const message = `${label} allows everybody but its NotPrincipal`;
    return [{ resource, message, change: "name who is allowed in Principal" }];
  }
  const answer = answerOf(policy, statement);
  const open = principals.find(isOpen);
  if (open && answer !== "yes") {
    const undecided = `whether the condition of ${label} limits the principal ${open.value} could not be decided`;
    return answer === "undecided"
      ? [{ resource, message: undecided, change: "write the values of the condition as literals" }]
      : [{ resource, message: `${label} allows the principal ${open.value} without limit`, change: CHANGE }];
  }
  const unknown = principals.find(isUnknown);
  if (unknown && answer !== "yes") {
    const message = `the principal ${unknown.value} of ${label} could not be decided`;
    return [{ resource, message, change: "write the principal as a literal" }];
  }
  return [
    ...openClaims(statement).map(({ change, message }) => ({
      resource,
      message: `${label} ${message}`,
      change,
    })),
    ...judgeServices(policy, statement),
  ];
}

function judge(context: Context, policy: Policy, statement: Statement): Finding[] {
  const { kind, resource } = policy;
  if (statement.effect === "Deny" || kind === "guardrail") return [];
  const findings = judgePrincipals(policy, statement);
  return findings.length > 0 && excused(context, "restricted-principal", { resource, policy, statement })
    ? []
    : findings;
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
    "An Allow for everybody, in any policy with principals, has a condition that leaves a known organization, account, principal or source; one for an AWS service says for whom it acts; one for an identity provider names audience and subject.",
  check: (context) => [
    ...judgeStatements(context, (policy, statement) => judge(context, policy, statement)),
    ...withoutPolicy(context),
  ],
};
