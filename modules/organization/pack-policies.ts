import { policyDocument, type Statement } from "../iam";

/**
 * Longest service control policy and resource control policy, in characters; whitespace counts.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
export const POLICY_LENGTH = 5_120;

/**
 * Policies of one kind that a target takes besides the `FullAWSAccess` that AWS attaches.
 *
 * @see https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html
 */
export const POLICIES_PER_TARGET = 4;

/** A policy document and the statements in it. */
export interface PackedPolicy {
  readonly document: string;
  readonly statements: readonly Statement[];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Packs statements into as few minified policies as a simple rule finds: in the order of their Sids, each goes
 * into the first policy that has room. The result does not depend on the order they are given in.
 *
 * A statement that is too long by itself gets a policy of its own, longer than `limit`; the caller looks.
 */
export function packPolicies(statements: readonly Statement[], limit = POLICY_LENGTH): PackedPolicy[] {
  const bins: Statement[][] = [];
  const keyed = statements.map((statement) => ({ statement, text: policyDocument([statement]) }));
  keyed.sort((a, b) => compare(a.statement.sid ?? "", b.statement.sid ?? "") || compare(a.text, b.text));
  for (const { statement } of keyed) {
    const room = bins.find((bin) => policyDocument([...bin, statement]).length <= limit);
    if (room) room.push(statement);
    else bins.push([statement]);
  }
  return bins.map((bin) => ({ document: policyDocument(bin), statements: bin }));
}
