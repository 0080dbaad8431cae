import { ARN_RESOURCES, PULL_TIME_EXCLUSIONS } from "../../aws";
import { arnFindings } from "./arn";
import { LISTED_EXCLUSIONS } from "../schema/registry";
import { type Check, type Finding } from "./check";

const exclusions: Check = {
  reads: ["organization.partition", "registry.pullTimeExclusions"],
  find: ({ organization: { partition }, registry }) =>
    registry.pullTimeExclusions.flatMap((arn, index) =>
      arnFindings(["registry", "pullTimeExclusions", index], arn, {
        partition,
        region: "",
        resource: ARN_RESOURCES.role,
        example: "role/NAME",
      }),
    ),
};

const count: Check = {
  reads: ["registry.pullTimeExclusions"],
  find: ({ registry: { pullTimeExclusions } }): Finding[] =>
    pullTimeExclusions.length <= LISTED_EXCLUSIONS
      ? []
      : [
          {
            code: "too-many-pull-time-exclusions",
            path: ["registry", "pullTimeExclusions"],
            message: `${String(pullTimeExclusions.length)} roles are excluded`,
            allowed: `${String(LISTED_EXCLUSIONS)} roles`,
            change: PULL_TIME_EXCLUSIONS.instead,
          },
        ],
};

/** Rules over the roles whose pulls do not count. */
export const pullTimeChecks: readonly Check[] = [exclusions, count];
