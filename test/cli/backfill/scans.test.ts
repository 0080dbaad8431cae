import { type Finding } from "@aws-sdk/client-inspector2";
import { fault, raw } from "../../support/aws-service";
import { finding as findingOf, wire } from "../where/sample";
import { type World, run } from "./aws";
import { FakeRegistry, image, ORGANIZATION } from "./registry";

const A = image("a");
const REASON = ["--reason", "signed before signing was on"];
const FILES = { "organization.yaml": ORGANIZATION };

const scan = (status: "PENDING" | "ACTIVE" | "COMPLETE", members: object = {}): World => ({
  ecr: {
    DescribeImageScanFindings: () => ({ imageScanStatus: { status }, ...members }),
  },
});
/** ECR lists findings of enhanced scanning, and Inspector says more of them. */
const listed = (...enhancedFindings: object[]): World =>
  scan("ACTIVE", { imageScanFindings: { imageScanCompletedAt: new Date(), enhancedFindings } });
const found = (members: Partial<Finding>): World => {
  const finding = findingOf({ exploitabilityDetails: {}, exploitAvailable: "NO", ...members }, A.digest);
  const { findingArn, severity, status, exploitAvailable, fixAvailable } = finding;
  return {
    ...listed({ findingArn, severity, status, exploitAvailable, fixAvailable }),
    inspector2: { ListFindings: () => ({ findings: [finding] }) },
  };
};
const SEEN = { lastKnownExploitAt: new Date("2026-02-01T00:00:00Z") };

test.each<[string, World, string]>([
  ["is still scanned", scan("PENDING"), "the scan is PENDING and has no result [scan-not-finished]"],
  ["whose scan has no end", scan("ACTIVE"), "the scan is ACTIVE and has no result [scan-not-finished]"],
  [
    "has a finding over the threshold",
    found({ severity: "HIGH", fixAvailable: "YES", status: "SUPPRESSED" }),
    "it has a finding of rank high; signing.backfill.refuseFrom is high [over-threshold]",
  ],
  [
    "has a finding that is not rated yet",
    found({ severity: "UNTRIAGED" }),
    "it has a finding of rank high; signing.backfill.refuseFrom is high [over-threshold]",
  ],
  [
    "has a finding of which Inspector says that it weighs nothing",
    {
      ...listed(),
      inspector2: {
        ListFindings: () =>
          raw(
            wire({
              findings: [
                { ...findingOf(), severity: "NONE", exploitAvailable: "NO", exploitabilityDetails: {} },
              ],
            }),
          ),
      },
    },
    "it has a finding of rank high; signing.backfill.refuseFrom is high [over-threshold]",
  ],
  [
    "has a suppressed finding alone, which ECR does not list",
    { ...listed(), inspector2: found({ severity: "HIGH", status: "SUPPRESSED" }).inspector2 ?? {} },
    "it has a finding of rank high; signing.backfill.refuseFrom is high [over-threshold]",
  ],
  [
    "has a suppressed finding, scanned at its push alone",
    {
      ...scan("COMPLETE", { imageScanFindings: { imageScanCompletedAt: new Date(), enhancedFindings: [] } }),
      inspector2: found({ severity: "HIGH", status: "SUPPRESSED" }).inspector2 ?? {},
    },
    "it has a finding of rank high; signing.backfill.refuseFrom is high [over-threshold]",
  ],
  [
    "was scanned in a time to come",
    scan("COMPLETE", {
      imageScanFindings: { imageScanCompletedAt: new Date("2999-01-01T00:00:00Z"), findings: [] },
    }),
    "the scan is of 2999-01-01T00:00:00.000Z, which is still to come: check the clock of this machine [scan-in-future]",
  ],
  [
    "has a finding that is exploited in the wild and has no fix, of which ECR says that there is no exploit",
    found({ severity: "HIGH", fixAvailable: "NO", exploitabilityDetails: SEEN }),
    "it has a finding of rank critical; signing.backfill.refuseFrom is high [over-threshold]",
  ],
])("an image that %s is refused", async (_, world, why) => {
  const registry = new FakeRegistry(A).world(world);
  const { status, stdout, calls } = await run(
    ["sign-images", `shop/api@${A.digest}`, ...REASON],
    registry,
    FILES,
  );
  expect(status).toBe(1);
  expect(stdout).toContain(`refused  shop/api@${A.digest}  ${why}\n`);
  expect(calls.signer).toEqual([]);
});

describe("a scan of forty days ago", () => {
  const day = new Date(Date.now() - 40 * 86_400_000);
  const world = () =>
    new FakeRegistry(A).world(
      scan("COMPLETE", { imageScanFindings: { imageScanCompletedAt: day, findings: [] } }),
    );
  const args = ["sign-images", `shop/api@${A.digest}`, "--dry-run", ...REASON];

  test("is too old", async () => {
    const { status, stdout } = await run(args, world(), FILES);
    expect(status).toBe(1);
    expect(stdout).toContain(
      `the scan is of ${day.toISOString().slice(0, 10)}; it may be 30 days old: scan it again, or say more with --max-scan-age [scan-too-old]\n`,
    );
  });

  test("will do where the command says so, and its time is told", async () => {
    const { status, stdout } = await run([...args, "--max-scan-age", "41"], world(), FILES);
    expect(status).toBe(0);
    expect(stdout).toContain(`worst none, scanned ${day.toISOString().slice(0, 16).replace("T", " ")} UTC\n`);
  });
});

test("an image that is not scanned is refused", async () => {
  const { status, stdout } = await run(
    ["sign-images", `shop/api@${A.digest}`, ...REASON],
    new FakeRegistry(A).world({
      ecr: { DescribeImageScanFindings: () => fault("ScanNotFoundException", "none", {}) },
    }),
    FILES,
  );
  expect(status).toBe(1);
  expect(stdout).toContain("there is no scan [not-scanned]\n");
});

test.each<[string, World]>([
  ["a finding that is closed", listed({ findingArn: "arn", severity: "CRITICAL", status: "CLOSED" })],
  ["a finding below the threshold", found({ severity: "MEDIUM", fixAvailable: "YES" })],
  ["one without exploit and fix", found({ severity: "HIGH", fixAvailable: "NO" })],
])("%s refuses nothing", async (_, world) => {
  const { status } = await run(
    ["sign-images", `shop/api@${A.digest}`, "--dry-run", ...REASON],
    new FakeRegistry(A).world(world),
    FILES,
  );
  expect(status).toBe(0);
});

describe("half a scan", () => {
  const imageScanCompletedAt = new Date();
  const pages = (...found: object[]): World => ({
    ecr: {
      DescribeImageScanFindings: (_, count) => ({
        imageScanStatus: { status: "COMPLETE" },
        imageScanFindings: found[count] ?? {},
        ...(count + 1 < found.length ? { nextToken: String(count) } : {}),
      }),
    },
  });
  const NO_LIST = `it has no list of findings of ${A.digest}`;

  test.each<[string, World, string]>([
    ["that says its end alone", pages({ imageScanCompletedAt }), NO_LIST],
    [
      "of continuous scanning that counts findings and lists none",
      scan("ACTIVE", { imageScanFindings: { imageScanCompletedAt, findingSeverityCounts: { CRITICAL: 3 } } }),
      NO_LIST,
    ],
    ["whose second page is empty", pages({ imageScanCompletedAt, findings: [] }, {}), NO_LIST],
    ["whose first page is empty", pages({}, { imageScanCompletedAt, enhancedFindings: [] }), NO_LIST],
    [
      "that counts more than it lists",
      pages(
        { imageScanCompletedAt, findings: [{ severity: "LOW" }], findingSeverityCounts: { LOW: 2, HIGH: 1 } },
        { findings: [{ severity: "LOW" }], findingSeverityCounts: {} },
      ),
      `it lists 2 findings of ${A.digest} and counts 3`,
    ],
    [
      "that counts something else than numbers",
      {
        ecr: {
          DescribeImageScanFindings: () =>
            raw(
              wire({
                imageScanStatus: { status: "COMPLETE" },
                imageScanFindings: {
                  imageScanCompletedAt,
                  findings: [],
                  findingSeverityCounts: { HIGH: "many" },
                },
              }),
            ),
        },
      },
      `it lists 0 findings of ${A.digest} and counts NaN`,
    ],
  ])("%s leaves the image unsigned", async (_, world, why) => {
    const { status, stdout, calls } = await run(
      ["sign-images", `shop/api@${A.digest}`, ...REASON],
      new FakeRegistry(A).world(world),
      FILES,
    );
    expect(status).toBe(2);
    expect(stdout).toContain(
      `failed   shop/api@${A.digest}  ecr:DescribeImageScanFindings eu-central-1: the answer cannot be read: ${why} [unreadable-answer]\n`,
    );
    expect(calls.signer).toEqual([]);
  });

  test.each<[string, object, number]>([
    ["of basic scanning", { findings: [], findingSeverityCounts: {} }, 0],
    ["of enhanced scanning", { enhancedFindings: [], findingSeverityCounts: {} }, 1],
  ])("is not one %s that lists and counts nothing", async (_, members, inspected) => {
    const { status, calls } = await run(
      ["sign-images", `shop/api@${A.digest}`, "--dry-run", ...REASON],
      new FakeRegistry(A).world(pages({ imageScanCompletedAt, ...members })),
      FILES,
    );
    expect({ status, inspected: calls.inspector2.length }).toEqual({ status: 0, inspected });
  });
});

describe("Inspector", () => {
  const args = ["sign-images", `shop/api@${A.digest}`, "--dry-run", ...REASON];

  test("is asked for the findings of this image in the registry's account and region, open ones and suppressed", async () => {
    const { calls } = await run(args, new FakeRegistry(A).world(found({ severity: "LOW" })), FILES);
    const equals = (value: string) => ({ comparison: "EQUALS", value });
    expect(calls.inspector2.map(({ input }) => input)).toEqual([
      {
        filterCriteria: {
          resourceType: [equals("AWS_ECR_CONTAINER_IMAGE")],
          ecrImageRegistry: [equals("333333333333")],
          ecrImageRepositoryName: [equals("shop/api")],
          ecrImageHash: [equals(A.digest)],
          findingStatus: [equals("ACTIVE"), equals("SUPPRESSED")],
        },
        maxResults: 100,
      },
    ]);
  });

  test("that lacks a finding which ECR lists leaves the image unsigned", async () => {
    const world = { ...found({ severity: "LOW" }), inspector2: { ListFindings: () => ({ findings: [] }) } };
    const { status, stdout } = await run(args, new FakeRegistry(A).world(world), FILES);
    expect(status).toBe(2);
    expect(stdout).toContain(
      `inspector2:ListFindings eu-central-1: the answer cannot be read: it lacks a finding of ${A.digest} that ECR has [unreadable-answer]`,
    );
  });

  test("that tells a finding without an ARN leaves the image unsigned", async () => {
    const world = {
      ...listed(),
      inspector2: { ListFindings: () => raw('{"findings":[{"severity":"LOW"}]}') },
    };
    const { status, stdout } = await run(args, new FakeRegistry(A).world(world), FILES);
    expect(status).toBe(2);
    expect(stdout).toContain(
      "inspector2:ListFindings eu-central-1: the answer cannot be read: it has a finding without an ARN [unreadable-answer]",
    );
  });

  test("that refuses leaves the image unsigned", async () => {
    const world = {
      ...found({ severity: "LOW" }),
      inspector2: { ListFindings: () => fault("AccessDeniedException", "not authorized") },
    };
    const { status, stdout } = await run(args, new FakeRegistry(A).world(world), FILES);
    expect(status).toBe(2);
    expect(stdout).toContain("[access-denied]");
  });
});
