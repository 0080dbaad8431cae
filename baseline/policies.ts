import { permissionStatements } from "./permission";
import { type Policy, type PolicyKind, parsePolicy, type Statement } from "./policy";
import { IAM_GUARDRAILS, POLICY_PLACES, type PolicyPlace } from "./policy-places";
import { UnreadablePolicy } from "./policy-text";
import { isUnresolved } from "./reference";
import { isBody, type Resource, type StackView } from "./stack";
import { valuesAt } from "./values";

/** A policy that could not be read, and why. */
export interface Unreadable {
  readonly resource: Resource;
  readonly argument: string;
  readonly reason: string;
}

/** A policy as it is written. */
interface Document {
  readonly argument: string;
  readonly text: unknown;
  /** @default - what its elements suggest */
  readonly kind?: PolicyKind;
}

const PLACES = new Map<string, PolicyPlace[]>();
for (const place of POLICY_PLACES) PLACES.set(place.type, [...(PLACES.get(place.type) ?? []), place]);

/** Whether a text is a policy by its form: JSON or an expression that says Statement and Effect. */
function looksLikePolicy(text: string): boolean {
  if (!/^\s*(?:\{|\$\{)/.test(text)) return false;
  const plain = text.replace(/\\u([0-9a-f]{4})/gi, (_all, code: string) =>
    String.fromCharCode(parseInt(code, 16)),
  );
  return (
    (/\bStatement\b/.test(plain) && /\bEffect\b/.test(plain)) ||
    plain.includes("data.aws_iam_policy_document.")
  );
}

/** Texts that look like a policy where the table knows no place of one. */
function suspected(value: unknown, argument: string, known: ReadonlySet<string>): Document[] {
  if (known.has(argument)) return [];
  if (typeof value === "string") return looksLikePolicy(value) ? [{ argument, text: value }] : [];
  if (Array.isArray(value)) return value.flatMap((entry) => suspected(entry, argument, known));
  if (!isBody(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "//" ? [] : suspected(inner, argument === "" ? key : `${argument}.${key}`, known),
  );
}

function documentsOf({ type, body }: Resource): Document[] {
  const guardrail = body["type"] ?? "SERVICE_CONTROL_POLICY";
  if (
    type === "aws_organizations_policy" &&
    !isUnresolved(guardrail) &&
    !IAM_GUARDRAILS.has(String(guardrail))
  ) {
    return [];
  }
  const places = PLACES.get(type) ?? [];
  const known = new Set(places.map(({ argument }) => argument));
  return [
    ...places.flatMap(({ argument, kind }) =>
      valuesAt(body, argument).map((text) => ({ argument, text, kind })),
    ),
    ...suspected(body, "", known),
  ];
}

function kindOf(statements: readonly Statement[]): PolicyKind {
  return statements.some(({ principals, notPrincipals }) => principals.length + notPrincipals.length > 0)
    ? "resource"
    : "identity";
}

/** Reads every policy of a stack once. */
export function readPolicies(stack: StackView): { policies: Policy[]; unreadable: Unreadable[] } {
  const policies: Policy[] = [];
  const unreadable: Unreadable[] = [];
  for (const resource of stack.resources) {
    const permission = permissionStatements(resource);
    if (permission.length > 0) policies.push({ resource, kind: "resource", statements: permission });
    for (const { argument, kind, text } of documentsOf(resource)) {
      try {
        const statements = parsePolicy(text, kind);
        policies.push({ resource, kind: kind ?? kindOf(statements), statements });
      } catch (error) {
        if (!(error instanceof UnreadablePolicy)) throw error;
        unreadable.push({ resource, argument, reason: error.message });
      }
    }
  }
  return { policies, unreadable };
}
