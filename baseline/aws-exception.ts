import { type Policy, type Statement } from "./policy";
import { type Resource } from "./stack";

/** What a rule is about to object to. */
export interface Subject {
  readonly resource: Resource;
  readonly policy?: Policy;
  readonly statement?: Statement;
  /** The one action that is objected to, where the rule judges actions one by one. */
  readonly action?: string;
  /** ARN of the attached policy that is objected to. */
  readonly attached?: string;
}

/** Where AWS leaves no way to hold a rule, or holds it itself. */
export interface AwsException {
  readonly id: string;
  readonly rule: string;
  /** What it excuses, in words. */
  readonly what: string;
  readonly reason: string;
  /** Page of AWS that says so. */
  readonly source: string;
  /** The IAM actions it is about. @default - not about actions */
  readonly actions?: readonly string[];
  excuses(subject: Subject): boolean;
}
