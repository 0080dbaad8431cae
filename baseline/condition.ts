import { ACCOUNT_ID, ORGANIZATION_ID } from "../aws";
import { type Condition, type Statement } from "./policy";
import { holdsExpression, referenceOf } from "./reference";

/** Whether something narrows a statement: yes, no, or only Terraform knows. */
export type Verdict = "yes" | "no" | "undecided";

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

/** Policy variables, escaped as Terraform needs it, that stand for our own organization or account. */
const OWN = new Set(["$${aws:ResourceOrgID}", "$${aws:ResourceAccount}"]);
const ACCOUNT_LOOKUP = /\$\{data\.aws_caller_identity\.[A-Za-z0-9_-]+\.account_id\}/g;
const ORGANIZATION_LOOKUP = /^\$\{data\.aws_organizations_organization\.[A-Za-z0-9_-]+\.id\}$/;

interface Operator {
  /** Compares the six parts of an ARN one by one. */
  readonly arn: boolean;
}

/** Operators that hold only when the key is there and has the value; others never narrow an Allow. */
function operatorOf(name: string): Operator | undefined {
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

function arnNarrows(value: string, arnOperator: boolean): boolean {
  // Outside the Arn operators a wildcard also crosses the colons, so only what stands before it counts.
  const parts = (arnOperator ? value : value.replace(/[*?].*$/s, "")).split(":");
  const [prefix, , service, , account, ...rest] = parts;
  if (prefix !== "arn") return false;
  if (account !== undefined && ACCOUNT_ID.test(account)) return true;
  const name = rest.join(":");
  return service === "s3" && account === "" && /^[a-z0-9]/.test(name);
}

function valueNarrows(shape: Shape, written: string, arnOperator: boolean): Verdict {
  if (OWN.has(written)) return "yes";
  if (shape === "arn" && referenceOf(written)?.attribute === "arn") return "yes";
  if (shape === "organization" && ORGANIZATION_LOOKUP.test(written)) return "yes";
  const value = written.replace(ACCOUNT_LOOKUP, "000000000000");
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
function conditionNarrows(condition: Condition, keys: ReadonlyMap<string, Shape>): Verdict {
  const shape = keys.get(condition.key.toLowerCase());
  const operator = operatorOf(condition.operator);
  if (shape === undefined || operator === undefined || condition.values.length === 0) return "no";
  return worst(condition.values.map((value) => valueNarrows(shape, value, operator.arn)));
}

function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("no")) return "no";
  return verdicts.includes("undecided") ? "undecided" : "yes";
}

function best(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("yes")) return "yes";
  return verdicts.includes("undecided") ? "undecided" : "no";
}

/** Whether the conditions of an Allow leave only a known organization, account, principal or source. */
export function narrowsCaller({ conditions }: Statement): Verdict {
  return best(conditions.map((condition) => conditionNarrows(condition, CALLER_KEYS)));
}

/** Whether the conditions leave only resources of a known organization or account. */
export function narrowsOwner({ conditions }: Statement): Verdict {
  return best(conditions.map((condition) => conditionNarrows(condition, OWNER_KEYS)));
}

/**
 * Whether the conditions leave only known subjects of an identity provider: GitHub and EKS say who asks in
 * `…:sub`, SAML and Cognito name the application in `…:aud`.
 */
export function narrowsSubject({ conditions }: Statement): Verdict {
  return best(
    conditions.map(({ operator, key, values }): Verdict => {
      if (!operatorOf(operator) || values.length === 0) return "no";
      if (!/:sub$|^saml:aud$|^cognito-identity\.amazonaws\.com:aud$/i.test(key)) return "no";
      return worst(values.map((value) => (/^[^*?:]+:[^*?]|^[^*?:]+$/.test(value) ? "yes" : "no")));
    }),
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
