import { type TerraformStack } from "cdktf";
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
