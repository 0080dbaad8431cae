import { permissionStatement } from "./permission";
import { type Policy, type PolicyKind, parsePolicy, type Statement, UnreadablePolicy } from "./policy";
import { IAM_GUARDRAILS, POLICY_PLACES, type PolicyPlace } from "./policy-places";
import { blocksOf, type Resource, type StackView } from "./stack";

/** A policy that could not be read, and why. */
export interface Unreadable {
  readonly resource: Resource;
  readonly argument: string;
  readonly reason: string;
}

const PLACES = new Map<string, PolicyPlace[]>();
for (const place of POLICY_PLACES) PLACES.set(place.type, [...(PLACES.get(place.type) ?? []), place]);

function valuesAt(resource: Resource, argument: string): readonly unknown[] {
  const [block = "", nested] = argument.split(".");
  const values =
    nested === undefined
      ? [resource.body[argument]]
      : blocksOf(resource.body, block).map((body) => body[nested]);
  return values.filter((value) => value !== undefined && value !== null && value !== "");
}

/** Policies of types that the table does not know: texts that look like one, with the kind they suggest. */
function suspected({ body, type }: Resource): { argument: string; kind?: PolicyKind }[] {
  if (type.startsWith("aws_organizations_") || type === "aws_ecr_lifecycle_policy") return [];
  return Object.keys(body)
    .filter((argument) => {
      const value = body[argument];
      return typeof value === "string" && value.includes('"Statement"') && value.includes('"Effect"');
    })
    .map((argument) => ({ argument }));
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
    const permission = permissionStatement(resource);
    if (permission) policies.push({ resource, kind: "resource", statements: [permission] });
    if (
      resource.type === "aws_organizations_policy" &&
      !IAM_GUARDRAILS.has(String(resource.body["type"] ?? "SERVICE_CONTROL_POLICY"))
    ) {
      continue;
    }
    for (const { argument, kind } of PLACES.get(resource.type) ?? suspected(resource)) {
      for (const value of valuesAt(resource, argument)) {
        try {
          const statements = parsePolicy(value);
          policies.push({ resource, kind: kind ?? kindOf(statements), statements });
        } catch (error) {
          if (!(error instanceof UnreadablePolicy)) throw error;
          unreadable.push({ resource, argument, reason: error.message });
        }
      }
    }
  }
  return { policies, unreadable };
}
