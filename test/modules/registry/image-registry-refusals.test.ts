import { partitionOf, REGIONS } from "../../../aws";
import { ImageRegistry, type ImageRegistryProps } from "../../../modules/registry";
import { problemsOf, stackRejectionOf } from "../../support/rejection";
import { synthStack } from "../../support/synth";
import { FOREIGN_ROLE, ORGANIZATION, REGISTRY } from "./support";

describe("ImageRegistry refuses", () => {
  const refused = (props: Partial<ImageRegistryProps>) =>
    stackRejectionOf((stack) => {
      new ImageRegistry(stack, "registry", { ...REGISTRY, ...props });
    });

  test.each(["/", "supply-chain/push/", "/supply-chain/push", "/supply-chain/*/", "/a//b/"])(
    "the push path %s",
    (pushRolePath) => {
      expect(refused({ pushRolePath })).toEqual([
        `test/registry: "${pushRolePath}" is not an IAM path for push roles; allowed: a path below the root that ` +
          "begins and ends with a slash, without wildcards: /supply-chain/push/ [invalid-push-role-path]",
      ]);
    },
  );

  test("a pusher with a wildcard", () => {
    expect(refused({ pushers: ["arn:aws:iam::333333333333:role/ci-*"] })).toEqual([
      'test/registry: "arn:aws:iam::333333333333:role/ci-*" does not name one role of partition aws; allowed: ' +
        "arn:aws:iam::ACCOUNT:role/NAME, with its path and without wildcards [invalid-pusher-arn]",
    ]);
  });

  test.each(["o-*", "o-short", "*"])("the organization %s", (organizationId) => {
    expect(refused({ organizationId })).toEqual([
      `test/registry: "${organizationId}" is not the id of an organization; allowed: o- and 10 to 32 lowercase ` +
        "letters and digits [invalid-organization-id]",
    ]);
  });

  test("account ids that are none, all at once", () => {
    expect(refused({ accountId: "1", replicaOf: { accountId: "2", region: "eu-west-1" } })).toEqual([
      'test/registry: "1" is not an account id; allowed: 12 digits [invalid-account-id]',
      'test/registry: "2" is not an account id; allowed: 12 digits [invalid-account-id]',
    ]);
  });

  test.each(["ROOT", "q", "*", "quay/", "q".repeat(31)])("the cached prefix %s", (prefix) => {
    expect(refused({ pullThroughPrefixes: [prefix] })).toEqual([
      `test/registry: "${prefix}" is not a prefix of a pull-through cache; allowed: 2 to 30 characters: ` +
        "lowercase letters and digits, separated by single . _ - or / [invalid-pull-through-prefix]",
    ]);
  });

  test("importers of what is not cached, and those that are no accounts", () => {
    expect(refused({ pullThroughPrefixes: ["quay"], importers: { quay: ["shop"], github: [] } })).toEqual([
      'test/registry: "shop" is not an account id; allowed: 12 digits [invalid-account-id]',
      'test/registry: importers names "github", under which nothing is cached; allowed: quay; add it to ' +
        "pullThroughPrefixes, or leave it out [importers-without-cache]",
    ]);
  });

  test.each<[string, Partial<ImageRegistryProps>, string]>([
    ["the organization", { organizationId: ORGANIZATION }, "the organization"],
    [
      "other accounts",
      { importers: { team: ["555555555555", "444444444444", "666666666666"] } },
      "555555555555, 666666666666",
    ],
  ])("importers below a prefix where %s may import", (_, props, others) => {
    const importers = { ...props.importers, "team/private": ["444444444444"] };
    const pullThroughPrefixes = ["team/private", "team"];
    expect(refused({ ...props, pullThroughPrefixes, importers })).toEqual([
      `test/registry: importers of "team/private" do not name ${others}, which may import under "team" and so there ` +
        'too; allowed: under "team" the accounts that may import under "team/private", or some of them; name those ' +
        'alone in importers of "team", or cache under a prefix that is not below it [importers-covered]',
    ]);
  });

  test("importers that nobody is, below a prefix of one account", () => {
    const importers = { team: ["444444444444"], "team/private": [] };
    expect(refused({ pullThroughPrefixes: ["team", "team/private"], importers })).toEqual([
      expect.stringMatching(/do not name 444444444444, which may .* \[importers-covered\]$/),
    ]);
  });

  test("replication to its own region, to another partition and twice to one", () => {
    const regions = ["eu-central-1", "cn-north-1", "eu-west-1", "eu-west-1"];
    expect(refused({ replication: { regions } })).toEqual([
      "test/registry: the registry replicates to its own region eu-central-1; name other regions " +
        "[replication-to-itself]",
      "test/registry: the registry in eu-central-1 cannot replicate to cn-north-1; allowed: regions of partition " +
        "aws; push the images to a registry of that partition, which signs with profiles of its own " +
        "[region-of-other-partition]",
      "test/registry: the registry replicates to eu-west-1 twice; name each region once " +
        "[replication-region-twice]",
    ]);
  });

  test("a 26th region of replication", () => {
    const regions = REGIONS.filter((region) => partitionOf(region) === "aws" && region !== "eu-central-1");
    expect(refused({ replication: { regions: regions.slice(0, 26) } })).toEqual([
      "test/registry: the registry replicates to 26 regions; allowed: 25 regions, those of other accounts among them; " +
        "leave regions out, and let their workloads pull from a replica nearby [too-many-replication-regions]",
    ]);
  });

  test("itself among registries of other accounts, one of them twice, and one that is no account", () => {
    const registries = [
      { accountId: "333333333333", region: "eu-central-1" },
      { accountId: "666666666666", region: "eu-central-1" },
      { accountId: "666666666666", region: "eu-central-1" },
      { accountId: "66", region: "eu-west-1" },
    ];
    expect(refused({ replication: { registries } })).toEqual([
      "test/registry: the registry replicates to its own region eu-central-1; name other regions " +
        "[replication-to-itself]",
      'test/registry: "66" is not an account id; allowed: 12 digits [invalid-account-id]',
      "test/registry: the registry replicates to eu-central-1 of account 666666666666 twice; name each region once " +
        "[replication-region-twice]",
    ]);
  });

  test("a 26th registry, in whatever account", () => {
    const regions = REGIONS.filter((region) => partitionOf(region) === "aws" && region !== "eu-central-1");
    const registries = [{ accountId: "666666666666", region: "eu-central-1" }];
    expect(refused({ replication: { regions: regions.slice(0, 25), registries } })).toEqual([
      expect.stringContaining("the registry replicates to 26 regions") as string,
    ]);
  });

  test("a prefix that its source may not copy", () => {
    const source = { accountId: "666666666666", region: "eu-central-1" };
    expect(refused({ replicaOf: { ...source, repositoryPrefixes: ["shop/*"] } })).toEqual([
      'test/registry: "shop/*" is not the beginning of a repository name; allowed: 2 to 256 characters, ' +
        "without wildcards: every name that begins with them is copied; write the beginning alone, and end the name " +
        "of a folder with a slash [invalid-replication-prefix]",
    ]);
  });

  test("an empty list of prefixes to replicate", () => {
    expect(refused({ replication: { regions: ["eu-west-1"], repositoryPrefixes: [] } })).toEqual([
      "test/registry: repositoryPrefixes is empty, and ECR would take that for every repository; leave " +
        "repositoryPrefixes out to copy every repository, or leave the replication out to copy none " +
        "[empty-replication-prefixes]",
    ]);
  });

  test.each(["*", "s", "Shop/"])("the replicated prefix %s", (prefix) => {
    expect(refused({ replication: { regions: ["eu-west-1"], repositoryPrefixes: [prefix] } })).toEqual([
      `test/registry: "${prefix}" is not the beginning of a repository name; allowed: 2 to 256 characters, ` +
        "without wildcards: every name that begins with them is copied; write the beginning alone, and end the name " +
        "of a folder with a slash [invalid-replication-prefix]",
    ]);
  });

  test("a replicated prefix that begins like a cache by chance", () => {
    const withPrefixes = (...repositoryPrefixes: string[]) => ({
      pullThroughPrefixes: ["docker-hub", "docker-edge", "quay"],
      replication: { regions: ["eu-west-1"], repositoryPrefixes },
    });
    expect(refused(withPrefixes("docker"))).toEqual([
      'test/registry: "docker" also begins the names of what is cached under docker-hub, docker-edge; end it with a ' +
        "slash and keep the repositories below it, or cache under another prefix [replication-of-cache]",
    ]);
    const meant = withPrefixes("docker/", "docker-hub/", "quay", "quays", "shop");
    expect(() =>
      synthStack((stack) => new ImageRegistry(stack, "registry", { ...REGISTRY, ...meant })),
    ).not.toThrow();
  });

  test("more prefixes than ten rules hold", () => {
    const repositoryPrefixes = Array.from({ length: 1001 }, (_, index) => `team-${String(index)}/`);
    expect(refused({ replication: { regions: ["eu-west-1"], repositoryPrefixes } })).toEqual([
      "test/registry: the registry replicates 1001 prefixes; allowed: 1000 prefixes: 10 rules of 100; put " +
        "the repositories under common folders, or leave repositoryPrefixes out to copy all of them " +
        "[too-many-replication-prefixes]",
    ]);
  });

  const many = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));
  const accounts = (count: number) => many(count, (index) => String(300_000_000_000 + index));
  const prefixes = many(50, (index) => `cache-${String(index)}`);
  const imports = {
    pullThroughPrefixes: prefixes,
    importers: Object.fromEntries(
      prefixes.map((prefix, index) => [prefix, [String(300_000_000_000 + index)]]),
    ),
  };
  const MOVE = "move the pushing roles under the path /supply-chain/push/, which is exempt as a whole";

  test.each<[string, Partial<ImageRegistryProps>, string]>([
    ["pushers", { pushers: many(250, (index) => `${FOREIGN_ROLE}-${String(index)}`) }, MOVE],
    [
      "importers",
      imports,
      "let caches that differ in their importers share them, or leave `importers` out, so that the whole organization imports",
    ],
    [
      "more importers than pushers",
      { ...imports, pushers: [FOREIGN_ROLE] },
      "let caches that differ in their importers share them, or leave `importers` out, so that the whole organization imports",
    ],
    [
      "more pushers than importers",
      { ...imports, pushers: many(250, (index) => `${FOREIGN_ROLE}-${String(index)}`) },
      MOVE,
    ],
    [
      "caches downstream",
      { downstreams: accounts(300) },
      'let the whole organization copy: `downstreams: "organization"`',
    ],
    [
      "prefixes that another account replicates",
      {
        replicaOf: {
          accountId: "222222222222",
          region: "eu-central-1",
          repositoryPrefixes: many(200, (index) => `team-${String(index)}/`),
        },
      },
      "name fewer `repositoryPrefixes` in `replicaOf`: common beginnings of the names",
    ],
  ])("a policy longer than ECR takes, for its %s", (_, props, change) => {
    const [problem] = problemsOf(() =>
      synthStack((stack) => new ImageRegistry(stack, "registry", { ...REGISTRY, ...props })),
    );
    expect(problem).toEqual({
      code: "policy-too-long",
      path: "test/registry",
      message: expect.stringMatching(/^the registry policy has [1-4]\d{4} characters$/) as unknown,
      allowed: "10240 characters",
      change,
    });
  });

  test("a second owner of the registry, which would overwrite the first", () => {
    expect(
      stackRejectionOf((stack) => {
        for (const id of ["one", "two"]) new ImageRegistry(stack, id, REGISTRY);
      }),
    ).toEqual([
      "test/two: the ECR account setting REGISTRY_POLICY_SCOPE of an account and region has one owner, and " +
        "test/one owns it already; keep one of the two constructs and pass it the settings of both " +
        "[singleton-owned-twice]",
    ]);
  });
});
