import { partitionOf } from "../../aws";
import { type Check, type Finding } from "./check";

const bucket: Check = {
  reads: ["state", "organization.partition", "organization.homeRegion"],
  find: ({ state, organization: { partition, homeRegion } }) => {
    if (state.backend !== "s3") return [];
    const findings: Finding[] = [];
    const region = state.region ?? homeRegion;
    if (partitionOf(region) !== partition) {
      findings.push({
        code: "region-of-other-partition",
        path: ["state", "region"],
        message: `${region} belongs to the partition ${partitionOf(region)}, the organization to ${partition}`,
        change: "keep the state in the organization's partition",
      });
    }
    if (state.kmsKey !== undefined && !state.kmsKey.startsWith(`arn:${partition}:kms:${region}:`)) {
      findings.push({
        code: "arn-elsewhere",
        path: ["state", "kmsKey"],
        message: "the key is not in the bucket's partition and region",
        allowed: `arn:${partition}:kms:${region}:ACCOUNT:key/KEY-ID`,
      });
    }
    return findings;
  },
};

/** @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
const TAG_COUNT = 50;

const tags: Check = {
  reads: ["tags"],
  find: ({ tags: all }) =>
    Object.keys(all).length <= TAG_COUNT
      ? []
      : [
          {
            code: "too-many-tags",
            path: ["tags"],
            at: "key",
            message: `there are ${String(Object.keys(all).length)} tags`,
            allowed: `at most ${String(TAG_COUNT)}, as many as a resource takes`,
          },
        ],
};

/** Rules over where Terraform keeps its state and how it tags. */
export const stateChecks: readonly Check[] = [bucket, tags];
