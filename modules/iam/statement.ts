import { Token } from "cdktf";

/** Condition operators with their keys and values, as in the IAM policy grammar. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Who a resource policy speaks of; `"*"` is everybody and belongs together with a condition. */
export type Principals =
  | "*"
  | {
      /** Account roots (`arn:aws:iam::111111111111:root`), never a role that another stack creates. */
      readonly aws?: readonly string[];
      /** Service principals such as `ecs.amazonaws.com`. */
      readonly service?: readonly string[];
    };

/**
 * One IAM statement, in the words of the IAM policy grammar.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface Statement {
  /** Letters and digits only. @default - no Sid */
  readonly sid?: string;
  /** @default "Allow" */
  readonly effect?: "Allow" | "Deny";
  /** @default - `notActions` is given instead */
  readonly actions?: readonly string[];
  /** Everything but these actions; only sensible in a Deny. @default - `actions` is given instead */
  readonly notActions?: readonly string[];
  /** @default - no Resource element, as in trust policies and repository policies */
  readonly resources?: readonly string[];
  /** @default - none */
  readonly notResources?: readonly string[];
  /** @default - no Principal element, as in identity policies */
  readonly principals?: Principals;
  /** @default - unconditional */
  readonly conditions?: Conditions;
}

/** Something that can be given permissions by its identity: our own roles, or a stand-in that refuses. */
export interface Grantee {
  /** ARN of the identity, for resource policies that name it. */
  readonly arn: string;
  /** Adds the statement to what this identity may do; a statement that is there already changes nothing. */
  allow(statement: Statement): void;
}

/** Refuses whoever comes without TLS; for resource policies, next to what they allow. */
export function denyWithoutTls(actions: readonly string[], resources: readonly string[]): Statement {
  return {
    sid: "DenyUnlessTls",
    effect: "Deny",
    actions,
    resources,
    principals: "*",
    conditions: { Bool: { "aws:SecureTransport": "false" } },
  };
}

/**
 * Each value once, those known now sorted. What Terraform computes comes after them in the order it is given in: its
 * text holds a number that counts up over the whole app, so sorting by it would change a policy with every change
 * elsewhere that makes the number a digit longer.
 */
function oneOrMany(values: readonly string[]): string | string[] {
  const once = [...new Set(values)];
  const sorted = [
    ...once.filter((value) => !Token.isUnresolved(value)).sort(),
    ...once.filter((value) => Token.isUnresolved(value)),
  ];
  return sorted.length === 1 ? (sorted[0] as string) : sorted;
}

/** The lists of a statement that IAM refuses without an entry, by their names in its grammar. */
function listsOf(statement: Statement): [element: string, values: readonly string[] | undefined][] {
  const { actions, notActions, resources, notResources, principals, conditions = {} } = statement;
  const named = principals === undefined || principals === "*" ? undefined : principals;
  const { aws, service } = named ?? {};
  return [
    ["Principal", named && [...(aws ?? []), ...(service ?? [])]],
    ["Action", actions],
    ["NotAction", notActions],
    ["Resource", resources],
    ["NotResource", notResources],
    ["Principal.AWS", aws],
    ["Principal.Service", service],
    ...Object.entries(conditions).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, value]): [string, readonly string[]] => [
        `Condition.${operator}.${key}`,
        [value].flat(),
      ]),
    ),
  ];
}

function renderPrincipals(principals: Principals): unknown {
  if (principals === "*") return "*";
  return {
    ...(principals.aws ? { AWS: oneOrMany(principals.aws) } : {}),
    ...(principals.service ? { Service: oneOrMany(principals.service) } : {}),
  };
}

function renderConditions(conditions: Conditions): unknown {
  return Object.fromEntries(
    Object.entries(conditions).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, value]) => [
          key,
          typeof value === "string" ? value : oneOrMany(value),
        ]),
      ),
    ]),
  );
}

function renderStatement(statement: Statement): unknown {
  const empty = listsOf(statement).find(([, values]) => values?.length === 0);
  if (empty) throw new Error(`the statement ${statement.sid ?? "without a Sid"} has an empty ${empty[0]}`);
  const { sid, effect, actions, notActions, resources, notResources, principals, conditions } = statement;
  return {
    ...(sid === undefined ? {} : { Sid: sid }),
    Effect: effect ?? "Allow",
    ...(principals ? { Principal: renderPrincipals(principals) } : {}),
    ...(actions ? { Action: oneOrMany(actions) } : {}),
    ...(notActions ? { NotAction: oneOrMany(notActions) } : {}),
    ...(resources ? { Resource: oneOrMany(resources) } : {}),
    ...(notResources ? { NotResource: oneOrMany(notResources) } : {}),
    ...(conditions ? { Condition: renderConditions(conditions) } : {}),
  };
}

/**
 * Renders statements as a minified policy document.
 *
 * Lists have a fixed order and single values are unwrapped, as AWS stores them, so that a second plan shows no
 * difference.
 *
 * @throws Error for a document without a statement and for a statement with an empty list, which IAM refuses:
 * whoever has nothing to name leaves it out
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function policyDocument(statements: readonly Statement[]): string {
  if (statements.length === 0) throw new Error("a policy document needs a statement");
  return JSON.stringify({ Version: "2012-10-17", Statement: statements.map(renderStatement) });
}
