import { ACCOUNT_ID, ORGANIZATION_ID } from "../aws";
import { withReferences } from "./arn";
import { type Condition, type Statement } from "./policy";
import { holdsExpression } from "./reference";

/** Whether something narrows a statement: yes, no, or only Terraform knows. */
export type Answer = "yes" | "no" | "undecided";

type Shape = "organization" | "path" | "account" | "arn";

/** Condition keys that say who asks, in lower case because IAM ignores their case. */
const CALLER_KEYS: ReadonlyMap<string, Shape> = new Map([
  ["aws:principalorgid", "organization"],
  ["aws:sourceorgid", "organization"],
  ["aws:principalorgpaths", "path"],
  ["aws:sourceorgpaths", "path"],
  ["aws:principalaccount", "account"],
  ["aws:sourceaccount", "account"],
  ["aws:sourceowner", "account"],
  ["kms:calleraccount", "account"],
  ["aws:principalarn", "arn"],
  ["aws:sourcearn", "arn"],
]);

/** Keys that say whose resource is asked for; enough where a policy grants nothing by itself. */
const OWNER_KEYS: ReadonlyMap<string, Shape> = new Map([
  ["aws:resourceorgid", "organization"],
  ["aws:resourceorgpaths", "path"],
  ["aws:resourceaccount", "account"],
]);

/** What a key that is encrypted with was made for: services name the resource they act for in it. */
const ENCRYPTION_CONTEXT = /^kms:encryptioncontext:/i;

/** Policy variables, escaped as Terraform needs it, that stand for our own organization or account. */
const OWN = new Set(["$${aws:ResourceOrgID}", "$${aws:ResourceAccount}"]);
const ACCOUNT_LOOKUP = /\$\{data\.aws_caller_identity\.[A-Za-z0-9_-]+\.account_id\}/g;
const ORGANIZATION_LOOKUP = /^\$\{(?:data\.)?aws_organizations_organization\.[A-Za-z0-9_-]+\.id\}$/;

/** A text that begins with the ARN of a resource or data source belongs to the account in it. */
const ARN_OF_SOMETHING = /^\$\{(?:data\.)?[a-z][a-z0-9]*_\w+\.[\w-]+\.(?:\w+_)?arn\}/;

interface Operator {
  /** Compares the six parts of an ARN one by one. */
  readonly arn: boolean;
}

/**
 * Operators that hold only when the key is there and has the value; others never narrow an Allow.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function operatorOf(name: string): Operator | undefined {
  const lower = name.toLowerCase().replace(/^foranyvalue:/, "");
  switch (lower) {
    case "stringequals":
    case "stringequalsignorecase":
    case "stringlike":
      return { arn: false };
    case "arnequals":
    case "arnlike":
      return { arn: true };
    default:
      return undefined;
  }
}

/** Whether an ARN names an account, or a bucket, whose name only one account can have. */
function arnNarrows(value: string, arnOperator: boolean): boolean {
  // Outside the Arn operators a wildcard also crosses the colons, so only what stands before it counts.
  const parts = (arnOperator ? value : value.replace(/[*?].*/s, "*")).split(":");
  const [prefix, , service, , account = "", name = ""] = parts;
  if (prefix !== "arn") return false;
  if (ACCOUNT_ID.test(account)) return true;
  return service === "s3" && account === "" && /^[a-z0-9][a-z0-9.-]*(?:\/|$)/.test(name);
}

function valueNarrows(shape: Shape, written: string, arnOperator: boolean): Answer {
  if (OWN.has(written)) return "yes";
  if (shape === "arn" && ARN_OF_SOMETHING.test(written)) return "yes";
  if (shape === "organization" && ORGANIZATION_LOOKUP.test(written)) return "yes";
  const value = (shape === "arn" ? withReferences(written) : written).replace(ACCOUNT_LOOKUP, "000000000000");
  if (holdsExpression(value)) {
    // Behind the account of an ARN nothing can widen it.
    const known = value.slice(0, value.search(/[$%]\{/));
    return shape === "arn" && arnNarrows(`${known}*`, arnOperator) ? "yes" : "undecided";
  }
  switch (shape) {
    case "organization":
      return ORGANIZATION_ID.test(value) ? "yes" : "no";
    case "path":
      return ORGANIZATION_ID.test(value.split("/")[0] ?? "") && value.includes("/") ? "yes" : "no";
    case "account":
      return ACCOUNT_ID.test(value) ? "yes" : "no";
    case "arn":
      return arnNarrows(value, arnOperator) ? "yes" : "no";
  }
}

/** All of several values count, because any of them lets a request pass. */
function conditionNarrows(condition: Condition, shape: Shape | undefined): Answer {
  const operator = operatorOf(condition.operator);
  if (shape === undefined || operator === undefined || condition.values.length === 0) return "no";
  return worst(condition.values.map((value) => valueNarrows(shape, value, operator.arn)));
}

/** What is answered for alternatives, of which each lets something pass. */
export function worst(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("undecided") ? "undecided" : "yes";
}

/** What is answered for conditions that hold together. */
export function best(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("undecided") ? "undecided" : "no";
}

/** Whether the conditions of an Allow leave only a known organization, account, principal or source. */
export function narrowsCaller({ conditions }: Statement): Answer {
  return best(
    conditions.map((condition) => conditionNarrows(condition, CALLER_KEYS.get(condition.key.toLowerCase()))),
  );
}

/** Whether the conditions leave only a known resource or account for which a service acts. */
export function narrowsSource(statement: Statement): Answer {
  const contexts = statement.conditions.filter(({ key }) => ENCRYPTION_CONTEXT.test(key));
  return best([narrowsCaller(statement), ...contexts.map((condition) => conditionNarrows(condition, "arn"))]);
}

/** Whether the conditions leave only resources of a known organization or account. */
export function narrowsOwner({ conditions }: Statement): Answer {
  return best(
    conditions.map((condition) => conditionNarrows(condition, OWNER_KEYS.get(condition.key.toLowerCase()))),
  );
}

/** Whether a Deny holds for every request without TLS and for no other reason less. */
export function deniesPlainText({ conditions }: Statement): boolean {
  const [only, ...others] = conditions;
  return (
    others.length === 0 &&
    only !== undefined &&
    /^Bool(IfExists)?$/i.test(only.operator) &&
    only.key.toLowerCase() === "aws:securetransport" &&
    only.values.length === 1 &&
    only.values[0]?.toLowerCase() === "false"
  );
}
