import fc from "fast-check";
import {
  CONTAINER_SIGNING_REGIONS,
  hasRuntimeMonitoring,
  OPT_IN_REGIONS,
  type Partition,
  partitionOf,
  REGIONS,
  REGIONS_WITHOUT_INSPECTOR,
} from "../../aws";
import { type Organization, organizationSchema } from "../../config";
import { accountId, COMPLETE_REGIONS } from "../../organizations/large";

const roles = ["registry", "pipeline", "workload"] as const;

const cluster = fc.record({
  type: fc.constantFrom("ecs" as const, "eks" as const),
  signatures: fc.constantFrom("block", "alert", "off"),
  engine: fc.constantFrom("kyverno", "gatekeeper"),
  monitored: fc.option(fc.boolean(), { nil: undefined }),
  region: fc.nat(),
});

const repository = fc.record({
  pull: fc.option(fc.array(fc.nat(), { minLength: 1, maxLength: 3 }), { nil: undefined }),
  lambdaPull: fc.option(fc.nat(), { nil: undefined }),
  push: fc.option(fc.nat(), { nil: undefined }),
  encryption: fc.constantFrom("aes256", "kms", "key", undefined),
  releases: fc.option(fc.integer({ min: 1, max: 1000 }), { nil: undefined }),
  keeping: fc.record({ archive: fc.boolean(), protect: fc.boolean() }),
  mutable: fc.boolean(),
});

const pipeline = fc.record({
  image: fc.nat(),
  account: fc.nat(),
  approval: fc.boolean(),
  targets: fc.array(fc.nat(), { maxLength: 3 }),
});

const shape = fc.record({
  partition: fc.constantFrom<Partition>("aws", "aws", "aws", "aws-us-gov", "aws-cn"),
  regions: fc.uniqueArray(fc.nat({ max: 97 }), { minLength: 1, maxLength: 4 }),
  registryPlays: fc.subarray([...roles.slice(1)]),
  securityWorks: fc.boolean(),
  builders: fc.integer({ min: 0, max: 2 }),
  workloads: fc.array(fc.record({ clusters: fc.array(cluster, { maxLength: 3 }), network: fc.boolean() }), {
    maxLength: 5,
  }),
  profiles: fc.uniqueArray(fc.constantFrom("release", "nightly", "base", "hot-fix"), { maxLength: 4 }),
  repositories: fc.array(repository, { maxLength: 6 }),
  pipelines: fc.array(pipeline, { maxLength: 4 }),
  replicas: fc.nat({ max: 3 }),
  caches: fc.subarray(["ecr-public", "kubernetes", "quay", "docker-hub", "azure"]),
  coverage: fc.record({
    ecs: fc.constantFrom("all", "selected", "off"),
    eks: fc.constantFrom("all", "selected", "off"),
  }),
  basic: fc.boolean(),
  rescan: fc.boolean(),
  guardrails: fc.subarray(["root", "production", "images"]),
  backend: fc.constantFrom("local", "s3", "hcp-terraform"),
});

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

const pick = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new RangeError("nothing to pick from");
  return found;
};

/** Random valid organizations, as the file's reader hands them on. */
export function organizations(): fc.Arbitrary<Organization> {
  return drafts().map((draft) => organizationSchema.parse(draft));
}

/** What stands in the file of a random valid organization. */
export type OrganizationDraft = ReturnType<typeof build>;

/** Random valid organizations, as they stand in a file. */
export function drafts(): fc.Arbitrary<OrganizationDraft> {
  return shape.map(build);
}

function build(shaped: Shape) {
  const { partition } = shaped;
  const unwatched = { ecs: "off", eks: "off" } as const;
  const drawn = hasRuntimeMonitoring(partition) ? shaped : { ...shaped, coverage: unwatched };
  const possible = REGIONS.filter(
    (name) => partitionOf(name) === partition && !REGIONS_WITHOUT_INSPECTOR.has(name),
  );
  const [first = 0, ...others] = drawn.regions;
  const home = pick(
    possible.filter((name) => !OPT_IN_REGIONS.has(name)),
    first,
  );
  const regions = [...new Set([home, ...others.map((index) => pick(possible, index))])];
  const profiles = CONTAINER_SIGNING_REGIONS.has(home) ? drawn.profiles : [];
  const accounts = accountsOf(drawn, regions, profiles.length > 0);
  const keys = Object.keys(accounts);
  const images = accounts["images"]?.id ?? "";
  const repositories = drawn.repositories.map((wanted, index) => [
    `team-${String(index % 2)}/service-${String(index)}`,
    {
      ...(profiles.length > 1 ? { signedBy: pick(profiles, index) } : {}),
      ...(profiles.length > 1 && index % 2 === 1 ? { trustedProfiles: [pick(profiles, index + 1)] } : {}),
      pull: wanted.pull ? [...new Set(wanted.pull.map((at) => pick(keys, at)))] : "organization",
      lambdaPull: wanted.lambdaPull === undefined ? [] : [pick(keys, wanted.lambdaPull)],
      push: wanted.push === undefined ? [] : [{ account: pick(keys, wanted.push), role: "ci/release" }],
      keep: keepOf(wanted),
      encryption:
        wanted.encryption === "key"
          ? { kmsKey: `arn:${partition}:kms:${home}:${images}:key/11111111-2222-3333-4444-555555555555` }
          : wanted.encryption,
      mutableTags: wanted.mutable ? ["latest"] : [],
    },
  ]);
  return {
    organization: {
      id: "o-exampleorg1",
      root: "r-ex4m",
      partition,
      homeRegion: home,
      regions,
      organizationalUnits: { production: "ou-ex4m-prod0001" },
    },
    accounts,
    state: stateOf(drawn.backend),
    signing: { profiles: Object.fromEntries(profiles.map((key, index) => [key, rotatedProfile(index)])) },
    registry: {
      scanning: drawn.basic ? { mode: "basic" } : { continuous: ["team-0/*"] },
      replication: regions.slice(1, 1 + drawn.replicas),
      pullThroughCache: partition === "aws" ? cachesOf(drawn.caches, home, images) : {},
      repositories: Object.fromEntries(repositories),
    },
    pipelines: pipelinesOf(drawn, accounts, home),
    inspector: drawn.basic
      ? { autoEnable: [] }
      : { ...(drawn.rescan ? { rescan: { pushDate: "30 days" } } : {}) },
    guardDuty: drawn.coverage,
    securityHub: { notify: drawn.securityWorks ? { critical: "security@example.com" } : {} },
    guardrails: { attachTo: drawn.guardrails },
  };
}

/** Nothing to rotate, between two generations, and after a rotation. */
function rotatedProfile(index: number) {
  return [
    {},
    { generation: 2, trustedGenerations: [1, { generation: 3, validity: "90 days" }] },
    {
      generation: 2,
      droppedGenerations: [
        { generation: 1, droppedOn: "2026-03-04", reason: "never signed anything", owner: "platform" },
      ],
    },
  ][index % 3];
}

function keepOf({ releases, keeping }: Shape["repositories"][number]) {
  const protectedTags = keeping.protect ? ["v*-lts"] : undefined;
  if (keeping.archive)
    return { archive: { unpulledDays: 180, deleteAfterDays: releases && 90 + releases }, protectedTags };
  return { releases, untaggedDays: 7, ...(releases === undefined ? {} : { protectedTags }) };
}

interface DrawnAccount {
  readonly id: string;
  readonly role: string[];
  readonly clusters?: Record<string, { readonly type: "ecs" | "eks" }>;
  readonly [key: string]: unknown;
}

function accountsOf(drawn: Shape, regions: readonly string[], signed: boolean): Record<string, DrawnAccount> {
  const central: Record<string, DrawnAccount> = {
    management: { id: "111111111111", role: ["management"] },
    security: { id: "222222222222", role: drawn.securityWorks ? ["security", "workload"] : ["security"] },
    images: { id: "333333333333", role: ["registry", ...drawn.registryPlays] },
  };
  for (let index = 0; index < drawn.builders; index++) {
    central[`builds-${String(index)}`] = { id: accountId(900 + index), role: ["pipeline"] };
  }
  const workloads = drawn.workloads.map(({ clusters, network }, index): [string, DrawnAccount] => [
    `team-${String(index)}`,
    {
      id: accountId(index),
      role: ["workload"],
      ...(index % 2 === 0 ? { organizationalUnit: "production" } : {}),
      networks: network
        ? [
            {
              vpc: `vpc-0a1b2c3d4e5f6070${String(index)}`,
              cidr: "10.40.0.0/16",
              subnets: [`subnet-0a1b2c3d4e5f6071${String(index)}`],
              routeTables: [`rtb-0a1b2c3d4e5f6071${String(index)}`],
            },
          ]
        : [],
      clusters: Object.fromEntries(
        clusters.map((wanted, at) => [`cluster-${String(at)}`, clusterOf(wanted, drawn, regions, signed)]),
      ),
    },
  ]);
  return { ...central, ...Object.fromEntries(workloads) };
}

function clusterOf(
  wanted: Shape["workloads"][number]["clusters"][number],
  { coverage }: Shape,
  regions: readonly string[],
  signed: boolean,
) {
  const covered = coverage[wanted.type];
  const impossible =
    wanted.monitored === true ? covered === "off" : wanted.type === "eks" && covered === "all";
  return {
    type: wanted.type,
    region: pick(regions, wanted.region),
    signatures: signed ? wanted.signatures : "off",
    ...(wanted.type === "eks" ? { engine: wanted.engine } : {}),
    ...(wanted.monitored === undefined || impossible ? {} : { runtimeMonitoring: wanted.monitored }),
  };
}

/** Pipelines run where AWS CodeConnections is; the regions of no complete list are left without them. */
function pipelinesOf(drawn: Shape, accounts: Record<string, DrawnAccount>, home: string): unknown {
  const runners = Object.keys(accounts).filter((key) => accounts[key]?.role.includes("pipeline"));
  const connected = COMPLETE_REGIONS.some((name) => name === home) || home === "us-gov-east-1";
  if (runners.length === 0 || drawn.repositories.length === 0 || !connected) return {};
  return Object.fromEntries(
    drawn.pipelines.map((wanted, index) => {
      const image = wanted.image % drawn.repositories.length;
      const pull = drawn.repositories[image]?.pull?.map((at) => pick(Object.keys(accounts), at));
      const clusters = Object.entries(accounts).flatMap(([account, { clusters: own = {} }]) =>
        pull === undefined || pull.includes(account)
          ? Object.entries(own).map(([key, { type }]) => ({ cluster: `${account}/${key}`, type }))
          : [],
      );
      const targets = clusters.length === 0 ? [] : wanted.targets.map((at) => pick(clusters, at));
      return [
        `pipeline-${String(index)}`,
        {
          account: pick(runners, wanted.account),
          source: { github: "example/source" },
          image: `team-${String(image % 2)}/service-${String(image)}`,
          ...(wanted.approval ? { approval: { notify: "release-managers@example.com" } } : {}),
          deploy: [...new Set(targets)].map(({ cluster: reference, type }) => ({
            cluster: reference,
            ...(type === "ecs" ? { service: "api" } : { manifests: ["deploy/api.yaml"] }),
          })),
        },
      ];
    }),
  );
}

function cachesOf(caches: readonly string[], home: string, account: string): Record<string, unknown> {
  const secret = `arn:aws:secretsmanager:${home}:${account}:secret:ecr-pullthroughcache/upstream-AbCdEf`;
  const settings = (name: string) => {
    if (name === "azure") return { credentials: secret, registry: "exampleshop.azurecr.io" };
    return name === "docker-hub" ? { credentials: secret } : {};
  };
  return Object.fromEntries(
    caches.map((name) =>
      // One prefix with a dot and a folder, as registries have them that were set up by hand.
      name === "quay" ? ["quay.io/base", { upstream: "quay" }] : [name, settings(name)],
    ),
  );
}

function stateOf(backend: string): { readonly backend: string; readonly [key: string]: string } {
  if (backend === "s3") return { backend, bucket: "example-terraform-state" };
  return backend === "local" ? { backend } : { backend, organization: "example" };
}
