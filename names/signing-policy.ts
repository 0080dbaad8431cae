import { fitName } from "./fit";

/** Name of the inline policy by which an existing role of the registry's account may use its signing profiles. */
export const SIGNING_POLICY_NAME = "supply-chain-signing";

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html */
const POLICY_NAME_LENGTH = 128;

/**
 * Name of the same policy in another account, which is another in each stack: a stack that gives a role up, or is
 * destroyed under an old name, does not take away what the next one has given.
 */
export function signingPolicyName(stack: string): string {
  return fitName(`${SIGNING_POLICY_NAME}-${stack}`, POLICY_NAME_LENGTH);
}
