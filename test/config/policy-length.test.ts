import { ECR_POLICY_LENGTH, hasRuntimeMonitoring, partitionOf } from "../../aws";
import { type Organization, organizationSchema } from "../../config";
import { checkOrganization } from "../../config/checks";
import { synthesized } from "../../organizations/examples";
import { plan } from "../../plan";
import { problemsOf } from "../support/rejection";
import { resourceOf, type SynthesizedStack } from "../support/synth";

type Accounts = Readonly<Record<string, unknown>>;
type Draft = Readonly<Record<string, unknown>> & { readonly accounts?: Accounts };

/** A small organization with something in it so many times, or with names so long. */
function organization(home: string, { accounts = {}, ...rest }: Draft): Organization {
  return organizationSchema.parse({
    organization: {
      id: `o-${"x".repeat(32)}`,
      root: "r-ex4m",
      partition: partitionOf(home),
      homeRegion: home,
      regions: [home],
    },
    accounts: {
      management: { id: "111111111111", role: "management" },
      security: { id: "222222222222", role: "security" },
      images: { id: "333333333333", role: ["registry", "pipeline"] },
      ...accounts,
    },
    guardDuty: hasRuntimeMonitoring(partitionOf(home)) ? {} : { ecs: "off", eks: "off" },
    signing: { profiles: signs(home) ? { release: {} } : {} },
    ...rest,
  });
}

const signs = (home: string) => partitionOf(home) !== "aws-cn";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

function workloads(count: number): Accounts {
  return Object.fromEntries(
    numbers(count).map((index) => [
      `t${String(index)}`,
      { id: String(500_000_000_000 + index), role: "workload" },
    ]),
  );
}

const keys = (count: number) => numbers(count).map((index) => `t${String(index)}`);

/** A pipeline that deploys so many times to one cluster, to services with names so long. */
function deploys(count: number, key: string, type: "ecs" | "eks", serviceLength = 0): Draft {
  const cluster = { type, signatures: "off", name: "c".repeat(type === "ecs" ? 255 : 100) };
  const workload = (index: number) =>
    type === "ecs"
      ? { service: `s${String(index).padStart(serviceLength - 1, "s")}`, taskRoles: ["task", "execution"] }
      : { manifests: ["a.yaml"], namespace: `n${String(index)}` };
  return {
    accounts: { shop: { id: "444444444444", role: "workload", clusters: { c: cluster } } },
    registry: { repositories: { "shop/api": {} } },
    pipelines: {
      [key]: {
        source: { github: "example/api" },
        image: "shop/api",
        deploy: numbers(count).map((index) => ({ cluster: "shop/c", ...workload(index) })),
      },
    },
  };
}

const role = (index: number, length: number) => `${"p".repeat(length)}/r${String(index)}`;

/** What fills each policy, by how many there are of it. */
const FILLINGS: Readonly<Record<string, (count: number, home: string) => Draft>> = {
  "accounts that pull": (count) => ({
    accounts: workloads(count),
    registry: { repositories: { "shop/api": { pull: keys(count) } } },
  }),
  "accounts of functions": (count) => ({
    accounts: workloads(count),
    registry: { repositories: { "shop/api": { lambdaPull: keys(count) } } },
  }),
  "accounts that push, pull and have functions": (count) => ({
    accounts: workloads(count),
    registry: {
      repositories: {
        "shop/api": {
          pull: keys(count),
          lambdaPull: keys(count),
          push: keys(count).map((account) => ({ account, role: "ci" })),
        },
      },
    },
  }),
  "roles of one account that push": (count) => ({
    accounts: workloads(1),
    registry: {
      repositories: {
        "shop/api": { push: numbers(count).map((index) => ({ account: "t0", role: role(index, 60) })) },
      },
    },
  }),
  "roles of one account that push, beside the one that signs after the fact": (count, home) => ({
    ...(signs(home)
      ? {
          signing: {
            profiles: { release: {} },
            backfill: { assumedBy: [{ account: "t0", role: "a" }] },
          },
        }
      : {}),
    accounts: workloads(1),
    registry: {
      repositories: {
        "shop/api": { push: numbers(count).map((index) => ({ account: "t0", role: role(index, 60) })) },
      },
    },
  }),
  "roles that push to the registry": (count) => ({
    accounts: workloads(1),
    registry: {
      repositories: Object.fromEntries(
        numbers(count).map((index) => [
          `a${String(index)}`,
          { push: [{ account: "t0", role: role(index, 60) }] },
        ]),
      ),
    },
  }),
  "roles that push next to caches": (count, home) => ({
    accounts: workloads(1),
    registry: {
      pullThroughCache:
        partitionOf(home) === "aws"
          ? Object.fromEntries(
              numbers(50).map((index) => [`c${String(index).padStart(29, "0")}`, { upstream: "quay" }]),
            )
          : {},
      repositories: Object.fromEntries(
        numbers(count).map((index) => [
          `a${String(index)}`,
          { push: [{ account: "t0", role: role(index, 20) }] },
        ]),
      ),
    },
  }),
  "accounts that import": (count, home) => ({
    accounts: workloads(count),
    registry: {
      pullThroughCache:
        partitionOf(home) === "aws" ? { quay: { import: keys(count) }, kubernetes: { import: ["t0"] } } : {},
      repositories: { a0: { pull: keys(partitionOf(home) === "aws" ? 1 : count) } },
    },
  }),
  "accounts that verify": (count) => ({
    accounts: workloads(count),
    registry: { repositories: { a0: { verify: keys(count) } } },
  }),
  "roles that verify": (count) => ({
    accounts: workloads(count),
    registry: {
      repositories: {
        a0: { verify: keys(count).map((account, index) => ({ account, role: role(index, 60) })) },
      },
    },
  }),
  "caches with importers of their own": (count, home) => ({
    accounts: workloads(count + 1),
    registry:
      partitionOf(home) === "aws"
        ? {
            pullThroughCache: Object.fromEntries(
              numbers(count).map((index) => [
                `c${String(index)}`,
                { upstream: "quay", import: keys(count + 1).slice(index, index + 2) },
              ]),
            ),
          }
        : { repositories: { a0: { pull: keys(count) } } },
  }),
  "accounts whose caches copy": (count, home) => ({
    accounts: workloads(count),
    registry: {
      repositories: {
        a0: partitionOf(home) === "aws" ? { downstreams: keys(count) } : { pull: keys(count) },
      },
    },
  }),
  "accounts whose caches copy from many repositories": (count, home) => ({
    accounts: workloads(count),
    registry: {
      repositories: Object.fromEntries(
        keys(count).map((key, index) => [
          `a${String(index)}`,
          partitionOf(home) === "aws"
            ? { downstreams: [key] }
            : { push: [{ account: key, role: role(0, 60) }] },
        ]),
      ),
    },
  }),
  "roles that no guardrail binds": (count, home) => ({
    accounts: Object.fromEntries(
      numbers(count).map((index) => {
        const id = String(500_000_000_000 + index);
        const deploymentRole = `arn:${partitionOf(home)}:iam::${id}:role/deploy`;
        return [`t${String(index)}`, { id, role: "workload", deploymentRole }];
      }),
    ),
    guardrails: {
      attachTo: ["root"],
      exemptRoles: [`arn:${partitionOf(home)}:iam::500000000000:role/break-glass`],
    },
  }),
};

/** What fills the policies of deploy roles; there are no pipelines in China. */
const DEPLOYMENTS: typeof FILLINGS = {
  "services of a pipeline with a short name": (count) => deploys(count, "p", "ecs", 255),
  "services of a pipeline with a long name": (count) => deploys(count, "p".repeat(40), "ecs"),
  "namespaces of a pipeline": (count) => deploys(count, "p".repeat(20), "eks"),
};

/** The most that every check of the file takes. */
function most(limit: number, accepted: (count: number) => boolean): number {
  let low = 1;
  let high = limit;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (accepted(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

const CASES = ["ap-southeast-2", "us-gov-east-1", "cn-northwest-1"].flatMap((home) => [
  ...Object.entries(FILLINGS).map(([name, filling]) => [name, home, 400, filling] as const),
  // A pipeline has fifty deployments at most.
  ...Object.entries(signs(home) ? DEPLOYMENTS : {}).map(
    ([name, filling]) => [name, home, 45, filling] as const,
  ),
]);

test.each(CASES)(
  "%s in %s: as many as the file may name fit, and a tenth more do not",
  (_name, home, limit, filling) => {
    const of = (count: number) => organization(home, filling(count, home));
    const count = most(limit, (tried) => checkOrganization(of(tried)).length === 0);

    expect(checkOrganization(of(count + 1)).map(({ code }) => code)).toEqual(["policy-too-long"]);
    expect(() => synthesized(plan(of(count)))).not.toThrow();
    const more = Math.ceil(count * 1.1) + 1;
    const [code] = problemsOf(() => synthesized(plan(of(more)))).map((problem) => problem.code);
    expect(["policy-too-long", "guardrail-too-long", "too-many-guardrails"]).toContain(code);
  },
);

test.each([
  "roles that push to the registry",
  "caches with importers of their own",
  "accounts whose caches copy from many repositories",
])("the check charges for %s hardly more than the registry's policy has", (name) => {
  const of = (count: number) =>
    organization("ap-southeast-2", FILLINGS[name]?.(count, "ap-southeast-2") ?? {});
  const count = most(400, (tried) => checkOrganization(of(tried)).length === 0);
  const stack = synthesized(plan(of(count))).find(({ deployment }) => deployment.layer.kind === "registry");
  const { policy } = resourceOf(stack?.terraform as SynthesizedStack, "aws_ecr_registry_policy");
  expect(String(policy).length).toBeGreaterThan(ECR_POLICY_LENGTH - 450);
});

test("what is cached elsewhere fills the registry's policy there", () => {
  const home = "ap-southeast-2";
  const { accounts, registry } = FILLINGS["caches with importers of their own"]?.(50, home) as {
    readonly accounts: Accounts;
    readonly registry: { readonly pullThroughCache: Readonly<Record<string, object>> };
  };
  const codes = (regionOf: (index: number) => string) => {
    const caches = Object.entries(registry.pullThroughCache).map(([prefix, cache], index) => [
      prefix,
      { ...cache, regions: [regionOf(index)] },
    ]);
    const drafted = organization(home, {
      accounts,
      registry: { pullThroughCache: Object.fromEntries(caches) as unknown },
    });
    const there = { ...drafted, organization: { ...drafted.organization, regions: [home, "us-east-1"] } };
    return checkOrganization(there as Organization).map(({ code }) => code);
  };
  expect(codes(() => "us-east-1")).toEqual(["policy-too-long"]);
  expect(codes((index) => (index % 2 === 0 ? home : "us-east-1"))).toEqual([]);
});
