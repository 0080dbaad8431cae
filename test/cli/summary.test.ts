import { formatSummary, summarize } from "../../cli";
import { parseOrganization } from "../../config";
import { generateOrganization } from "../../organizations/large";
import { plan } from "../../plan";

/** The summary of an organization whose stacks hold one resource of the registry each. */
function summaryOf(accounts: number, regions: number) {
  const organization = parseOrganization(
    generateOrganization({ accounts, regions, repositories: 1 }),
    "organization.yaml",
  );
  const terraform = {
    resource: { aws_thing: { one: { "//": { metadata: { path: "stack/registry/one" } } } } },
  };
  return summarize(
    organization,
    plan(organization).map((deployment) => ({ deployment, terraform })),
  );
}

test("every account of the file is listed, also one without a stack", () => {
  const organization = parseOrganization(
    `organization: { id: o-exampleorg1, root: r-ex4m, homeRegion: eu-central-1, regions: [eu-central-1] }
accounts:
  management: { id: "111111111111", role: management }
  security: { id: "222222222222", role: security }
  images: { id: "333333333333", role: [registry, pipeline] }
  spare: { id: "444444444444", role: workload }
`,
    "organization.yaml",
  );
  const { accounts } = summarize(
    organization,
    plan(organization).map((deployment) => ({ deployment, terraform: {} })),
  );
  expect(accounts.slice(2)).toEqual([
    { key: "images", id: "333333333333", role: ["registry", "pipeline"], stacks: 1 },
    { key: "spare", id: "444444444444", role: ["workload"], stacks: 0 },
  ]);
});

test("up to forty accounts and stacks are listed", () => {
  const text = formatSummary(summaryOf(36, 1));
  expect(text).toContain("\nteam-32     700000000035  workload            1\n");
  expect(text).toContain("\n36 stacks in deploy order\n");
});

test("of more stacks the totals of each layer are shown", () => {
  const text = formatSummary(summaryOf(30, 2));
  expect(text).toContain("\nteam-26     700000000029  workload            2\n");
  expect(text).toContain(`
59 stacks by layer
layer         stacks  accounts  resources
organization  2       1         2
workload      54      27        54
security      2       1         2
registry      1       1         1
`);
});

test("of more accounts the totals of each role are shown", () => {
  expect(formatSummary(summaryOf(41, 1)))
    .toBe(`Organization o-exampleorg1: 41 accounts, 1 region (eu-central-1)

41 accounts by role; one may play several
role        accounts
management  1
security    1
registry    1
pipeline    1
workload    38

41 stacks by layer
layer         stacks  accounts  resources
organization  1       1         1
workload      38      38        38
security      1       1         1
registry      1       1         1

41 resources by module
module    resources
registry  41`);
});

test("numbers are written in one form, in sentences and in tables", () => {
  const summary = summaryOf(41, 1);
  const [first, ...others] = summary.stacks;
  if (!first) throw new Error("there is no stack");
  const stacks = [{ ...first, resources: 2310 }, ...others];
  const text = formatSummary({ ...summary, stacks, resources: { registry: 3530 } });
  expect(text).toContain(`\n${first.layer}  1       1         2,310\n`);
  expect(text).toContain("\n3,530 resources by module\nmodule    resources\nregistry  3,530");
  const listed = formatSummary({ ...summaryOf(4, 1), stacks: [{ ...first, resources: 2310 }] });
  expect(listed).toMatch(/ organization {2}2,310 +-\n/);
});

test.each([
  [5, "5 regions (r1, r2, r3, r4, r5)"],
  [6, "6 regions (r1, r2, r3, r4, r5 and 1 more)"],
  [17, "17 regions (r1, r2, r3, r4, r5 and 12 more)"],
])("of %d regions the first line names five at most", (number, text) => {
  const regions = Array.from({ length: number }, (_, index) => `r${String(index + 1)}`);
  const [first] = formatSummary({ ...summaryOf(4, 1), regions }).split("\n");
  expect(first).toBe(`Organization o-exampleorg1: 4 accounts, ${text}`);
});
