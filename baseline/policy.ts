import { isUnresolved, parseJson } from "./reference";
import { isBody, type Resource, textsOf } from "./stack";

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

/** Why a document could not be read. */
export class UnreadablePolicy extends Error {}

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
const PRINCIPALS = new Set(["AWS", "Service", "Federated", "CanonicalUser"]);

function principalsOf(value: unknown, label: string): Principal[] {
  if (value === undefined) return [];
  if (typeof value === "string") return [{ kind: "AWS", value }];
  if (!isBody(value)) throw new UnreadablePolicy(`${label} has a Principal that is neither text nor object`);
  return Object.entries(value).flatMap(([kind, values]) => {
    if (!PRINCIPALS.has(kind)) throw new UnreadablePolicy(`${label} has the unknown principal type ${kind}`);
    return textsOf(values).map((text) => ({ kind: kind as Principal["kind"], value: text }));
  });
}

function conditionsOf(value: unknown, label: string): Condition[] {
  if (value === undefined) return [];
  if (!isBody(value)) throw new UnreadablePolicy(`${label} has a Condition that is not an object`);
  return Object.entries(value).flatMap(([operator, keys]) => {
    if (!isBody(keys)) throw new UnreadablePolicy(`${label} has a ${operator} that is not an object`);
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: textsOf(values) }));
  });
}

function statementOf(value: unknown, index: number): Statement {
  const place = `statement ${String(index + 1)}`;
  if (!isBody(value)) throw new UnreadablePolicy(`${place} is not an object`);
  const sid = value["Sid"];
  const label = typeof sid === "string" && sid !== "" ? `statement ${sid}` : place;
  for (const element of Object.keys(value)) {
    if (!ELEMENTS.has(element)) throw new UnreadablePolicy(`${label} has the unknown element ${element}`);
  }
  const effect = value["Effect"];
  if (effect !== "Allow" && effect !== "Deny") {
    throw new UnreadablePolicy(`${label} has the Effect ${JSON.stringify(effect)}, not Allow or Deny`);
  }
  return {
    label,
    effect,
    principals: principalsOf(value["Principal"], label),
    notPrincipals: principalsOf(value["NotPrincipal"], label),
    actions: textsOf(value["Action"]),
    notActions: textsOf(value["NotAction"]),
    resources: textsOf(value["Resource"]),
    notResources: textsOf(value["NotResource"]),
    conditions: conditionsOf(value["Condition"], label),
  };
}

/**
 * Reads a policy document as Terraform will get it, its texts possibly holding `${…}`.
 *
 * @throws UnreadablePolicy when it is no policy, or only Terraform knows what it will say
 */
export function parsePolicy(document: unknown): readonly Statement[] {
  if (typeof document !== "string") throw new UnreadablePolicy("it is not text");
  if (isUnresolved(document) && !document.trimStart().startsWith("{")) {
    throw new UnreadablePolicy(`only Terraform knows what ${document} will say`);
  }
  let parsed: unknown;
  try {
    parsed = parseJson(document);
  } catch {
    throw new UnreadablePolicy("it is not JSON");
  }
  const statements = isBody(parsed) ? parsed["Statement"] : undefined;
  if (Array.isArray(statements)) return statements.map(statementOf);
  if (isBody(statements)) return [statementOf(statements, 0)];
  throw new UnreadablePolicy("it has no Statement");
}
