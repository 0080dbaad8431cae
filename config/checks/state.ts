import { ARN_RESOURCES, bucketNameRefusal, partitionOf } from "../../aws";
import { arnFindings } from "./arn";
import { type Check, type Finding } from "./check";

const bucket: Check = {
  reads: ["state", "organization.partition", "organization.homeRegion"],
  find: ({ state, organization: { partition, homeRegion } }) => {
    if (state.backend !== "s3") return [];
    const findings: Finding[] = [];
    const region = state.region ?? homeRegion;
    const refusal = bucketNameRefusal(state.bucket, "any");
    if (refusal !== undefined) {
      findings.push({
        code: "invalid-bucket-name",
        path: ["state", "bucket"],
        message: `${state.bucket} ${refusal}, so no bucket has this name`,
        change: "write the name of an existing bucket",
      });
    }
    if (partitionOf(region) !== partition) {
      findings.push({
        code: "region-of-other-partition",
        path: ["state", "region"],
        message: `${region} belongs to the partition ${partitionOf(region)}, the organization to ${partition}`,
        change: "keep the state in the organization's partition",
      });
    }
    if (state.kmsKey !== undefined) {
      const key = { partition, region, resource: ARN_RESOURCES.kmsKey, example: "key/KEY-ID" };
      findings.push(...arnFindings(["state", "kmsKey"], state.kmsKey, key));
    }
    if (state.role !== undefined) {
      const role = { partition, region: "", resource: ARN_RESOURCES.role, example: "role/NAME" };
      findings.push(...arnFindings(["state", "role"], state.role, role));
    }
    return findings;
  },
};

/** What a synth writes by default; the CDKTF CLI removes the folders in it that are no stacks. */
const OUTPUT = "cdktf.out";

const directory: Check = {
  reads: ["state"],
  find: ({ state }) => {
    if (state.backend !== "local") return [];
    const [first] = state.directory.split("/").filter((part) => part !== "." && part !== "");
    if (first !== OUTPUT) return [];
    return [
      {
        code: "state-in-output",
        path: ["state", "directory"],
        message: `is in ${OUTPUT}, from which the next synth may remove it`,
        allowed: `a folder outside ${OUTPUT}`,
        change: "write `state/{organization}`",
      },
    ];
  },
};

/** Rules over where Terraform keeps its state. */
export const stateChecks: readonly Check[] = [bucket, directory];
