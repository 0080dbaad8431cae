import { ECR_POLICY_LENGTH, ROLE_POLICY_LENGTH } from "../../aws";

/**
 * Characters of accounts, roles and names that a policy has room for; the rest is kept for what stands around
 * them. The tests hold each number against the policies that are made.
 */
export const LISTED_LENGTH = {
  repository: ECR_POLICY_LENGTH - 1_500,
  registry: ECR_POLICY_LENGTH - 1_100,
  trust: ROLE_POLICY_LENGTH.trust - 240,
  /** Services of one cluster that a deploy role updates; the cluster's name stands in what is around them, too. */
  services: ROLE_POLICY_LENGTH.permissions - 1_600,
  /** Roles that guardrails exempt: every guardrail lists them, one of them twice, in four policies of 5,120. */
  exemption: 1_250,
} as const;

/** Characters of a list as a policy writes it: each value once and in quotes, commas between, brackets around. */
export function charactersOf(values: Iterable<string>): number {
  return [...new Set(values)].reduce((sum, { length }) => sum + length + 3, 1);
}
