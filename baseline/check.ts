import { type AwsException } from "./aws-exception";
import { AWS_EXCEPTIONS } from "./aws-exceptions";
import { drifted } from "./drift";
import { readPolicies } from "./policies";
import { type BaselineReport } from "./report";
import { type Context, type Rule, type SuiteRule } from "./rule";
import * as rules from "./rules";
import { type Breach, settle } from "./settle";
import { type Body, StackView, type SynthesizedStack } from "./stack";

/** The rules that judge stacks one by one. */
export const STACK_RULES: readonly Rule[] = [
  rules.immutableTags,
  rules.restrictedPrincipal,
  rules.noPublicAccess,
  rules.noWildcardAction,
  rules.noWildcardResource,
  rules.noForeignRolePrincipal,
  rules.encryptionAtRest,
  rules.tlsOnly,
  rules.publicAccessBlock,
  rules.retentionOnLogs,
  rules.keyRotation,
  rules.noPlaintextSecret,
  rules.wrongAccountGuard,
  rules.protectedFromDestroy,
  rules.readable,
];
/** The rules that need all stacks. */
export const SUITE_RULES: readonly SuiteRule[] = [rules.singletonOwnedOnce];

const CORRECT = "take it out of lifecycle.ignore_changes, so that a plan corrects it";

/** What the rules find in one stack as it is written, and in what it may become where no plan corrects it. */
function breachesOf(context: Context): Breach[] {
  const { stack } = context;
  const judge = (judged: Context): Breach[] =>
    STACK_RULES.flatMap((rule) =>
      rule.check(judged).map((finding) => ({ ...finding, rule: rule.id, stack })),
    );
  const written = judge(context);
  if (stack.resources.every(({ body }) => drifted(body) === body)) return written;
  const known = new Set(
    written.map(({ message, resource, rule }) => `${rule} ${resource.address} ${message}`),
  );
  const later = judge(contextOf(stack.source, context.awsExceptions, drifted)).filter(
    ({ message, resource, rule }) => !known.has(`${rule} ${resource.address} ${message}`),
  );
  return [...written, ...later.map((breach) => ({ ...breach, change: CORRECT }))];
}

function contextOf(
  source: SynthesizedStack,
  awsExceptions: readonly AwsException[],
  read?: (body: Body) => Body,
): Context {
  const stack = new StackView(source, read);
  return { stack, ...readPolicies(stack), awsExceptions };
}

/**
 * Checks the security floor on the final Terraform JSON of all stacks, which overrides and aspects cannot slip by.
 *
 * Whatever could not be decided is a violation.
 */
export function checkBaseline(stacks: readonly SynthesizedStack[]): BaselineReport {
  return checkExcusing(stacks, AWS_EXCEPTIONS);
}

/** The same with other exceptions of AWS than the baseline's table, so that each of its rows can be shown to be needed. */
export function checkExcusing(
  stacks: readonly SynthesizedStack[],
  awsExceptions: readonly AwsException[],
): BaselineReport {
  const contexts = stacks.map((stack) => contextOf(stack, awsExceptions));
  const breaches = [
    ...contexts.flatMap(breachesOf),
    ...SUITE_RULES.flatMap((rule) => rule.checkAll(contexts).map((found) => ({ ...found, rule: rule.id }))),
  ];

  const known = [...STACK_RULES, ...SUITE_RULES].map(({ id }) => id);
  return {
    ...settle(
      contexts.map(({ stack }) => stack),
      breaches,
      known,
    ),
    checked: {
      rules: known.length,
      resources: contexts.reduce((sum, { stack }) => sum + stack.resources.length, 0),
    },
  };
}
