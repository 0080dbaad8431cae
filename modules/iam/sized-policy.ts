import { Lazy } from "cdktf";
import { type Construct } from "constructs";
import { ProblemError } from "../../problem";
import { policyDocument, type Statement } from "./statement";

/** A policy with its limit, in the words of an error message. */
export interface SizedPolicy {
  /** What the policy is, e.g. `repository policy`. */
  readonly what: string;
  /** Characters that the service takes. */
  readonly limit: number;
  /** What makes it short enough. */
  readonly shorten: string;
}

/**
 * Renders a policy whose length the service limits.
 *
 * @throws ProblemError `policy-too-long` when the service would refuse it for its length.
 */
export function sizedPolicy(
  owner: Construct,
  { what, limit, shorten }: SizedPolicy,
  statements: readonly Statement[],
): string {
  const policy = policyDocument(statements);
  if (policy.length > limit) {
    throw new ProblemError([
      {
        code: "policy-too-long",
        path: owner.node.path,
        message: `the ${what} has ${String(policy.length)} characters`,
        allowed: `${String(limit)} characters`,
        change: shorten,
      },
    ]);
  }
  return policy;
}

/**
 * The same for a policy that grows until synth: reference to the text that it has then.
 *
 * Its length is checked by the validation of its owner, because an error inside a lazy value reaches the user
 * wrapped into CDKTF's own.
 */
export function growingPolicy(
  owner: Construct,
  policy: SizedPolicy,
  statements: () => readonly Statement[],
): string {
  owner.node.addValidation({
    validate: () => {
      sizedPolicy(owner, policy, statements());
      return [];
    },
  });
  return Lazy.stringValue({ produce: () => policyDocument(statements()) });
}
