/** The words for {@link Coverage}. */
export const COVERAGES = ["all", "selected", "off"] as const;

/**
 * Which clusters GuardDuty watches: `all` by itself, `selected` only the ones that opt in, `off` none.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/managing-gdu-agent-ecs-automated.html
 */
export type Coverage = (typeof COVERAGES)[number];

/** Coverage of the three places an agent runs in. */
export interface RuntimeCoverage {
  /** ECS tasks on Fargate. */
  readonly ecs: Coverage;
  /** EKS nodes. */
  readonly eks: Coverage;
  /** EC2 instances, which includes ECS tasks on EC2. */
  readonly ec2: boolean;
}
