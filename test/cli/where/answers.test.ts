import { resolve } from "node:path";
import { ADMINISTRATOR, where, whereAsUser } from "./aws";
import { arnOf, covered, coveredRepository, DIGEST, finding, onEcs, onEks } from "./sample";

const REGION = ["--region", "eu-central-1"];
const SAMPLE = ["--organization", resolve("organization.yaml")];
const WORLD = {
  inspector2: {
    ListFindings: ({ filterCriteria }: { filterCriteria?: { vulnerabilityId?: unknown } | undefined }) => ({
      findings: filterCriteria?.vulnerabilityId ? [finding()] : [],
    }),
    GetClustersForImage: () => ({ cluster: [onEcs(), onEks()] }),
  },
};

/** Times of the run, which are not the same twice. */
const timeless = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\d[ T][\d:.]+Z?/g, "TIME");

test("a CVE is told with account, cluster, workload, counts and age", async () => {
  const { status, stdout, stderr } = await whereAsUser(["CVE-2024-3094", ...REGION], WORLD);
  // On a slow machine it says how far it is.
  expect({ status, stderr: stderr.replaceAll(/^read .*\n/gm, "") }).toEqual({ status: 0, stderr: "" });
  expect(timeless(stdout)).toMatchInlineSnapshot(`
   "CVE-2024-3094: 1 image, 1 finding, 2 places where one runs or may run
   asked by account 222222222222 in eu-central-1 at TIME UTC

   severity  exploit  fix  running  stopped  age  account       region        cluster      runs as               image           digest
   CRITICAL  seen     yes  unknown  unknown  2 d  666666666666  eu-west-1     eks reports  data/daily            shop/api:1.4.2  000000010000
   CRITICAL  seen     yes  3        1        5 h  444444444444  eu-central-1  ecs shop     api:42 (service:api)  shop/api:1.4.2  000000010000

   Good to know
     unknown: Inspector does not say whether it runs, as with images for several architectures; take it for running
     age: 1 row last seen in use more than 36 hours ago; Inspector looks every 24
   "
  `);
});

test("accounts are named and regions chosen by the organization's file", async () => {
  const { status, stdout, calls } = await where(["CVE-2024-3094", ...SAMPLE], WORLD);
  expect(status).toBe(0);
  expect(stdout).toContain("asked by account 222222222222 in eu-central-1, eu-west-1 at ");
  expect(stdout).toContain("shop-prod 444444444444");
  expect(calls.inspector2.filter(({ operation }) => operation === "ListFindings")).toHaveLength(4);
});

test("Inspector is asked for exactly the images", async () => {
  const { calls } = await where(["cve-2024-3094", ...REGION], WORLD);
  expect(calls.inspector2.map(({ operation }) => operation)).toEqual([
    "ListFindings",
    "ListFindings",
    "ListCoverageStatistics",
    "ListCoverageStatistics",
    "GetClustersForImage",
  ]);
  expect(calls.inspector2.map(({ input }) => input)).toMatchInlineSnapshot(`
   [
     {
       "filterCriteria": {
         "findingStatus": [
           {
             "comparison": "EQUALS",
             "value": "ACTIVE",
           },
           {
             "comparison": "EQUALS",
             "value": "SUPPRESSED",
           },
         ],
         "resourceType": [
           {
             "comparison": "EQUALS",
             "value": "AWS_ECR_CONTAINER_IMAGE",
           },
         ],
         "vulnerabilityId": [
           {
             "comparison": "EQUALS",
             "value": "CVE-2024-3094",
           },
         ],
       },
       "maxResults": 100,
       "sortCriteria": {
         "field": "SEVERITY",
         "sortOrder": "DESC",
       },
     },
     {
       "filterCriteria": {
         "findingStatus": [
           {
             "comparison": "EQUALS",
             "value": "ACTIVE",
           },
           {
             "comparison": "EQUALS",
             "value": "SUPPRESSED",
           },
         ],
         "relatedVulnerabilities": [
           {
             "comparison": "EQUALS",
             "value": "CVE-2024-3094",
           },
         ],
         "resourceType": [
           {
             "comparison": "EQUALS",
             "value": "AWS_ECR_CONTAINER_IMAGE",
           },
         ],
       },
       "maxResults": 100,
       "sortCriteria": {
         "field": "SEVERITY",
         "sortOrder": "DESC",
       },
     },
     {
       "filterCriteria": {
         "resourceType": [
           {
             "comparison": "EQUALS",
             "value": "AWS_ECR_CONTAINER_IMAGE",
           },
         ],
       },
     },
     {
       "filterCriteria": {
         "ecrImageInUseCount": [
           {
             "lowerInclusive": 1,
           },
         ],
         "resourceType": [
           {
             "comparison": "EQUALS",
             "value": "AWS_ECR_CONTAINER_IMAGE",
           },
         ],
         "scanStatusCode": [
           {
             "comparison": "EQUALS",
             "value": "INACTIVE",
           },
         ],
         "scanStatusReason": [
           {
             "comparison": "NOT_EQUALS",
             "value": "SCAN_FREQUENCY_SCAN_ON_PUSH",
           },
         ],
       },
     },
     {
       "filter": {
         "resourceId": "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api/sha256:0000000100000001000000010000000100000001000000010000000100000001",
       },
       "maxResults": 100,
     },
   ]
  `);
});

test("a package is asked for by its name", async () => {
  const { calls } = await where(["pkg:xz-utils", ...REGION]);
  expect(calls.inspector2[0]?.input).toMatchObject({
    filterCriteria: { vulnerablePackages: [{ name: { comparison: "EQUALS", value: "xz-utils" } }] },
  });
});

test("--json tells everything, with unknown where nobody knows", async () => {
  const { status, stdout } = await where(["CVE-2024-3094", "--json", ...SAMPLE, ...REGION], WORLD);
  expect(status).toBe(0);
  const data = JSON.parse(stdout) as { rows: { ageSeconds: number }[] };
  expect(data).toEqual({
    query: "CVE-2024-3094",
    asked: { account: ADMINISTRATOR, regions: ["eu-central-1"], at: expect.any(String) as string },
    complete: true,
    findings: 1,
    images: 1,
    cut: false,
    unscannedInUse: 0,
    problems: [],
    rows: [
      {
        severity: "CRITICAL",
        exploit: "SEEN",
        fix: "YES",
        vulnerability: "CVE-2024-3094",
        findings: 1,
        image: {
          arn: arnOf(DIGEST),
          account: "333333333333",
          region: "eu-central-1",
          repository: "shop/api",
          digest: DIGEST,
          tags: ["1.4.2"],
        },
        account: { id: "666666666666", key: "data" },
        cluster: {
          arn: "arn:aws:eks:eu-west-1:666666666666:cluster/reports",
          type: "eks",
          name: "reports",
        },
        workload: { namespace: "data", workloads: [{ type: "Deployment", name: "daily" }] },
        running: "unknown",
        stopped: "unknown",
        lastInUseAt: expect.any(String) as string,
        ageSeconds: expect.any(Number) as number,
      },
      expect.objectContaining({ running: 3, stopped: 1 }),
    ],
  });
  expect(data.rows.map(({ ageSeconds }) => Math.floor(ageSeconds / 3_600))).toEqual([60, 5]);
});

test("nothing found is an answer", async () => {
  const { status, stdout } = await where(["CVE-2024-3094", ...REGION]);
  expect(status).toBe(0);
  expect(timeless(stdout)).toBe(
    "CVE-2024-3094: no image found\nasked by account 222222222222 in eu-central-1 at TIME UTC\n",
  );
});

describe("images in use that are no longer scanned", () => {
  const inspector2 = { ListCoverageStatistics: () => ({ totalCounts: 7 }) };

  test.each([["CVE-2024-3094"], ["pkg:xz-utils"]])("leave the answer to %s incomplete", async (query) => {
    const { status, stdout } = await where([query, ...REGION], { inspector2 });
    expect(status).toBe(2);
    expect(stdout).toContain(
      "Not complete\n  inspector: does not scan 7 images in use: whether they are affected is unknown; look for the reason in the coverage of Inspector, and let inspector.rescan last as long as images run [images-not-scanned]\n",
    );
    const { stdout: data } = await where([query, "--json", ...REGION], { inspector2 });
    expect(JSON.parse(data)).toMatchObject({
      complete: false,
      unscannedInUse: 7,
      problems: [{ code: "images-not-scanned" }],
    });
  });

  test("take nothing from what is told of another image", async () => {
    const { status, stdout } = await where([DIGEST, "--json", ...REGION], {
      inspector2: {
        ...inspector2,
        ListCoverage: ({ filterCriteria }) => ({
          coveredResources: JSON.stringify(filterCriteria).includes("AWS_ECR_REPOSITORY")
            ? [coveredRepository()]
            : [covered(DIGEST)],
        }),
      },
    });
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ complete: true, images: 1, unscannedInUse: 7 });
  });
});

test("--region may be repeated, and the same one twice is one", async () => {
  const { status, stdout } = await where(["xz", ...REGION, "--region", "eu-west-1", ...REGION]);
  expect(status).toBe(0);
  expect(stdout).toContain(" in eu-central-1, eu-west-1 at ");
});

test("the help tells the exit codes", async () => {
  const { status, stdout } = await where(["--help"]);
  expect(status).toBe(0);
  expect(stdout.slice(stdout.indexOf("Exit codes"))).toBe(`Exit codes
  0   the answer is complete, whether or not anything was found
  1   a mistake in the file or the environment: credentials, permissions, no such image
  2   the answer is unknown or not complete: basic scanning, images not scanned, throttled, time limit, rows cut
  64  a mistake in the command line
`);
});
