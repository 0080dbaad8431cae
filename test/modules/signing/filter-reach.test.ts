import { TerraformStack, TerraformVariable } from "cdktf";
import { ImageRepository, PullThroughCache, RepositoryCreationTemplate } from "../../../modules/registry";
import { ManagedSigning } from "../../../modules/signing";
import { rejectionOf } from "../../support/rejection";
import { resourceOf, synthStack } from "../../support/synth";
import { REGISTRY } from "../registry/support";

const RELEASE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
/** More than a rule takes by their names. */
const MANY = Array.from({ length: 101 }, (_, index) => `web/${String(index).padStart(3, "0")}`);
const CREATED = {
  appliedFor: ["CREATE_ON_PUSH"],
  pushers: ["arn:aws:iam::333333333333:role/ci/sandbox"],
} as const;

const beside = (build: (stack: TerraformStack) => unknown) =>
  rejectionOf(() =>
    synthStack((stack) => {
      const rules = [{ profileArn: RELEASE, repositories: MANY }];
      new ManagedSigning(stack, "signing", { ...REGISTRY, rules });
      build(stack);
    }),
  );

test.each<[string, (stack: TerraformStack) => unknown, string]>([
  [
    "a cache",
    (stack) => new PullThroughCache(stack, "it", { ...REGISTRY, upstream: "quay", prefix: "web/quay" }),
    "what test/it caches under web/quay; name it in excludedPrefixes",
  ],
  [
    "what a push creates",
    (stack) =>
      new RepositoryCreationTemplate(stack, "it", { ...REGISTRY, ...CREATED, prefix: "web/sandbox" }),
    "what a push creates under web/sandbox by test/it; name it in createdPrefixes",
  ],
  [
    "what a push creates anywhere",
    (stack) => new RepositoryCreationTemplate(stack, "it", { ...REGISTRY, ...CREATED, prefix: "ROOT" }),
    "what a push creates under ROOT by test/it; name it in createdPrefixes",
  ],
  [
    "a repository that no rule names",
    (stack) => new ImageRepository(stack, "it", { ...REGISTRY, name: "web/test" }),
    "web/test, which test/it makes and the rule does not name; name it in unsignedRepositories",
  ],
])("a filter that reaches %s of the app is refused at synth", (_, build, reached) => {
  expect(beside(build)).toEqual([
    `test/signing: the filter web/* reaches ${reached} [signing-filter-too-wide]`,
  ]);
});

describe("in a region that only Terraform knows", () => {
  const WIDE = [{ profileArn: RELEASE, repositories: MANY }];
  const REACHED = [
    "test/signing: the filter web/* reaches what test/quay caches under web/quay; name it in excludedPrefixes [signing-filter-too-wide]",
  ];
  /** A filter and a cache in the same stack, or in two of one app; either region may be unknown. */
  const rejected = (unknown: "signing" | "quay", cacheStackId = "test") =>
    rejectionOf(() =>
      synthStack((stack) => {
        const region = new TerraformVariable(stack, "region", {}).stringValue;
        const regionOf = (id: string) => (id === unknown ? { region } : {});
        const other = cacheStackId === "test" ? stack : new TerraformStack(stack.node.root, cacheStackId);
        const cache = { ...REGISTRY, ...regionOf("quay"), upstream: "quay", prefix: "web/quay" } as const;
        new PullThroughCache(other, "quay", cache);
        new ManagedSigning(stack, "signing", { ...REGISTRY, ...regionOf("signing"), rules: WIDE });
      }),
    );

  test("a filter is refused that reaches a cache of its stack", () => {
    expect(rejected("signing")).toEqual(REACHED);
  });

  test("a cache is refused that a filter of its stack reaches", () => {
    expect(rejected("quay")).toEqual(REACHED);
  });

  test("what another stack declares is no matter", () => {
    expect(() => rejected("signing", "other")).toThrow("nothing was thrown");
  });
});

test("an exact name reaches no other, however they begin", () => {
  const stack = synthStack((scope) => {
    const rules = [{ profileArn: RELEASE, repositories: ["shop/api"] }];
    new ManagedSigning(scope, "signing", { ...REGISTRY, rules });
    for (const name of ["shop/app", "shop/api2"]) new ImageRepository(scope, name, { ...REGISTRY, name });
    new PullThroughCache(scope, "cache", { ...REGISTRY, upstream: "quay", prefix: "shop/api-mirror" });
  });
  expect(resourceOf(stack, "aws_cloudcontrolapi_resource")["desired_state"]).toContain('"Filter":"shop/api"');
});

test("what the app declares beside the filters, and what the rule names, is no matter", () => {
  const stack = synthStack((scope) => {
    const rules = [{ profileArn: RELEASE, repositories: MANY }];
    new ManagedSigning(scope, "signing", { ...REGISTRY, rules });
    new ImageRepository(scope, "named", { ...REGISTRY, name: "web/007" });
    new ImageRepository(scope, "beside", { ...REGISTRY, name: "website" });
    new RepositoryCreationTemplate(scope, "replicas", {
      ...REGISTRY,
      prefix: "web/replicated",
      appliedFor: ["REPLICATION"],
    });
  });
  expect(resourceOf(stack, "aws_cloudcontrolapi_resource")["desired_state"]).toContain('"Filter":"web/*"');
});
