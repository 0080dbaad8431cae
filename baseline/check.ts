import { AWS_EXCEPTIONS, type AwsException } from "./aws-exceptions";
import { EXCEPTION_RULE, type ExceptionNote, exceptionNotes, judgeNotes } from "./exception";
import { readPolicies } from "./policies";
import { type BaselineReport, type GrantedException, type Violation } from "./report";
import { type Context, type Finding, type PlacedFinding, type Rule, type SuiteRule } from "./rule";
import * as rules from "./rules";
import { isBody, type Resource, StackView, type SynthesizedStack } from "./stack";

/** The rules that judge stacks one by one. */
export const STACK_RULES: readonly Rule[] = [
  rules.immutableTags,
  rules.restrictedPrincipal,
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

function constructPath({ body }: Resource): string | undefined {
  const note = body["//"];
  const metadata = isBody(note) ? note["metadata"] : undefined;
  const path = isBody(metadata) ? metadata["path"] : undefined;
  return typeof path === "string" ? path : undefined;
}

function violationOf(rule: string, stack: StackView, finding: Finding): Violation {
  const { change, message, resource } = finding;
  const path = constructPath(resource);
  return {
    rule,
    stack: stack.source.name,
    resource: resource.address,
    message,
    change,
    ...(path === undefined ? {} : { constructPath: path }),
  };
}

function contextOf(source: SynthesizedStack, awsExceptions: readonly AwsException[]): Context {
  const stack = new StackView(source);
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

  const notes = new Map<Resource, ExceptionNote[]>();
  for (const { stack } of contexts) {
    for (const resource of [...stack.resources, ...stack.providers, ...stack.modules]) {
      const written = exceptionNotes(resource);
      if (written.length > 0) notes.set(resource, written);
    }
  }

  const violations: Violation[] = [];
  const exceptions: GrantedException[] = [];
  const used = new Set<ExceptionNote>();
  const settle = (rule: string, { stack, ...finding }: PlacedFinding) => {
    const note = notes.get(finding.resource)?.find((written) => written.rule === rule && written.valid);
    if (!note) {
      violations.push(violationOf(rule, stack, finding));
    } else if (!used.has(note)) {
      used.add(note);
      const { name } = stack.source;
      exceptions.push({ stack: name, resource: finding.resource.address, rule, reason: note.reason });
    }
  };
  for (const context of contexts) {
    for (const rule of stackRules) {
      for (const finding of rule.check(context)) settle(rule.id, { ...finding, stack: context.stack });
    }
  }
  for (const rule of SUITE_RULES) {
    for (const finding of rule.checkAll(contexts)) settle(rule.id, finding);
  }
  const known = [...STACK_RULES, ...SUITE_RULES].map(({ id }) => id);
  for (const { stack } of contexts) {
    for (const resource of [...stack.resources, ...stack.providers, ...stack.modules]) {
      for (const finding of judgeNotes(resource, notes.get(resource) ?? [], { known, skipped, used })) {
        violations.push(violationOf(EXCEPTION_RULE, stack, finding));
      }
    }
  }
  return {
    violations,
    exceptions,
    skipped,
    checked: {
      rules: stackRules.length + SUITE_RULES.length,
      resources: contexts.reduce((sum, { stack }) => sum + stack.resources.length, 0),
    },
  };
}
