import { type ConditionBlock, listed } from "./policy";
import { type Context } from "./principal";
import { matchesArn, matchesText } from "./wildcard";

/**
 * The Condition element; pages:
 * [operators] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * [multivalued] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 * [logic] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html
 */

type Compare = (wanted: string, found: string) => boolean;

const same: Compare = (wanted, found) => wanted === found;
const sameIgnoringCase: Compare = (wanted, found) => wanted.toLowerCase() === found.toLowerCase();

/** Operators that match; each has a negation. [operators] */
const POSITIVE: Readonly<Record<string, Compare>> = {
  StringEquals: same,
  StringEqualsIgnoreCase: sameIgnoringCase,
  StringLike: matchesText,
  ArnEquals: matchesArn,
  ArnLike: matchesArn,
};
const NEGATIVE: Readonly<Record<string, Compare>> = {
  StringNotEquals: same,
  StringNotEqualsIgnoreCase: sameIgnoringCase,
  StringNotLike: matchesText,
  ArnNotEquals: matchesArn,
  ArnNotLike: matchesArn,
};

const OPERATOR = /^(?:(ForAnyValue|ForAllValues):)?([A-Za-z]+?)(IfExists)?$/;

/** All keys of all operators must match: they are joined by a logical AND. [logic] */
export function conditionMet(block: ConditionBlock | undefined, context: Context): boolean {
  return Object.entries(block ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, values]) =>
      keyMet(operator, listed(values), context.get(key.toLowerCase()), key),
    ),
  );
}

function keyMet(
  operator: string,
  wanted: readonly string[],
  found: readonly string[] | undefined,
  key: string,
): boolean {
  const [, set, name = "", ifExists] = OPERATOR.exec(operator) ?? [];
  for (const value of wanted) {
    if (/\$\{(?!\*\}|\?\}|\$\})/.test(value))
      throw new Error(`${key}: ${value} has a variable, which is not read`);
  }
  // "Null": true asks that the key be absent. [operators, Null]
  if (name === "Null") return wanted.some((value) => (value === "true") === (found === undefined));
  const [compare, negated] = comparison(name);
  // "If the key that you specify in a policy condition is not present in the request context, the values do not
  // match and the condition is false. If the policy condition requires that the key is not matched, such as
  // StringNotLike or ArnNotLike, and the right key is not present, the condition is true", IfExists: true.
  // [operators]; ForAllValues is true and ForAnyValue false without the key. [multivalued]
  if (found === undefined || found.length === 0) {
    if (ifExists !== undefined || set === "ForAllValues") return true;
    return set === undefined && negated;
  }
  // Values are joined by OR, and by NOR under a negated operator. [logic]
  const met = (value: string) => wanted.some((one) => compare(one, value)) !== negated;
  if (set === "ForAllValues") return found.every(met);
  if (set === "ForAnyValue") return found.some(met);
  if (found.length > 1) throw new Error(`${key} has several values, which needs a set operator`);
  return met(found[0] as string);
}

function comparison(name: string): readonly [Compare, boolean] {
  if (name === "Bool") return [sameIgnoringCase, false];
  const positive = POSITIVE[name];
  if (positive) return [positive, false];
  const negative = NEGATIVE[name];
  if (negative) return [negative, true];
  throw new Error(`operator ${name} is not known to the evaluator`);
}
