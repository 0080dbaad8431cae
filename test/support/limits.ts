import fc from "fast-check";
import { CONNECTION_REGIONS } from "../../aws";
import { type Organization, organizationSchema } from "../../config";
import { checkOrganization } from "../../config/checks";
import { drafts, type OrganizationDraft } from "./organizations";

/** A change of an organization that brings something near a limit of AWS, or beyond it. */
type Twist = (draft: OrganizationDraft) => unknown;

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** The repository that twists change, and accounts that they add. */
const REPOSITORY = "limits/repository";

function added(count: number): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    numbers(count).map((index) => [
      `more-${String(index)}`,
      { id: String(600_000_000_000 + index), role: ["workload"] },
    ]),
  );
}

const addedKeys = (count: number) => numbers(count).map((index) => `more-${String(index)}`);

/** Names a profile where a repository must. */
function signedBy({ signing }: OrganizationDraft, index = 0): { readonly signedBy?: string } {
  const keys = Object.keys(signing.profiles);
  const key = keys[index % keys.length];
  return key === undefined ? {} : { signedBy: key };
}

function withRepository(draft: OrganizationDraft, repository: object, accounts: object = {}): unknown {
  return {
    accounts,
    registry: { repositories: { [REPOSITORY]: { ...signedBy(draft), ...repository } } },
  };
}

const text = (letters: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...letters), minLength, maxLength });

const manyPullers = fc.integer({ min: 230, max: 290 }).map(
  (count): Twist =>
    (draft) =>
      withRepository(draft, { pull: addedKeys(count) }, added(count)),
);

const manyFunctions = fc.integer({ min: 80, max: 120 }).map(
  (count): Twist =>
    (draft) =>
      withRepository(draft, { lambdaPull: addedKeys(count) }, added(count)),
);

const manyPushers = fc
  .record({
    count: fc.integer({ min: 1, max: 60 }),
    path: fc.nat({ max: 200 }),
    accounts: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ count, path, accounts }): Twist => (draft) => {
    const push = numbers(count).map((index) => ({
      account: `more-${String(index % accounts)}`,
      role: `${"p".repeat(path)}${path > 0 ? "/" : ""}r${String(index)}`,
    }));
    return withRepository(draft, { push }, added(accounts));
  });

const tagPatterns = fc
  .record({
    mutableTags: fc.uniqueArray(text("abc.*-", 1, 8), { maxLength: 3 }),
    releaseTags: fc.uniqueArray(fc.oneof(text("sv256*-a", 1, 10), fc.constant("v*")), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map(
    ({ mutableTags, releaseTags }): Twist =>
      (draft) =>
        withRepository(draft, { mutableTags, keep: { releases: 3, releaseTags } }),
  );

const exemptions = fc
  .record({ roles: fc.nat({ max: 20 }), length: fc.integer({ min: 1, max: 60 }), own: fc.nat({ max: 20 }) })
  .map(({ roles, length, own }): Twist => ({ organization: { partition } }) => ({
    accounts: Object.fromEntries(
      Object.entries(added(own)).map(([key, account], index) => [
        key,
        {
          ...(account as object),
          deploymentRole: `arn:${partition}:iam::${String(600_000_000_000 + index)}:role/${"d".repeat(length)}`,
        },
      ]),
    ),
    guardrails: {
      attachTo: ["root"],
      exemptRoles: numbers(roles).map(
        (index) => `arn:${partition}:iam::333333333333:role/${"e".repeat(length)}${String(index)}`,
      ),
    },
  }));

/** Keys that could give two roles, or a role and a bucket, one name. */
const wickedKey = fc.constantFrom(
  "a",
  "an",
  "a-an",
  "s3alias",
  "deploy-a",
  "a-pipeline",
  "build",
  "pipeline",
  "pipeline-source",
  "deploy-a-pipeline",
  "k".repeat(40),
);

const deployments = fc
  .record({
    keys: fc.uniqueArray(wickedKey, { minLength: 1, maxLength: 2 }),
    clusters: fc.uniqueArray(wickedKey, { minLength: 1, maxLength: 2 }),
    count: fc.integer({ min: 1, max: 24 }),
    workload: fc.constantFrom("a", "s".repeat(60), "s".repeat(200)),
    eks: fc.boolean(),
    manifest: fc.integer({ min: 1, max: 1000 }),
  })
  .map(({ keys, clusters, count, workload, eks, manifest }): Twist => (draft) => {
    if (!CONNECTION_REGIONS.has(draft.organization.homeRegion)) return {};
    const target = (index: number) =>
      eks
        ? {
            manifests: numbers(3).map((at) => `${"m".repeat(manifest)}${String(at)}`),
            namespace: `n${String(index)}`,
          }
        : { service: `${workload}${String(index)}`, taskRoles: ["task", "execution"] };
    return {
      accounts: {
        images: {
          role: ["registry", "pipeline", "workload"],
          clusters: Object.fromEntries(
            clusters.map((key) => [key, { type: eks ? "eks" : "ecs", signatures: "off" }]),
          ),
        },
      },
      registry: { repositories: { [REPOSITORY]: signedBy(draft) } },
      pipelines: Object.fromEntries(
        keys.map((key, at) => [
          key,
          {
            account: "images",
            source: { github: "example/source" },
            image: REPOSITORY,
            deploy: clusters.flatMap((cluster, index) =>
              numbers(index === at ? count : 1).map((each) => ({
                cluster: `images/${cluster}`,
                ...target(each),
              })),
            ),
          },
        ]),
      ),
    };
  });

/** More repositories than a signing rule has filters, some signed by another profile, some like a cache's prefix. */
const manyRepositories = fc
  .record({
    count: fc.integer({ min: 101, max: 120 }),
    folder: fc.constantFrom("team-{}/api", "team-{}", "quay{}", "qua-{}", "{}x", `${"l".repeat(240)}{}`),
    others: fc.integer({ min: 1, max: 40 }),
    beside: fc.boolean(),
  })
  .map(({ count, folder, others, beside }): Twist => (draft) => ({
    registry: {
      repositories: Object.fromEntries(
        numbers(count).flatMap((index) => {
          const name = folder.replace("{}", String(index));
          return [
            [name, signedBy(draft, index % others === 1 ? 1 : 0)],
            ...(beside ? [[`${name}-b`, signedBy(draft, 1)]] : []),
          ];
        }),
      ),
    },
  }));

/** Texts of few letters, among which are those that make a form right or wrong. */
const oddTexts = fc.oneof(
  fc
    .oneof(
      fc.array(text("ab*./", 1, 4), { minLength: 1, maxLength: 4 }),
      lengths(254, 256).map((filter) => [filter]),
    )
    .map((onPush): Twist => () => ({ registry: { scanning: { onPush } } })),
  fc
    .uniqueArray(text("aAT", 1, 2), { minLength: 1, maxLength: 4 })
    .map((keys): Twist => () => ({ tags: Object.fromEntries(keys.map((key) => [key, "x"])) })),
  fc
    .constantFrom("token", "my-secret", "passwords", "Key", "api-key", "tokens", "secret.name")
    .map((key): Twist => () => ({ tags: { [key]: "x" } })),
  fc
    .oneof(
      lengths(63, 65),
      lengths(510, 513).map((path) => `${path}/r`),
    )
    .map((role): Twist => () => ({ deployment: { role } })),
  text("an-.3s", 3, 8).map((bucket): Twist => () => ({ state: { backend: "s3", bucket } })),
  text("a./ ", 1, 5).map((directory): Twist => () => ({ state: { backend: "local", directory } })),
  fc
    .tuple(fc.constantFrom("0.0", "0.128", "64.0", "200.4"), fc.integer({ min: 7, max: 32 }))
    .map(([middle, bits]): Twist => () => ({
      accounts: { images: { networks: [networkOf(`10.${middle}.0/${String(bits)}`)] } },
    })),
);

function lengths(min: number, max: number): fc.Arbitrary<string> {
  return fc.integer({ min, max }).map((length) => "l".repeat(length));
}

function networkOf(cidr: string): object {
  return {
    vpc: "vpc-0a1b2c3d4e5f60799",
    cidr,
    subnets: ["subnet-0a1b2c3d4e5f60799"],
    routeTables: ["rtb-0a1b2c3d4e5f60799"],
  };
}

const twists = fc.oneof(
  manyPullers,
  manyFunctions,
  manyPushers,
  tagPatterns,
  exemptions,
  { arbitrary: deployments, weight: 2 },
  { arbitrary: manyRepositories, weight: 2 },
  oddTexts,
);

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function merged(base: unknown, patch: unknown): unknown {
  // Each backend of the state has keys of its own.
  if (!isMap(base) || !isMap(patch) || "backend" in patch) return patch;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(patch)])];
  return Object.fromEntries(
    keys.map((key) => [key, key in patch ? merged(base[key], patch[key]) : base[key]]),
  );
}

/** The organization, if the schema and every check take it. */
function accepted(draft: unknown): Organization | undefined {
  const { data } = organizationSchema.safeParse(draft);
  return data && checkOrganization(data).length === 0 ? data : undefined;
}

/** Random organizations with something near a limit; undefined where it is beyond one and the file is refused. */
export function organizationsNearLimits(): fc.Arbitrary<Organization | undefined> {
  return fc
    .record({ draft: drafts(), twist: twists })
    .map(({ draft, twist }) => accepted(merged(draft, twist(draft))));
}
