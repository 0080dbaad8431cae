import { parsePolicyText, UnreadablePolicy } from "./policy-text";
import { type Body, isBody, type Resource } from "./stack";

/** How much a policy can give away, and what `*` means in it. */
export type PolicyKind =
  /** Permissions of a role or user. */
  | "identity"
  /** Who may assume a role. */
  | "trust"
  /** Belongs to one resource: `*` is that resource. */
  | "resource"
  /** Belongs to a whole account and region: `*` is everything there. */
  | "account"
  /** Narrows what passes a VPC endpoint and grants nothing. */
  | "endpoint"
  /** Narrows what an organization may do and grants nothing. */
  | "guardrail";

/** One entry of a Principal element. */
export interface Principal {
  readonly kind: "AWS" | "Service" | "Federated" | "CanonicalUser";
  readonly value: string;
}

/** One condition: operator and key as written, values as texts. */
export interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** One statement, every list of it written out. */
export interface Statement {
  /** How messages name it: its Sid, or its place counted from 1. */
  readonly label: string;
  readonly effect: "Allow" | "Deny";
  readonly principals: readonly Principal[];
  readonly notPrincipals: readonly Principal[];
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly notResources: readonly string[];
  readonly conditions: readonly Condition[];
}

/** A policy of a stack, read once for all rules. */
export interface Policy {
  readonly resource: Resource;
  readonly kind: PolicyKind;
  readonly statements: readonly Statement[];
}

const DOCUMENT = new Set(["Version", "Id", "Statement"]);
/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html */
const VERSIONS: ReadonlySet<unknown> = new Set([undefined, "2008-10-17", "2012-10-17"]);
const ELEMENTS = new Set([
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
]);
/** Of each pair a statement has at most one. */
const PAIRS = [
  ["Principal", "NotPrincipal"],
  ["Action", "NotAction"],
  ["Resource", "NotResource"],
] as const;
const PRINCIPALS = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);

/** One text or a list of them; anything else AWS would refuse, or read otherwise than we do. */
function listOf(value: unknown, what: string): readonly string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) throw new UnreadablePolicy(`${what} is empty`);
  const wrong = list.find((entry) => typeof entry !== "string" || entry === "");
  if (wrong !== undefined)
    throw new UnreadablePolicy(`${what} has ${JSON.stringify(wrong)} where a text stands`);
  return list as string[];
}

function elementOf(statement: Body, element: string, label: string): readonly string[] {
  return element in statement ? listOf(statement[element], `${element} of ${label}`) : [];
}

function principalsOf(statement: Body, element: string, label: string): Principal[] {
  if (!(element in statement)) return [];
  const value = statement[element];
  if (typeof value === "string" && value !== "") return [{ kind: "AWS", value }];
  if (!isBody(value) || Object.keys(value).length === 0) {
    throw new UnreadablePolicy(`${element} of ${label} is neither "*" nor an object with principals`);
  }
  return Object.entries(value).flatMap(([kind, values]) => {
    if (!PRINCIPALS.has(kind)) throw new UnreadablePolicy(`${label} has the unknown principal type ${kind}`);
    return listOf(values, `${element} of ${label}`).map((text) => ({
      kind: kind as Principal["kind"],
      value: text,
    }));
  });
}

function conditionsOf(value: unknown, label: string): Condition[] {
  if (value === undefined) return [];
  if (!isBody(value)) throw new UnreadablePolicy(`${label} has a Condition that is not an object`);
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isBody(keys)) throw new UnreadablePolicy(`${label} has a ${operator} that is not an object`);
    return Object.entries(keys).map(([key, values]) => {
      const list: unknown[] = Array.isArray(values) ? values : [values];
      if (!list.every((entry) => ["boolean", "number", "string"].includes(typeof entry))) {
        throw new UnreadablePolicy(`${operator} on ${key} of ${label} has a value that is not text`);
      }
      return { operator, key, values: list.map(String) };
    });
  });
}

function statementOf(value: unknown, index: number): Statement {
  const place = `statement ${String(index + 1)}`;
  if (!isBody(value)) throw new UnreadablePolicy(`${place} is not an object`);
  const sid = value["Sid"];
  const label = typeof sid === "string" && sid !== "" ? `statement ${sid}` : place;
  const unknown = Object.keys(value).find((element) => !ELEMENTS.has(element));
  if (unknown !== undefined) throw new UnreadablePolicy(`${label} has the unknown element ${unknown}`);
  const both = PAIRS.find((pair) => pair.every((element) => element in value));
  if (both) throw new UnreadablePolicy(`${label} has ${both.join(" and ")}`);
  const effect = value["Effect"];
  if (effect !== "Allow" && effect !== "Deny") {
    throw new UnreadablePolicy(`${label} has the Effect ${JSON.stringify(effect)}, not Allow or Deny`);
  }
  return {
    label,
    effect,
    principals: principalsOf(value, "Principal", label),
    notPrincipals: principalsOf(value, "NotPrincipal", label),
    actions: elementOf(value, "Action", label),
    notActions: elementOf(value, "NotAction", label),
    resources: elementOf(value, "Resource", label),
    notResources: elementOf(value, "NotResource", label),
    conditions: conditionsOf(value["Condition"], label),
  };
}

/** Every statement says what; those of identities and guardrails on what, all others but guardrails for whom. */
function requireElements(kind: PolicyKind, statements: readonly Statement[]): void {
  for (const statement of statements) {
    const { actions, label, notActions, notPrincipals, notResources, principals, resources } = statement;
    if (actions.length + notActions.length === 0) throw new UnreadablePolicy(`${label} has no Action`);
    const named = principals.length + notPrincipals.length > 0;
    if (kind === "identity" && named) {
      throw new UnreadablePolicy(`${label} has a Principal, which permissions of an identity do not take`);
    }
    if (kind !== "identity" && kind !== "guardrail" && !named) {
      throw new UnreadablePolicy(`${label} has no Principal`);
    }
    if (["identity", "guardrail"].includes(kind) && resources.length + notResources.length === 0) {
      throw new UnreadablePolicy(`${label} has no Resource`);
    }
  }
}

/**
 * Reads a policy document as Terraform will get it, its texts possibly holding references.
 *
 * @param kind decides which elements a statement must have; nothing is required of a policy of unknown kind
 * @throws UnreadablePolicy when it is no policy, or only Terraform knows what it will say
 */
export function parsePolicy(document: unknown, kind?: PolicyKind): readonly Statement[] {
  const parsed = parsePolicyText(document);
  if (!isBody(parsed)) throw new UnreadablePolicy("it is not an object");
  const unknown = Object.keys(parsed).find((element) => !DOCUMENT.has(element));
  if (unknown !== undefined) throw new UnreadablePolicy(`it has the unknown element ${unknown}`);
  if (!VERSIONS.has(parsed["Version"])) {
    throw new UnreadablePolicy(`it has the Version ${JSON.stringify(parsed["Version"])}`);
  }
  const written = parsed["Statement"];
  const statements: unknown[] = Array.isArray(written) ? written : isBody(written) ? [written] : [];
  if (statements.length === 0) throw new UnreadablePolicy("it has no Statement");
  const read = statements.map(statementOf);
  if (kind) requireElements(kind, read);
  return read;
}
