import { ARN_RESOURCES } from "../../aws";
import { arnFindings } from "./arn";
import { type Check } from "./check";

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

/** Rules over the roles whose pulls do not count. */
export const pullTimeChecks: readonly Check[] = [exclusions];
