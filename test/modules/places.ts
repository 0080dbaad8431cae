import { type Construct } from "constructs";
import { type Partition } from "../../aws";
import { functionZip, LambdaFunction } from "../../modules/function";
import { CustomerManagedKey } from "../../modules/kms";
import {
  AlarmNotifications,
  DelegatedAdministrators,
  FindingForwarding,
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
  RepositoryCreationTemplate,
  UpstreamCredential,
} from "../../modules/registry";
import {
  ClusterRuntimeMonitoring,
  EcsImageVerification,
  EksImageVerification,
  GuardDutyDetector,
  GuardDutyEndpoint,
  RuntimeMonitoring,
} from "../../modules/runtime";
import {
  BasicScanFindings,
  Inspector,
  InspectorOrganization,
  InspectorRescanDuration,
  InspectorSuppression,
  RegistryScanning,
} from "../../modules/scanning";
import { ManagedSigning, SigningBackfill, SigningProfile, SigningWatch } from "../../modules/signing";
import { COMPLETE, ECS_ROLE, EKS_ROLE } from "./pipeline/fixture";
import { NETWORK } from "./registry/support";

export const HERE = { accountId: "333333333333", region: "eu-central-1", partition: "aws" as Partition };
export type Place = typeof HERE;
const CLUSTER = { clusterName: "shop", mode: "block", repositoryArns: [] } as const;
const NO_CLUSTERS = {
  clusters: {},
  trustPolicy: { version: "1.0", trustPolicies: [] },
  repositoryArns: [],
} as const;
const OFF = { ecs: "off", eks: "off", ec2: false } as const;
const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_0123abcd";

const managedSigning = (stack: Construct) =>
  new ManagedSigning(stack, "signing", {
    ...HERE,
    rules: [{ profileArn: PROFILE, repositories: ["shop/api"] }],
  });

/** Every construct that asks where it is, and what of it: the account, the region, the partition. */
export const CONSTRUCTS: Readonly<
  Record<string, readonly [asks: string, build: (scope: Construct, place: Place) => Construct]>
> = {
  BasicScanFindings: ["arp", (stack, place) => new BasicScanFindings(stack, "it", place)],
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
  DelegatedAdministrators: [
    "ar",
    (stack, place) =>
      new DelegatedAdministrators(stack, "it", { ...place, securityAccountId: "222222222222" }),
  ],
  EcsDeployRole: [
    "arp",
    (stack, place) =>
      new EcsDeployRole(stack, "it", {
        ...ECS_ROLE,
        ...place,
        taskRoleArns: [`arn:${place.partition}:iam::${place.accountId}:role/api-task`],
      }),
  ],
  EcsImageVerification: [
    "arp",
    (stack, place) => new EcsImageVerification(stack, "it", { ...NO_CLUSTERS, ...place }),
  ],
  EksDeployRole: ["arp", (stack, place) => new EksDeployRole(stack, "it", { ...EKS_ROLE, ...place })],
  EksImageVerification: [
    "arp",
    (stack, place) => new EksImageVerification(stack, "it", { ...CLUSTER, engine: "kyverno", ...place }),
  ],
  AlarmNotifications: [
    "arp",
    (stack, place) => new AlarmNotifications(stack, "it", { ...place, email: "security@example.com" }),
  ],
  FindingForwarding: [
    "arp",
    (stack, place) => new FindingForwarding(stack, "it", { ...place, homeRegion: "eu-west-1" }),
  ],
  FindingNotifications: [
    "arp",
    (stack, place) => new FindingNotifications(stack, "it", { ...place, high: "security@example.com" }),
  ],
  GuardDutyDetector: ["ar", (stack, place) => new GuardDutyDetector(stack, "it", place)],
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
  InspectorSuppression: [
    "ar",
    (stack, place) =>
      new InspectorSuppression(stack, "it", {
        ...place,
        name: "xz-not-linked",
        vulnerabilities: ["CVE-2024-3094"],
        reason: "Nothing links it",
        owner: "platform@example.com",
        expires: "2026-03-31",
        today: "2026-03-10",
      }),
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
  RepositoryCreationTemplate: [
    "arp",
    (stack, place) =>
      new RepositoryCreationTemplate(stack, "it", { ...place, prefix: "shop", appliedFor: ["REPLICATION"] }),
  ],
  PullTimeExclusions: [
    "arp",
    (stack, place) =>
      new PullTimeExclusions(stack, "it", {
        ...place,
        roleArns: [`arn:${place.partition}:iam::333333333333:role/scanner`],
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
  SigningBackfill: [
    "arp",
    (stack, place) =>
      new SigningBackfill(stack, "it", {
        ...place,
        signing: managedSigning(stack),
        assumers: [`arn:${place.partition}:iam::${HERE.accountId}:role/platform/signing`],
      }),
  ],
  SigningProfile: ["arp", (stack, place) => new SigningProfile(stack, "it", { ...place, name: "release" })],
  SigningWatch: [
    "arp",
    (stack, place) =>
      new SigningWatch(stack, "it", {
        ...place,
        signing: managedSigning(stack),
      }),
  ],
  UpstreamCredential: [
    "ar",
    (stack, place) => new UpstreamCredential(stack, "it", { ...place, prefix: "docker-hub", version: 1 }),
  ],
};

/** Constructs that are the same everywhere. */
/** Those whose region lies in a file of the stack, which is there before Terraform resolves anything. */
export const WRITTEN_OUT = ["EcsImageVerification"];

export const ANYWHERE = [
  "DeadLetters",
  "EventQueue",
  "ExistingRole",
  "ForgottenSigningProfile",
  "RepositoryEvents",
  "Role",
  "TrustedAccess",
  "WorkQueue",
];
