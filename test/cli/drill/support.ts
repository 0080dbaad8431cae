import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type World } from "../where/aws";
import { covered, digestOf, onEcs, ROLE } from "../where/sample";

export const OLD = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b";
export const NEW = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_f119fbac";
const API = "    api: { validity: 135 months }\n";

/** The sample between the second and the third step of a rotation, as a file in a folder of its own. */
export class Rotating {
  readonly folder = mkdtempSync(join(tmpdir(), "drill-"));
  readonly file = join(this.folder, "organization.yaml");

  constructor() {
    const rotating = "    api: { generation: 2, trustedGenerations: [1] }\n";
    writeFileSync(this.file, readFileSync("organization.yaml", "utf8").replace(API, rotating));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

export const OTHER = digestOf(2);
export const ON_STAGING = { ...onEcs(), clusterArn: "arn:aws:ecs:eu-central-1:555555555555:cluster/shop" };

/** Images of the home region with what signed them, each in one cluster. */
export function running(
  signed: Readonly<Record<string, readonly string[]>>,
  members: World["inspector2"] = {},
): World {
  const statuses = (digest: string) =>
    (signed[digest] ?? []).map((signingProfileArn) => ({ signingProfileArn, status: "COMPLETE" as const }));
  let asked = 0;
  return {
    inspector2: {
      // The registry has two regions; its images run from one.
      ListCoverage: () => ({
        coveredResources:
          (asked += 1) === 1 ? Object.keys(signed).map((digest) => covered(digest, { inUseCount: 3 })) : [],
      }),
      GetClustersForImage: () => ({ cluster: [onEcs()] }),
      ...members,
    },
    ecr: {
      DescribeImages: () => ({ imageDetails: [] }),
      ListImageReferrers: () => ({ referrers: [] }),
      BatchGetImage: () => ({ images: [] }),
      DescribeImageSigningStatus: ({ imageId }) => ({
        signingStatuses: statuses(imageId?.imageDigest ?? ""),
      }),
    },
    sts: ROLE,
  };
}
