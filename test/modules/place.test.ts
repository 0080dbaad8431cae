import { readdirSync } from "node:fs";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { type Partition } from "../../aws";
import { placeProblems } from "../../modules/checks";
import { SecurityHubAggregation } from "../../modules/organization";
import { ImagePipeline } from "../../modules/pipeline";
import { ImageRegistry, ImageRepository } from "../../modules/registry";
import { problemsOf, stackRejectionOf } from "../support/rejection";
import { synthStack } from "../support/synth";
import { COMPLETE } from "./pipeline/fixture";
import { ANYWHERE, CONSTRUCTS, HERE, type Place, WRITTEN_OUT } from "./places";

test("the table has every construct of the modules", async () => {
  const folders = readdirSync("modules", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const modules = await Promise.all(
    folders.map(({ name }) => import(`../../modules/${name}`) as Promise<Record<string, unknown>>),
  );
  const isConstruct = (value: unknown) => typeof value === "function" && value.prototype instanceof Construct;
  const names = modules.flatMap((module) => Object.keys(module).filter((name) => isConstruct(module[name])));
  expect(names.sort()).toEqual([...Object.keys(CONSTRUCTS), ...ANYWHERE].sort());
});

const asking = (what: string) =>
  Object.entries(CONSTRUCTS).flatMap(([name, [asks, build]]) =>
    [...what].every((one) => asks.includes(one)) ? [[name, build] as const] : [],
  );
const refused = (build: (stack: TerraformStack, place: Place) => Construct, place: Partial<Place>) =>
  stackRejectionOf((stack) => build(stack, { ...HERE, ...place }));

test.each(asking(""))("%s is accepted where it is right", (_, build) => {
  expect(() => synthStack((stack) => build(stack, HERE))).not.toThrow();
});

test.each(asking("a"))("%s refuses what is no account", (_, build) => {
  const elsewhere = () => synthStack((stack) => build(stack, { ...HERE, accountId: "3333" }));
  expect(problemsOf(elsewhere).map(({ code }) => code)).toContain("invalid-account-id");
});

test.each(asking("r"))("%s refuses what is no region", (_, build) => {
  expect(refused(build, { region: "eu-centrl-1" })).toContain(
    'test/it: "eu-centrl-1" is not a region; allowed: an AWS region, e.g. eu-central-1 [invalid-region]',
  );
});

test.each(asking("p"))("%s refuses what is no partition", (_, build) => {
  expect(refused(build, { partition: "aws-eu" as Partition })).toContain(
    'test/it: "aws-eu" is not a partition; allowed: aws, aws-us-gov, aws-cn [invalid-partition]',
  );
});

test.each(asking("rp"))("%s refuses a region of another partition", (_, build) => {
  expect(refused(build, { partition: "aws-cn" })).toContain(
    "test/it: eu-central-1 is a region of the partition aws, not aws-cn; change the region or the partition [region-of-other-partition]",
  );
});

test("an imported repository is checked, too", () => {
  synthStack((stack) => {
    const place = { ...HERE, name: "api", region: "mars" };
    expect(
      problemsOf(() => ImageRepository.fromAttributes(stack, "it", place)).map(({ code }) => code),
    ).toEqual(["invalid-region"]);
  });
});

test.each([
  ["ImageRegistry", { replicaOf: { accountId: "333333333333", region: "cn-north-1" } }],
  ["ImageRepository", { replicaOf: { accountId: "333333333333", region: "cn-north-1" } }],
])("%s is no replica of a registry in another partition", (name, props) => {
  const codes = problemsOf(() =>
    synthStack((stack) =>
      name === "ImageRegistry"
        ? new ImageRegistry(stack, "it", { ...HERE, ...props })
        : new ImageRepository(stack, "it", { ...HERE, name: "api", ...props }),
    ),
  ).map(({ code }) => code);
  expect(codes).toEqual(["region-of-other-partition"]);
});

test("nothing is replicated to what is no region", () => {
  const build = (stack: TerraformStack) =>
    new ImageRegistry(stack, "it", { ...HERE, replication: { regions: ["eu-wst-1"] } });
  expect(stackRejectionOf(build)).toEqual([
    'test/it: "eu-wst-1" is not a region; allowed: an AWS region, e.g. eu-central-1 [invalid-region]',
  ]);
});

test("no pipeline deploys to what is no region", () => {
  const [target] = COMPLETE.deploy;
  if (!target) throw new RangeError("the fixture deploys nowhere");
  const deploy = [{ ...target, region: "us-est-1" }];
  expect(stackRejectionOf((stack) => new ImagePipeline(stack, "it", { ...COMPLETE, deploy }))).toEqual([
    'test/it: deploy[0].region is "us-est-1"; allowed: an AWS region, e.g. eu-central-1 [invalid-region]',
  ]);
});

test("no region is linked that is none, nor one of another partition", () => {
  const build = (stack: TerraformStack) =>
    new SecurityHubAggregation(stack, "it", {
      accountId: HERE.accountId,
      partition: "aws",
      homeRegion: "eu-central-1",
      linkedRegions: ["eu-west-1", "mars", "cn-north-1"],
      standards: [],
      rootId: "r-ex4m",
    });
  expect(problemsOf(() => synthStack(build)).map(({ code }) => code)).toEqual([
    "invalid-region",
    "region-of-other-partition",
  ]);
});

test("what is only known at apply is not looked at", () => {
  synthStack((stack) => {
    const { stringValue } = new TerraformVariable(stack, "place", { type: "string" });
    expect(
      placeProblems("it", { accountId: stringValue, region: stringValue, partition: stringValue }),
    ).toEqual([]);
    expect(placeProblems("it", { ...HERE, region: stringValue, partition: "aws-cn" })).toEqual([]);
    expect(placeProblems("it", { ...HERE, partition: stringValue })).toEqual([]);
    expect(placeProblems("it", {})).toEqual([]);
  });
});

const late = asking("r").filter(([name]) => !WRITTEN_OUT.includes(name));

test.each(late)("%s takes a region that is only known at apply", (_, build) => {
  expect(() =>
    synthStack((stack) => {
      const { stringValue } = new TerraformVariable(stack, "region", { type: "string" });
      build(stack, { ...HERE, region: stringValue });
    }),
  ).not.toThrow();
});
