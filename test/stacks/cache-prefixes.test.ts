import { organizationSchema } from "../../config";
import { checkOrganization } from "../../config/checks";
import { synthesized } from "../../organizations/examples";
import { plan } from "../../plan";
import { resourcesOf, type SynthesizedStack } from "../support/synth";

/** Prefixes as registries have them that were set up by hand, every kind of login among them. */
const CACHES = {
  "quay.io": { upstream: "quay" },
  "registry.k8s.io": { upstream: "kubernetes" },
  "docker/hub": { upstream: "docker-hub", credentials: { version: 1 } },
  "docker-hub": { credentials: { version: 1 }, upstream: "github" },
  // The registry of another region is another one.
  "quay.io/mirror": { upstream: "quay", regions: ["eu-west-1"] },
  "partner.io/base": { upstream: "ecr", registry: "666666666666.dkr.ecr.eu-west-1.amazonaws.com" },
};

const OVERLAPPING = organizationSchema.parse({
  organization: {
    id: "o-exampleorg1",
    root: "r-ex4m",
    homeRegion: "eu-central-1",
    regions: ["eu-central-1", "eu-west-1"],
  },
  accounts: {
    management: { id: "111111111111", role: "management" },
    security: { id: "222222222222", role: "security" },
    images: { id: "333333333333", role: "registry" },
  },
  registry: {
    pullThroughCache: CACHES,
    repositories: { "shop/api": {} },
    creationTemplates: {
      "partner.io/base/team": { appliedFor: ["PULL_THROUGH_CACHE"] },
      "quay.io/team": { appliedFor: ["PULL_THROUGH_CACHE"] },
    },
  },
});
const apart = Object.fromEntries(
  Object.entries(OVERLAPPING.registry.pullThroughCache).filter(([prefix]) => prefix !== "docker-hub"),
);
const FILE = { ...OVERLAPPING, registry: { ...OVERLAPPING.registry, pullThroughCache: apart } };

const registry = plan(FILE).filter(
  ({ layer, region }) => layer.kind === "registry" && region === "eu-central-1",
);
const [home] = synthesized(registry.map((deployment) => ({ ...deployment, after: [] })));
const stack = home?.terraform as SynthesizedStack;
const PREFIXES = Object.keys(apart)
  .filter((prefix) => prefix !== "quay.io/mirror")
  .sort();

test("caches with dots and slashes in their prefixes have no problem", () => {
  expect(checkOrganization(FILE)).toEqual([]);
});

describe("a cache with the first folder of a repository", () => {
  const codesWith = (prefix: string, replication: "eu-west-1"[]) => {
    const pullThroughCache = { [prefix]: { ...FILE.registry.pullThroughCache["quay.io/mirror"] } };
    const registry = { ...FILE.registry, pullThroughCache, creationTemplates: {}, replication };
    return checkOrganization({ ...FILE, registry } as typeof FILE).map(({ code }) => code);
  };

  test.each(["shop", "shop/quay.io"])("may be %s in a region without a copy of it", (prefix) => {
    expect(codesWith(prefix, [])).toEqual([]);
  });

  test.each([
    ["shop", "cache-covers-repository"],
    ["shop/quay.io", "cache-replicated"],
  ])("is refused where the repository is replicated to: %s", (prefix, code) => {
    expect(codesWith(prefix, ["eu-west-1"])).toEqual([code]);
  });
});

test("two whose logins would come from one Terraform variable are refused", () => {
  expect(checkOrganization(OVERLAPPING).map(({ code }) => code)).toEqual(["variable-taken"]);
});

test("each is one rule and one template of exactly its prefix", () => {
  const rules = resourcesOf(stack, "aws_ecr_pull_through_cache_rule");
  expect(rules.map((rule) => rule["ecr_repository_prefix"]).sort()).toEqual(PREFIXES);
  const templates = resourcesOf(stack, "aws_ecr_repository_creation_template");
  expect(templates.map(({ prefix }) => prefix).sort()).toEqual(
    [...PREFIXES, "partner.io/base/team", "quay.io/team"].sort(),
  );
});

test("the registry lets the organization import under each of them and nowhere else", () => {
  const [policy] = resourcesOf(stack, "aws_ecr_registry_policy");
  const { Statement } = JSON.parse(String(policy?.["policy"])) as {
    Statement: { Sid: string; Resource: string[] }[];
  };
  const resources = Statement.find(({ Sid }) => Sid === "ImportByOrganization")?.Resource ?? [];
  expect([...resources].sort()).toEqual(
    PREFIXES.map((prefix) => `arn:aws:ecr:eu-central-1:333333333333:repository/${prefix}/*`),
  );
});

test("everything that Terraform knows by a name of its own has one that it takes", () => {
  const names = [
    ...Object.keys(stack["variable"] as object),
    ...Object.values(stack.resource ?? {}).flatMap((resources) => Object.keys(resources)),
  ];
  expect(names).toContain("upstream_credential_docker_hub");
  expect(names.filter((name) => !/^[A-Za-z_][\w-]*$/.test(name))).toEqual([]);
});

test("secret and role are called after the prefix", () => {
  expect(resourcesOf(stack, "aws_secretsmanager_secret").map(({ name }) => name)).toEqual([
    "ecr-pullthroughcache/docker/hub",
  ]);
  expect(resourcesOf(stack, "aws_iam_role").map(({ name }) => name)).toContain(
    "supply-chain-cache-partner.io+base-eu-central-1",
  );
});

test("a template below a cache lets the role write that fills the cache, where it has one", () => {
  const writersOf = (wanted: string) => {
    const templates = resourcesOf(stack, "aws_ecr_repository_creation_template");
    const template = templates.find(({ prefix }) => prefix === wanted);
    return String(template?.["repository_policy"]).match(/role\/supply-chain\/push\/[^"]+/g);
  };
  expect(writersOf("partner.io/base/team")).toEqual([
    "role/supply-chain/push/supply-chain-cache-partner.io+base-eu-central-1",
  ]);
  expect(writersOf("quay.io/team")).toBeNull();
});
