import { type Construct } from "constructs";
import { ProblemError } from "../../problem";
import { policyDocument, type Statement } from "../iam";

/**
 * Longest repository policy and registry policy, in characters.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryPolicy.html
 */
const POLICY_LENGTH = 10_240;

/**
 * Renders a policy of ECR; `shorten` tells how it gets short enough.
 *
 * @throws ProblemError `policy-too-long` when ECR would refuse it for its length.
 */
export function sizedPolicy(
  owner: Construct,
  policyOf: { readonly what: string; readonly shorten: string },
  statements: readonly Statement[],
): string {
  const policy = policyDocument(statements);
  if (policy.length > POLICY_LENGTH) {
    throw new ProblemError([
      {
        code: "policy-too-long",
        path: owner.node.path,
        message: `the ${policyOf.what} has ${String(policy.length)} characters`,
        allowed: `${String(POLICY_LENGTH)} characters`,
        change: policyOf.shorten,
      },
    ]);
  }
  return policy;
}
