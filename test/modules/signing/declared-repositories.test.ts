import { App, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ImageRepository, type ImageRepositoryProps, PullThroughCache } from "../../../modules/registry";
import { ManagedSigning } from "../../../modules/signing";
import { WARNS_ITSELF } from "../../../modules/warning";
import { rejectionOf } from "../../support/rejection";
import { REGISTRY } from "../registry/support";

const RELEASE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
const NEXT = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_2b3c4d5e";
const CACHED = "quay/prometheus/node-exporter";

/** Signs by one rule beside what is declared in the same stack, or in another one of the app. */
function signed(
  repository: string,
  declare: (stack: TerraformStack) => unknown,
  { other = false, profileArn = RELEASE, context = {} } = {},
): TerraformStack {
  const app = new App({ stackTraces: false, context });
  const stackOf = (id: string) => {
    const stack = new TerraformStack(app, id);
    new AwsProvider(stack, "aws", { region: REGISTRY.region });
    return stack;
  };
  const stack = stackOf("test");
  new ManagedSigning(stack, "signing", { ...REGISTRY, rules: [{ profileArn, repositories: [repository] }] });
  declare(other ? stackOf("other") : stack);
  Testing.synth(stack, true);
  return stack;
}

const repository = (stack: TerraformStack, props: Partial<ImageRepositoryProps> = {}) =>
  new ImageRepository(stack, "api", { ...REGISTRY, name: "shop/api", ...props });
const cache = (stack: TerraformStack, props: object = {}) =>
  new PullThroughCache(stack, "quay", { ...REGISTRY, upstream: "quay", prefix: "quay", ...props });
const replica = (stack: TerraformStack) =>
  repository(stack, { replicaOf: { accountId: REGISTRY.accountId, region: "eu-west-1" } });

describe.each([
  ["the same stack", "test", false],
  ["another stack", "other", true],
])("a rule that names, of what %s declares,", (_, id, other) => {
  test("what a cache fills is refused at synth", () => {
    expect(rejectionOf(() => signed(CACHED, cache, { other }))).toEqual([
      `test/signing: ${CACHED} lies under the pull-through cache quay of ${id}/quay, whose images cannot be signed; push the image to a repository of its own and sign it there [cached-repository-signed]`,
    ]);
  });

  test("a replica is refused at synth", () => {
    expect(rejectionOf(() => signed("shop/api", replica, { other }))).toEqual([
      `test/signing: shop/api, which ${id}/api makes, is filled by replication: its images are signed where they are pushed; let the registry that it is copied from sign it, and take it out of the rule [replica-signed]`,
    ]);
  });
});

test.each<[string, string, (stack: TerraformStack) => unknown]>([
  ["a cache of another region", CACHED, (stack) => cache(stack, { region: "eu-west-1" })],
  ["a cache whose prefix only begins alike", CACHED, (stack) => cache(stack, { prefix: "qu" })],
  ["a replica that no rule names", "shop/web", replica],
  ["a repository that is none", "shop/api", repository],
  [
    "a replica of a region that only Terraform knows",
    "shop/api",
    (stack) =>
      repository(stack, {
        region: new TerraformVariable(stack, "region", {}).stringValue,
        replicaOf: { accountId: REGISTRY.accountId, region: "eu-central-1" },
      }),
  ],
  [
    "a cache of a region that only Terraform knows",
    CACHED,
    (stack) => cache(stack, { region: new TerraformVariable(stack, "region", {}).stringValue }),
  ],
])("%s is no matter", (_, name, declare) => {
  expect(() => signed(name, declare)).not.toThrow();
});

describe("a repository that names profiles", () => {
  const warnings = (...args: Parameters<typeof signed>) =>
    signed(...args)
      .node.findAll()
      .flatMap(({ node }) => node.metadata.filter(({ type }) => type === "@cdktf/warn"))
      .map(({ data }) => String(data));
  const naming = (...signingProfileArns: string[]) => {
    return (stack: TerraformStack) => repository(stack, { signingProfileArns });
  };
  const WARNING = (id: string) => [
    `${id}/api names the profiles that sign shop/api, and no rule signs it with one of them: a push succeeds and the image stays unsigned; name shop/api in the rule of its profile, or leave its signingProfileArns out [repository-not-signed]`,
  ];

  test("is warned of where no rule names it, in whatever stack", () => {
    expect(warnings("shop/web", naming(RELEASE))).toEqual(WARNING("test"));
    expect(warnings("shop/web", naming(RELEASE), { other: true })).toEqual(WARNING("other"));
  });

  test("is warned of where another profile signs it", () => {
    expect(warnings("shop/api", naming(NEXT))).toEqual(WARNING("test"));
  });

  test("is signed where one of its profiles signs it: profiles are replaced one after the other", () => {
    expect(warnings("shop/api", naming(NEXT, RELEASE))).toEqual([]);
  });

  test("may be signed by a profile that only Terraform knows", () => {
    const unknown = (stack: TerraformStack) => {
      const profile = new TerraformVariable(stack, "profile", {}).stringValue;
      return naming(profile)(stack);
    };
    expect(warnings("shop/api", unknown)).toEqual([]);
    expect(warnings("shop/web", unknown)).toEqual(WARNING("test"));
  });

  test("is not warned of where it is a replica, or names none", () => {
    expect(warnings("shop/web", repository)).toEqual([]);
    const replicaOf = { accountId: REGISTRY.accountId, region: "eu-west-1" };
    const named = (stack: TerraformStack) => repository(stack, { replicaOf, signingProfileArns: [RELEASE] });
    expect(warnings("shop/web", named)).toEqual([]);
  });

  test("is left to the summary of an app that tells its own", () => {
    expect(warnings("shop/web", naming(RELEASE), { context: { [WARNS_ITSELF]: true } })).toEqual([]);
  });
});
