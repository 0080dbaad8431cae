import { type Principal } from "../policy";
import { referenceOf } from "../reference";
import { type Context, excused, type Finding, judgeStatements, type Rule } from "../rule";
import { isCertain, type Resource, textsOf } from "../stack";

const ROLE = /^arn:[^:]+:(?:iam|sts)::[^:]+:(?:role|user|assumed-role|federated-user)\//;
/** What AWS makes of a principal that was deleted: the id of a role or user. */
const UNIQUE_ID = /^A(?:ROA|IDA)[A-Z0-9]{12,}$/;
const CHANGE =
  "name the account root as principal and add a condition with ArnEquals on aws:PrincipalArn, which AWS accepts before the role exists";

function arnOf(context: Context, role: Resource): string {
  const kind = role.type === "aws_iam_role" ? "role" : "user";
  const path = typeof role.body["path"] === "string" ? role.body["path"] : "/";
  return `:${context.stack.source.account}:${kind}${path}${String(role.body["name"])}`;
}

/** A literal ARN is as good as a reference when Terraform is told to create the role first. */
function createdBefore(context: Context, resource: Resource, arn: string): boolean {
  return textsOf(resource.body["depends_on"]).some((address) => {
    const role = context.stack.referred(`\${${address}}`);
    return role !== undefined && isCertain(role) && arn.endsWith(`:iam:${arnOf(context, role)}`);
  });
}

function objection(context: Context, resource: Resource, { kind, value }: Principal): string | undefined {
  if (kind !== "AWS") return undefined;
  if (ROLE.test(value)) {
    return createdBefore(context, resource, value)
      ? undefined
      : `names ${value}, which this stack does not create`;
  }
  if (UNIQUE_ID.test(value)) return `names the deleted principal ${value}`;
  if (!/^[$%]\{/.test(value)) return undefined;
  if (/^\$\{data\.aws_caller_identity\.[A-Za-z0-9_-]+\.account_id\}$/.test(value)) return undefined;
  if (referenceOf(value) && context.stack.referred(value)) return undefined;
  return `names ${value}, of which could not be decided whether this stack creates it`;
}

/** A policy never waits for a role that another stack creates. */
export const noForeignRolePrincipal: Rule = {
  id: "no-foreign-role-principal",
  description:
    "No policy names in Principal a role or user that its own stack does not create: IAM, ECR, KMS and S3 refuse a principal that does not exist yet.",
  check: (context) =>
    judgeStatements(context, (policy, statement): Finding[] => {
      const { resource } = policy;
      const objections = [...statement.principals, ...statement.notPrincipals].flatMap(
        (principal) => objection(context, resource, principal) ?? [],
      );
      if (objections.length === 0) return [];
      if (excused(context, "no-foreign-role-principal", { resource, policy, statement })) return [];
      return objections.map((message) => ({
        resource,
        message: `${statement.label} ${message}`,
        change: CHANGE,
      }));
    }),
};
