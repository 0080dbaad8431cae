import { type AwsException, type Subject } from "./aws-exception";
import { type Policy, type Statement } from "./policy";
import { type Unreadable } from "./policies";
import { type Resource, type StackView } from "./stack";

/** What a rule sees of one stack; everything in it was read once. */
export interface Context {
  readonly stack: StackView;
  readonly policies: readonly Policy[];
  readonly unreadable: readonly Unreadable[];
  readonly awsExceptions: readonly AwsException[];
}

/** What a rule objects to. */
export interface Finding {
  readonly resource: Resource;
  /** What is wrong with it, as a clause that follows the address. */
  readonly message: string;
  /** What to do about it. */
  readonly change: string;
}

/** One rule of the security floor, judged stack by stack. */
export interface Rule {
  readonly id: string;
  /** What holds where the rule holds, for README and summaries. */
  readonly description: string;
  check(context: Context): readonly Finding[];
}

/** A finding of a rule that compares stacks. */
export interface PlacedFinding extends Finding {
  readonly stack: StackView;
}

/** A rule that only all stacks together can break. */
export interface SuiteRule {
  readonly id: string;
  readonly description: string;
  checkAll(contexts: readonly Context[]): readonly PlacedFinding[];
}

/** Whether AWS itself leaves no other way: a row of the table of AWS's exceptions fits. */
export function excused(context: Context, rule: string, subject: Subject): boolean {
  return context.awsExceptions.some((row) => row.rule === rule && row.excuses(subject));
}

/** What `judge` says of every statement of every policy. */
export function judgeStatements(
  context: Context,
  judge: (policy: Policy, statement: Statement) => readonly Finding[],
): Finding[] {
  return context.policies.flatMap((policy) =>
    policy.statements.flatMap((statement) => judge(policy, statement)),
  );
}
