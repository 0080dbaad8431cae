/**
 * Which clusters GuardDuty watches: `all` by itself, `selected` only the ones that opt in, `off` none.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/managing-gdu-agent-ecs-automated.html
 */
export type Coverage = "all" | "selected" | "off";

/** Coverage of the three places an agent runs in. */
export interface RuntimeCoverage {
  /** ECS tasks on Fargate. */
  readonly ecs: Coverage;
  /** EKS nodes. */
  readonly eks: Coverage;
  /** EC2 instances, which includes ECS tasks on EC2. */
  readonly ec2: boolean;
}

/** Key of the cluster tag with which a cluster opts in (`true`) or out (`false`). */
export const GUARDDUTY_MANAGED_TAG = "GuardDutyManaged";

/** Whether anything is watched at all. */
export function isMonitored({ ecs, eks, ec2 }: RuntimeCoverage): boolean {
  return ecs !== "off" || eks !== "off" || ec2;
}
