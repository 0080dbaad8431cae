import { readdirSync } from "node:fs";
import { type TerraformStack, TerraformVariable } from "cdktf";
import { Construct } from "constructs";
import { type Partition } from "../../aws";
import { placeProblems } from "../../modules/checks";
import { functionZip, LambdaFunction } from "../../modules/function";
import { CustomerManagedKey } from "../../modules/kms";
import {
  FindingNotifications,
  Guardrails,
  SecurityHubAggregation,
  SecurityHubHub,
} from "../../modules/organization";
import { EcsDeployRole, EksDeployRole, ImagePipeline } from "../../modules/pipeline";
import {
  ImageRegistry,
  ImageRepository,
  PullThroughCache,
  PullTimeExclusions,
  RegistryNetwork,
  RegistryNotifications,
} from "../../modules/registry";
import {
  ClusterRuntimeMonitoring,
  EcsImageVerification,
  EksImageVerification,
  GuardDutyEndpoint,
  RuntimeMonitoring,
} from "../../modules/runtime";
import {
  Inspector,
  InspectorOrganization,
  InspectorRescanDuration,
  RegistryScanning,
} from "../../modules/scanning";
import { ManagedSigning, SigningProfile, SigningWatch } from "../../modules/signing";
import { problemsOf, stackRejectionOf } from "../support/rejection";
import { synthStack } from "../support/synth";
import { COMPLETE, ECS_ROLE, EKS_ROLE } from "./pipeline/fixture";
import { NETWORK } from "./registry/support";

const HERE = { accountId: "333333333333", region: "eu-central-1", partition: "aws" as Partition };
type Place = typeof HERE;
const CLUSTER = { clusterName: "shop", mode: "block", repositoryArns: [] } as const;
const OFF = { ecs: "off", eks: "off", ec2: false } as const;
const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_0123abcd";

/** Every construct that asks where it is, and what of it: the account, the region, the partition. */
const CONSTRUCTS: Readonly<
  Record<string, readonly [asks: string, build: (stack: TerraformStack, place: Place) => Construct]>
> = {
  ClusterRuntimeMonitoring: [
    "arp",
    (stack, place) =>
      new ClusterRuntimeMonitoring(stack, "it", {
        ...place,
        type: "ecs",
        clusterName: "shop",
        coverage: "all",
        monitored: true,
      }),
  ],
  CustomerManagedKey: [
    "ap",
    (stack, place) => new CustomerManagedKey(stack, "it", { ...place, description: "", alias: "alias/a" }),
  ],
  EcsDeployRole: ["arp", (stack, place) => new EcsDeployRole(stack, "it", { ...ECS_ROLE, ...place })],
  EcsImageVerification: [
    "arp",
    (stack, place) => new EcsImageVerification(stack, "it", { ...CLUSTER, ...place }),
  ],
  EksDeployRole: ["arp", (stack, place) => new EksDeployRole(stack, "it", { ...EKS_ROLE, ...place })],
  EksImageVerification: [
    "arp",
    (stack, place) => new EksImageVerification(stack, "it", { ...CLUSTER, engine: "kyverno", ...place }),
  ],
  FindingNotifications: [
    "arp",
    (stack, place) => new FindingNotifications(stack, "it", { ...place, high: "security@example.com" }),
  ],
  GuardDutyEndpoint: ["rp", (stack, place) => new GuardDutyEndpoint(stack, "it", { ...NETWORK, ...place })],
  Guardrails: [
    "p",
    (stack, { partition }) =>
      new Guardrails(stack, "it", {
        partition,
        organizationId: "o-exampleorg1",
        targets: [{ name: "production", id: "ou-ex4m-prod0001" }],
        exemptRoleArns: [`arn:${partition}:iam::*:role/deployment`],
      }),
  ],
  ImagePipeline: [
    "arp",
    (stack, place) => new ImagePipeline(stack, "it", { ...COMPLETE, deploy: [], ...place }),
  ],
  ImageRegistry: ["arp", (stack, place) => new ImageRegistry(stack, "it", place)],
  ImageRepository: ["arp", (stack, place) => new ImageRepository(stack, "it", { ...place, name: "api" })],
  Inspector: ["ar", (stack, place) => new Inspector(stack, "it", { ...place, resourceTypes: ["ecr"] })],
  InspectorOrganization: [
    "ar",
    (stack, place) =>
      new InspectorOrganization(stack, "it", { ...place, autoEnable: ["ecr"], memberAccountIds: [] }),
  ],
  InspectorRescanDuration: [
    "arp",
    (stack, place) => new InspectorRescanDuration(stack, "it", { ...place, rescanDuration: "LIFETIME" }),
  ],
  LambdaFunction: [
    "arp",
    (stack, place) =>
      new LambdaFunction(stack, "it", {
        ...place,
        name: "watch",
        description: "",
        zip: functionZip("inspector-rescan-duration"),
      }),
  ],
  ManagedSigning: [
    "ar",
    (stack, place) =>
      new ManagedSigning(stack, "it", {
        ...place,
        rules: [{ profileArn: PROFILE.replace("eu-central-1", place.region), repositories: ["shop/api"] }],
      }),
  ],
  PullThroughCache: [
    "arp",
    (stack, place) => new PullThroughCache(stack, "it", { ...place, upstream: "quay" }),
  ],
  PullTimeExclusions: [
    "p",
    (stack, { partition }) =>
      new PullTimeExclusions(stack, "it", {
        partition,
        roleArns: [`arn:${partition}:iam::333333333333:role/scanner`],
      }),
  ],
  RegistryNetwork: ["arp", (stack, place) => new RegistryNetwork(stack, "it", { ...NETWORK, ...place })],
  RegistryNotifications: [
    "arp",
    (stack, place) => new RegistryNotifications(stack, "it", { ...place, email: "registry@example.com" }),
  ],
  RegistryScanning: ["ar", (stack, place) => new RegistryScanning(stack, "it", { ...place, mode: "basic" })],
  RuntimeMonitoring: [
    "ar",
    (stack, place) => new RuntimeMonitoring(stack, "it", { ...place, coverage: OFF }),
  ],
  SecurityHubAggregation: [
    "arp",
    (stack, { region, ...place }) =>
      new SecurityHubAggregation(stack, "it", {
        ...place,
        homeRegion: region,
        linkedRegions: [],
        standards: [],
        rootId: "r-ex4m",
      }),
  ],
  SecurityHubHub: ["ar", (stack, place) => new SecurityHubHub(stack, "it", place)],
  SigningProfile: ["arp", (stack, place) => new SigningProfile(stack, "it", { ...place, name: "release" })],
  SigningWatch: [
    "arp",
    (stack, place) =>
      new SigningWatch(stack, "it", {
        ...place,
        signing: new ManagedSigning(stack, "signing", {
          ...HERE,
          rules: [{ profileArn: PROFILE, repositories: ["shop/api"] }],
        }),
      }),
  ],
};

/** Constructs that are the same everywhere. */
const ANYWHERE = [
  "DeadLetters",
  "DelegatedAdministrators",
  "EventQueue",
  "GuardDutyDetector",
  "Role",
  "TrustedAccess",
  "UpstreamCredential",
];

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

test.each(asking("r"))("%s takes a region that is only known at apply", (_, build) => {
  expect(() =>
    synthStack((stack) => {
      const { stringValue } = new TerraformVariable(stack, "region", { type: "string" });
      build(stack, { ...HERE, region: stringValue });
    }),
  ).not.toThrow();
});
