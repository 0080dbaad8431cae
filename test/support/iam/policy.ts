/** One value or several, as the policy grammar has it. */
type OneOrMany = string | readonly string[];

/** A condition block: operators with their keys and values. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, OneOrMany>>>>;

/**
 * A statement as AWS reads it.
 *
 * [grammar] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyStatement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | Readonly<Record<string, OneOrMany>>;
  readonly NotPrincipal?: "*" | Readonly<Record<string, OneOrMany>>;
  readonly Action?: OneOrMany;
  readonly NotAction?: OneOrMany;
  readonly Resource?: OneOrMany;
  readonly NotResource?: OneOrMany;
  readonly Condition?: ConditionBlock;
}

/** A policy with a name by which a decision tells it from others. */
export interface Policy {
  readonly name: string;
  readonly statements: readonly PolicyStatement[];
}

/** Elements that the evaluator knows; another one would be taken for absent, which grants more than AWS does. */
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

/** The values of an element that is written as one value or several. */
export function listed(values: OneOrMany | undefined): readonly string[] {
  return values === undefined ? [] : typeof values === "string" ? [values] : values;
}

/** Reads the text of a policy; throws for what the grammar does not have. */
export function parsePolicy(name: string, text: unknown): Policy {
  const document = JSON.parse(String(text)) as { Statement: PolicyStatement | readonly PolicyStatement[] };
  const statements = Array.isArray(document.Statement)
    ? (document.Statement as readonly PolicyStatement[])
    : [document.Statement as PolicyStatement];
  for (const statement of statements) {
    const unknown = Object.keys(statement).filter((element) => !ELEMENTS.has(element));
    if (unknown.length > 0) throw new Error(`${name}: unknown elements ${unknown.join(", ")}`);
    if (!["Allow", "Deny"].includes(statement.Effect)) throw new Error(`${name}: no Effect`);
    if ((statement.Action === undefined) === (statement.NotAction === undefined)) {
      throw new Error(`${name}: one of Action and NotAction is needed`);
    }
  }
  return { name, statements };
}

/** A policy that allows or denies everything, for the other side of a test. */
export function policyOf(name: string, ...statements: readonly PolicyStatement[]): Policy {
  return parsePolicy(name, JSON.stringify({ Version: "2012-10-17", Statement: statements }));
}
