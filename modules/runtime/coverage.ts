import { type RuntimeCoverage } from "../../aws";

/** Key of the cluster tag with which a cluster opts in (`true`) or out (`false`). */
export const GUARDDUTY_MANAGED_TAG = "GuardDutyManaged";

/** Whether anything is watched at all. */
export function isMonitored({ ecs, eks, ec2 }: RuntimeCoverage): boolean {
  return ecs !== "off" || eks !== "off" || ec2;
}
