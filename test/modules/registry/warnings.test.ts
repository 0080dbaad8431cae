import { App, TerraformStack } from "cdktf";
import { NEEDED_VERSIONS } from "../../../config";
import {
  ImageRegistry,
  ImageRepository,
  lifecyclePreset,
  PullThroughCache,
  RepositoryCreationTemplate,
} from "../../../modules/registry";
import { REGISTRY } from "./support";

/** What CDKTF tells at synth of constructs in a stack. */
function warningsOf(build: (stack: TerraformStack) => void, context: Record<string, unknown> = {}): string[] {
  const stack = new TerraformStack(new App({ stackTraces: false, context }), "test");
  build(stack);
  return warnings(stack);
}

function warnings(stack: TerraformStack): string[] {
  return stack.node
    .findAll()
    .flatMap(({ node }) =>
      node.metadata
        .filter(({ type }) => type === "@cdktf/warn")
        .map(({ data }) => `${node.path}: ${String(data)}`),
    );
}

const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_0123abcd";
const repository = (
  stack: TerraformStack,
  lifecycle: Parameters<typeof lifecyclePreset>[0],
  signed = false,
) =>
  new ImageRepository(stack, "api", {
    ...REGISTRY,
    name: "shop/api",
    lifecycle: lifecyclePreset(lifecycle),
    signingProfileArns: signed ? [PROFILE] : [],
  });

test("a repository warns of archiving what runs", () => {
  const lines = warningsOf((stack) => {
    repository(stack, { archive: { unpulledDays: 180 } });
  });
  expect(lines).toEqual([
    "test/api: the lifecycle policy archives images: a running service does not count as a pull, and what it runs cannot be pulled again, by a new task or node, until somebody restores it, which takes up to 20 minutes [archive-running]",
  ]);
});

test("a repository warns of a rule for untagged images where images are signed", () => {
  const codes = [true, false].map((signed) =>
    warningsOf((stack) => {
      repository(stack, { untaggedDays: 14 }, signed);
    }).map((line) => line.replace(/^.* \[/, "[")),
  );
  expect(codes).toEqual([["[untagged-signatures]"], []]);
});

test("a repository warns of a rule that never acts", () => {
  const lines = warningsOf((stack) => {
    repository(stack, { releases: 3, releaseTags: ["v*", "v1*"] });
  });
  expect(lines).toEqual([
    "test/api: v1* never acts: v* before it selects every image that it would [release-tags-idle]",
  ]);
});

test("a template warns of what the lifecycle policy does in every repository that it makes", () => {
  const lines = warningsOf(
    (stack) =>
      new RepositoryCreationTemplate(stack, "sandbox", {
        ...REGISTRY,
        prefix: "sandbox",
        appliedFor: ["REPLICATION"],
        lifecycle: lifecyclePreset({ archive: { unpulledDays: 180 }, releaseTags: ["v*", "v1*"] }),
      }),
  );
  expect(lines.map((line) => line.replace(/^(.*?): .* \[/, "$1 ["))).toEqual([
    "test/sandbox [archive-running]",
    "test/sandbox [untagged-signatures]",
    "test/sandbox [release-tags-idle]",
  ]);
});

test("a repository that keeps everything warns of nothing", () => {
  const lines = warningsOf((stack) => new ImageRepository(stack, "api", { ...REGISTRY, name: "shop/api" }));
  expect(lines).toEqual([]);
});

test("a cache warns that the first pull goes to the internet", () => {
  const lines = warningsOf((stack) => new PullThroughCache(stack, "quay", { ...REGISTRY, upstream: "quay" }));
  expect(lines).toEqual([
    "test/quay: the first pull of an image under quay needs a route to the internet, also from a network with private endpoints; later pulls do not [first-pull-needs-internet]",
  ]);
});

test.each([true, false])("a registry warns of the provider that blob mounting needs: %s", (blobMounting) => {
  const lines = warningsOf((stack) => new ImageRegistry(stack, "registry", { ...REGISTRY, blobMounting }));
  expect(lines).toEqual([
    `test/registry: blobMounting needs version ${NEEDED_VERSIONS.blobMounting} or later of the AWS provider [blob-mounting-provider]`,
  ]);
  expect(warningsOf((stack) => new ImageRegistry(stack, "registry", REGISTRY))).toEqual([]);
});

test("an app that says it in its own summary hears nothing", () => {
  const lines = warningsOf(
    (stack) => {
      repository(stack, { archive: { unpulledDays: 180 } });
    },
    { warnsItself: true },
  );
  expect(lines).toEqual([]);
});
