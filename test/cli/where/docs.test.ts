import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { where } from "./aws";
import { digestOf, finding, HOURS, onEcs, onEks } from "./sample";

/** One image on ECS, one on EKS, one of which Inspector does not know whether it runs, one that nobody runs. */
const IMAGES = [
  finding({}, digestOf(0x1f3a9c2e), { inUseCount: 3 }),
  finding({ exploitabilityDetails: {} }, digestOf(0x7be04d15), {}),
  finding({ exploitabilityDetails: {}, fixAvailable: "NO" }, digestOf(0x52c81fa0), { inUseCount: 2 }),
  finding({ exploitabilityDetails: {}, fixAvailable: "NO" }, digestOf(0x0d96b3e7), {
    inUseCount: 0,
    lastInUseAt: new Date(Date.now() - 12.5 * 24 * HOURS),
  }),
];

test.each(["docs/where.md", "modules/scanning/README.md"])(
  "%s shows what the command prints",
  async (file) => {
    const { status, stdout } = await where(
      ["CVE-2024-3094", "--organization", resolve("organization.yaml"), "--region", "eu-central-1"],
      {
        inspector2: {
          ListFindings: ({ filterCriteria }) => ({ findings: filterCriteria?.vulnerabilityId ? IMAGES : [] }),
          ListCoverageStatistics: () => ({ totalCounts: 2 }),
          GetClustersForImage: ({ filter }) => ({
            cluster: [
              ...(filter?.resourceId?.includes("1f3a9c2e") === true ? [onEcs()] : []),
              ...(filter?.resourceId?.includes("52c81fa0") === true ? [onEks()] : []),
            ],
          }),
        },
      },
    );
    expect(status).toBe(2);
    const shown = stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, "2026-03-04 05:06 UTC");
    const [, block = ""] = /```text\n([^]*?)```/.exec(readFileSync(file, "utf8")) ?? [];
    expect(block).toBe(shown);
  },
);
