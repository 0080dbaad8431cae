import { AWS_EXCEPTIONS, type AwsException } from "./aws-exceptions";
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

/** How to check. */
export interface BaselineOptions {
  /** `false` leaves out the rule `protected-from-destroy`, for throw-away environments. @default true */
  readonly protectFromDestroy?: boolean;
  /** AWS's own exceptions. @default - the table of the baseline */
  readonly awsExceptions?: readonly AwsException[];
}

const CORRECT = "take it out of lifecycle.ignore_changes, so that a plan corrects it";

/** What the rules find in one stack as it is written, and in what it may become where no plan corrects it. */
function breachesOf(context: Context, stackRules: readonly Rule[]): Breach[] {
  const { stack } = context;
  const judge = (judged: Context): Breach[] =>
    stackRules.flatMap((rule) => rule.check(judged).map((finding) => ({ ...finding, rule: rule.id, stack })));
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
export function checkBaseline(
  stacks: readonly SynthesizedStack[],
  options: BaselineOptions = {},
): BaselineReport {
  const { awsExceptions = AWS_EXCEPTIONS, protectFromDestroy = true } = options;
  const skipped = protectFromDestroy ? [] : [rules.protectedFromDestroy.id];
  const stackRules = STACK_RULES.filter(({ id }) => !skipped.includes(id));
  const contexts = stacks.map((stack) => contextOf(stack, awsExceptions));
  const breaches = [
    ...contexts.flatMap((context) => breachesOf(context, stackRules)),
    ...SUITE_RULES.flatMap((rule) => rule.checkAll(contexts).map((found) => ({ ...found, rule: rule.id }))),
  ];

  const known = [...STACK_RULES, ...SUITE_RULES].map(({ id }) => id);
  return {
    ...settle(
      contexts.map(({ stack }) => stack),
      breaches,
      { known, skipped },
    ),
    skipped,
    checked: {
      rules: stackRules.length + SUITE_RULES.length,
      resources: contexts.reduce((sum, { stack }) => sum + stack.resources.length, 0),
    },
  };
}
