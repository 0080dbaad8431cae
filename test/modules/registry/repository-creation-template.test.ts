import {
  ImageRegistry,
  lifecyclePreset,
  PullThroughCache,
  RepositoryCreationTemplate,
  type RepositoryCreationTemplateProps,
} from "../../../modules/registry";
import { administrator, cachePolicies, evaluate, serviceLinkedRole } from "../../support/iam";
import { stackRejectionOf } from "../../support/rejection";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";
import { statementsOf } from "../../support/statements";
import { BUILD_ROLE, ORGANIZATION, REGISTRY } from "./support";

type Props = Partial<RepositoryCreationTemplateProps>;
const KEY = "arn:aws:kms:eu-central-1:333333333333:key/11111111-2222-3333-4444-555555555555";

const synthTemplate = (props: Props = {}) =>
  synthStack((stack) => {
    new RepositoryCreationTemplate(stack, "template", {
      ...REGISTRY,
      prefix: "shop",
      appliedFor: ["CREATE_ON_PUSH"],
      pushers: [BUILD_ROLE],
      ...props,
    });
  });
const templateOf = (props: Props = {}) =>
  resourceOf(synthTemplate(props), "aws_ecr_repository_creation_template");

describe("RepositoryCreationTemplate", () => {
  test("is immutable, encrypted and without a role by default", () => {
    const stack = synthTemplate();
    expect(resourceOf(stack, "aws_ecr_repository_creation_template")).toEqual({
      prefix: "shop",
      applied_for: ["CREATE_ON_PUSH"],
      description: "Repositories under shop that are not declared",
      image_tag_mutability: "IMMUTABLE",
      encryption_configuration: [{ encryption_type: "AES256" }],
      repository_policy: expect.any(String) as unknown,
    });
    expect(resourcesOf(stack, "aws_iam_role")).toEqual([]);
  });

  test.each<[string, Props, Readonly<Record<string, unknown>>]>([
    ["every tag", { mutableTags: "all" }, { image_tag_mutability: "MUTABLE" }],
    ["none", { mutableTags: [] }, { image_tag_mutability: "IMMUTABLE" }],
  ])("lets %s move", (_, props, expected) => {
    expect(templateOf(props)).toMatchObject(expected);
  });

  test("exempts the named tags from immutability", () => {
    expect(templateOf({ mutableTags: ["latest"] })).toMatchObject({
      image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
      image_tag_mutability_exclusion_filter: [{ filter: "latest", filter_type: "WILDCARD" }],
    });
  });

  test("expires what its lifecycle says", () => {
    expect(templateOf({ lifecycle: lifecyclePreset({ untaggedDays: 3 }) })["lifecycle_policy"]).toContain(
      '"countNumber":3',
    );
  });

  test("creates repositories with tags by a role that does nothing else", () => {
    const stack = synthTemplate({ tags: { team: "shop" } });
    expect(resourceOf(stack, "aws_ecr_repository_creation_template")).toMatchObject({
      resource_tags: { team: "shop" },
      custom_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.\w+\.arn\}$/) as unknown,
    });
    const role = resourceOf(stack, "aws_iam_role");
    expect(role).toMatchObject({
      name: "supply-chain-template-shop-eu-central-1",
      path: "/supply-chain/push/",
    });
    expect(statementsOf(role["assume_role_policy"])).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "ecr.amazonaws.com" },
        Action: "sts:AssumeRole",
        // AWS's example has no condition, and does not say that ECR names the account it acts for.
        Condition: { StringEqualsIfExists: { "aws:SourceAccount": "333333333333" } },
      },
    ]);
    expect(statementsOf(resourceOf(stack, "aws_iam_role_policy")["policy"])).toEqual([
      {
        Effect: "Allow",
        Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
        Resource: "arn:aws:ecr:eu-central-1:333333333333:repository/shop/*",
      },
    ]);
  });

  test("encrypts with a given key by a role that may use it", () => {
    const stack = synthTemplate({ encryption: { type: "kms", keyArn: KEY }, prefix: "ROOT" });
    expect(resourceOf(stack, "aws_ecr_repository_creation_template")["encryption_configuration"]).toEqual([
      { encryption_type: "KMS", kms_key: KEY },
    ]);
    expect(statementsOf(resourceOf(stack, "aws_iam_role_policy")["policy"])).toEqual([
      {
        Effect: "Allow",
        Action: ["ecr:CreateRepository", "ecr:ReplicateImage", "ecr:TagResource"],
        Resource: "arn:aws:ecr:eu-central-1:333333333333:repository/*",
      },
      { Effect: "Allow", Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"], Resource: KEY },
    ]);
  });

  test("makes a key where none is given, of a name that no repository's key has", () => {
    expect(resourceOf(synthTemplate({ encryption: { type: "kms" } }), "aws_kms_alias")["name"]).toBe(
      "alias/supply-chain/ecr/TEMPLATE/shop",
    );
  });

  test("lets ECR use the key that it makes for its own role and the deployers alone, where they are named", () => {
    const deployer = "arn:aws:iam::333333333333:role/deployment";
    const conditionOf = (props: Props) => {
      const key = resourceOf(synthTemplate({ encryption: { type: "kms" }, ...props }), "aws_kms_key");
      return statementsOf(key["policy"]).find(({ Sid }) => Sid === "UseThroughEcr")?.["Condition"];
    };
    const via = { "kms:ViaService": "ecr.eu-central-1.amazonaws.com" };
    expect(conditionOf({})).toEqual({ StringEquals: via });
    expect(conditionOf({ deployers: [deployer] })).toEqual({
      StringEquals: via,
      ArnEquals: {
        "aws:PrincipalArn": [
          deployer,
          "arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-template-shop-eu-central-1",
        ],
      },
    });
  });

  test("lets the named roles push, the organization pull, and nobody else write", () => {
    const stack = synthTemplate({ organizationId: ORGANIZATION });
    const allowed = (arn: string, action: string) => {
      const { caller, identity } = administrator(arn, ORGANIZATION);
      const resource = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/new";
      return evaluate({ caller, action, resource }, { identity, resource: cachePolicies(stack, "shop") })
        .allowed;
    };
    expect(allowed(BUILD_ROLE, "ecr:PutImage")).toBe(true);
    expect(allowed("arn:aws:iam::333333333333:role/Admin", "ecr:PutImage")).toBe(false);
    expect(allowed("arn:aws:iam::444444444444:role/task", "ecr:BatchGetImage")).toBe(true);
  });

  test.each([
    ["REPLICATION", "replication", "ecr:ReplicateImage"],
    ["PULL_THROUGH_CACHE", "pull-through cache", "ecr:PutImage"],
  ] as const)("for %s lets that role of ECR write", (appliedFor, name, action) => {
    const { caller, identity } = serviceLinkedRole(name, "333333333333", ORGANIZATION);
    const resource = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/new";
    const asked = (props: Props) =>
      evaluate(
        { caller, action, resource },
        { identity, resource: cachePolicies(synthTemplate(props), "shop") },
      ).allowed;
    expect(asked({ appliedFor: [appliedFor] })).toBe(true);
    expect(asked({})).toBe(false);
  });
});

test.each([
  ["PULL_THROUGH_CACHE", true],
  ["REPLICATION", false],
] as const)("of a repository created for %s, whoever pulls may import: %s", (appliedFor, expected) => {
  const { caller, identity } = administrator("arn:aws:iam::333333333333:role/Admin", ORGANIZATION);
  const policies = cachePolicies(synthTemplate({ appliedFor: [appliedFor] }), "shop");
  const resource = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/new";
  const asked = (action: string) =>
    evaluate({ caller, action, resource }, { identity, resource: policies }).allowed;
  expect(asked("ecr:BatchImportUpstreamImage")).toBe(expected);
  expect(asked("ecr:PutImage")).toBe(false);
});

describe("RepositoryCreationTemplate refuses", () => {
  const refused = (props: Props) =>
    stackRejectionOf((stack) => {
      new RepositoryCreationTemplate(stack, "template", {
        ...REGISTRY,
        prefix: "shop",
        appliedFor: ["REPLICATION"],
        ...props,
      });
    });

  test.each(["Shop", "shop/"])("the prefix %s", (prefix) => {
    expect(refused({ prefix })).toEqual([
      `test/template: "${prefix}" is not a prefix of a repository creation template; allowed: ROOT, or the ` +
        "beginning of repository names without the closing slash: shop [invalid-template-prefix]",
    ]);
  });

  test("to be for nothing", () => {
    expect(refused({ appliedFor: [] })).toEqual([
      "test/template: appliedFor is empty, so the template would never be used; allowed: PULL_THROUGH_CACHE, " +
        "REPLICATION, CREATE_ON_PUSH; name what makes ECR create a repository [template-for-nothing]",
    ]);
  });

  test("pushes that create for another account", () => {
    const pushers = [BUILD_ROLE, "arn:aws:iam::777777777777:role/ci/x"];
    expect(refused({ appliedFor: ["CREATE_ON_PUSH"], pushers })).toEqual([
      "test/template: arn:aws:iam::777777777777:role/ci/x cannot create repositories here by a push: no policy of " +
        "the registry lets another account; allowed: roles of account 333333333333; declare the repositories that " +
        "other accounts push to [template-pusher-elsewhere]",
    ]);
    expect(() => synthTemplate({ appliedFor: ["REPLICATION"], pushers })).not.toThrow();
  });

  test("pushes into what nobody may push to", () => {
    expect(refused({ appliedFor: ["CREATE_ON_PUSH"] })).toEqual([
      "test/template: a push creates a repository into which nobody may push; name the roles that push as " +
        "pushers, or leave CREATE_ON_PUSH out [template-without-pushers]",
    ]);
  });

  test("the prefix of a cache, which has its own template", () => {
    const [line] = stackRejectionOf((stack) => {
      new PullThroughCache(stack, "cache", { ...REGISTRY, upstream: "quay" });
      new RepositoryCreationTemplate(stack, "template", {
        ...REGISTRY,
        prefix: "quay",
        appliedFor: ["REPLICATION"],
      });
    });
    expect(line).toContain("ECR repository creation template quay");
    expect(line).toMatch(/\[singleton-owned-twice\]$/);
  });
});

describe("a key of KMS", () => {
  test("reaches what a cache makes", () => {
    const stack = synthStack((scope) => {
      new PullThroughCache(scope, "cache", {
        ...REGISTRY,
        upstream: "quay",
        encryption: { type: "kms", keyArn: KEY },
      });
    });
    const template = resourceOf(stack, "aws_ecr_repository_creation_template");
    expect(template["encryption_configuration"]).toEqual([{ encryption_type: "KMS", kms_key: KEY }]);
    expect(template["custom_role_arn"]).toMatch(/^\$\{aws_iam_role\.\w+\.arn\}$/);
  });

  test("reaches replicas that nobody declared, which its role may fill too", () => {
    const stack = synthStack((scope) => {
      new ImageRegistry(scope, "registry", {
        ...REGISTRY,
        replicaOf: { accountId: "333333333333", region: "eu-west-1" },
        replicaEncryption: { type: "kms" },
      });
    });
    const template = resourceOf(stack, "aws_ecr_repository_creation_template");
    expect(template["encryption_configuration"]).toEqual([
      { encryption_type: "KMS", kms_key: expect.stringMatching(/^\$\{aws_kms_key\./) as unknown },
    ]);
    expect(template["repository_policy"]).toContain(
      "arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-template-ROOT-eu-central-1",
    );
  });
});
