import { ImageRegistry, ImageRepository, type ImageRepositoryProps } from "../../../modules/registry";
import { problemsOf, stackRejectionOf } from "../../support/rejection";
import { synthStack } from "../../support/synth";
import { BUILD_ROLE, REGISTRY } from "./support";

describe("ImageRepository refuses", () => {
  const refused = (props: Partial<ImageRepositoryProps>) =>
    stackRejectionOf((stack) => {
      new ImageRepository(stack, "repository", { ...REGISTRY, name: "shop/api", ...props });
    });

  test.each(["Shop/api", "a", "shop//api", "-shop", "shop/api_", "a".repeat(257)])("the name %s", (name) => {
    expect(refused({ name })).toEqual([
      `test/repository: "${name}" is not a repository name; allowed: 2 to 256 characters: lowercase letters ` +
        "and digits, separated by single . _ - or / [invalid-repository-name]",
    ]);
  });

  test.each([
    "arn:aws:iam::333333333333:role/push/*",
    "arn:aws:iam::333333333333:role/pu?h",
    "arn:aws:iam::333333333333:role/${aws:PrincipalTag/team}",
    "arn:aws:iam::*:role/push",
    "arn:aws:iam::333333333333:user/push",
    "arn:aws:sts::333333333333:assumed-role/push/session",
    "arn:aws-cn:iam::333333333333:role/push",
    "push",
  ])("the pusher %s", (arn) => {
    expect(refused({ pushers: [arn] })).toEqual([
      `test/repository: "${arn}" does not name one role of partition aws; allowed: ` +
        "arn:aws:iam::ACCOUNT:role/NAME, with its path and without wildcards [invalid-pusher-arn]",
    ]);
  });

  test("a pull by an organization it does not know", () => {
    expect(refused({ pull: "organization" })).toEqual([
      'test/repository: pull is "organization", but there is no organizationId; pass organizationId, or list ' +
        "the accounts that pull [organization-id-missing]",
    ]);
  });

  test("account ids that are none, wherever they stand, all at once", () => {
    const text = (id: string) =>
      `test/repository: "${id}" is not an account id; allowed: 12 digits [invalid-account-id]`;
    expect(refused({ accountId: "1", pull: ["2", "444444444444"], lambdaPullAccounts: ["3"] })).toEqual([
      text("1"),
      text("2"),
      text("3"),
    ]);
  });

  test.each(["*", "**", "*a*", "*-edge-*", "v*", "*1", "*-", "a*b*c*", "a?", "a b", "", "x".repeat(129)])(
    "the mutable tag %j",
    (tag) => {
      expect(refused({ mutableTags: [tag] })).toEqual([
        `test/repository: "${tag}" cannot exempt tags from immutability; allowed: 1 to 128 letters, digits, ` +
          ". _ - and at most 2 *, not at both ends and beside two letters or digits [invalid-mutable-tag]",
      ]);
    },
  );

  test("a sixth mutable tag", () => {
    expect(refused({ mutableTags: ["a", "b", "c", "d", "e", "f"] })).toEqual([
      "test/repository: 6 patterns exempt tags from immutability; allowed: 5 patterns; give the tags that move a common beginning, and name that: edge-* [too-many-mutable-tags]",
    ]);
  });

  test("a policy longer than ECR takes", () => {
    const pushers = Array.from(
      { length: 80 },
      (_, index) => `arn:aws:iam::333333333333:role/supply-chain/push/pipeline-number-${String(index)}-build`,
    );
    const [problem] = problemsOf(() =>
      synthStack(
        (stack) => new ImageRepository(stack, "repository", { ...REGISTRY, name: "shop/api", pushers }),
      ),
    );
    expect(problem).toEqual({
      code: "policy-too-long",
      path: "test/repository",
      message: expect.stringMatching(/^the repository policy has 1\d{4} characters$/) as unknown,
      allowed: "10240 characters",
      change: "name fewer roles and accounts, or let the whole organization pull",
    });
  });

  test("two repositories of one name", () => {
    expect(
      stackRejectionOf((stack) => {
        for (const id of ["one", "two"]) new ImageRepository(stack, id, { ...REGISTRY, name: "shop/api" });
      }),
    ).toEqual([
      "test/two: the ECR repository shop/api of an account and region has one owner, and test/one owns it " +
        "already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});

describe("replicas are refused", () => {
  const SELF = { accountId: "333333333333", region: "eu-central-1" };
  const itself =
    "test/images: replicaOf names the own registry: account 333333333333 in eu-central-1; allowed: the registry that " +
    "the images are copied from, in another account or region; name that one, or leave replicaOf out " +
    "[replica-of-itself]";

  test("of themselves", () => {
    const repository = stackRejectionOf((stack) => {
      new ImageRepository(stack, "images", { ...REGISTRY, name: "shop/api", replicaOf: SELF });
    });
    const registry = stackRejectionOf((stack) => {
      new ImageRegistry(stack, "images", { ...REGISTRY, replicaOf: SELF });
    });
    expect([repository, registry]).toEqual([[itself], [itself]]);
  });

  test("that somebody pushes to", () => {
    const lines = stackRejectionOf((stack) => {
      new ImageRepository(stack, "images", {
        ...REGISTRY,
        name: "shop/api",
        replicaOf: { ...SELF, region: "eu-west-1" },
        pushers: [BUILD_ROLE],
      });
    });
    expect(lines).toEqual([
      "test/images: replicaOf says that replication fills the repository, but pushers names roles that push; push to " +
        "the source, or leave replicaOf out [replica-with-pushers]",
    ]);
  });

  test("that somebody is granted to push to, who is granted nothing", () => {
    const allowed: unknown[] = [];
    const identity = { arn: BUILD_ROLE, allow: (statement: unknown) => allowed.push(statement) };
    for (const grantee of [BUILD_ROLE, identity]) {
      const lines = stackRejectionOf((stack) => {
        const replicaOf = { ...SELF, region: "eu-west-1" };
        new ImageRepository(stack, "images", { ...REGISTRY, name: "shop/api", replicaOf }).grantPush(grantee);
      });
      expect(lines).toEqual([
        "test/images: replicaOf says that replication fills the repository, but grantPush names who pushes; push to " +
          "the source, or leave replicaOf out [replica-with-pushers]",
      ]);
    }
    expect(allowed).toEqual([]);
  });
});
