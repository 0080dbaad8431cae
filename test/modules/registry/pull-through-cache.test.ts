import { PullThroughCache, type PullThroughCacheProps, type Upstream } from "../../../modules/registry";
import { resourceOf, synthStack } from "../../support/synth";
import { stackRejectionOf } from "../../support/rejection";
import { statementsOf } from "../../support/statements";
import { CACHE_ROLE, ORGANIZATION, Recorder, REGISTRY } from "./support";

const SECRET = "arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/login-AbCdEf";

const PARTNER = "666666666666.dkr.ecr.eu-west-1.amazonaws.com";

function synthCache(props: Partial<PullThroughCacheProps> = {}) {
  return synthStack((stack) => {
    new PullThroughCache(stack, "cache", { ...REGISTRY, upstream: "quay", ...props });
  });
}

const denyOthers = {
  Sid: "DenyOtherWriters",
  Effect: "Deny",
  Principal: "*",
  Action: ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"],
  Condition: {
    ArnNotEquals: { "aws:PrincipalArn": CACHE_ROLE },
    BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
  },
};

describe("PullThroughCache", () => {
  test.each<[Upstream, string, Partial<PullThroughCacheProps>]>([
    ["docker-hub", "registry-1.docker.io", { credentialArn: SECRET }],
    ["ecr-public", "public.ecr.aws", {}],
    ["quay", "quay.io", {}],
    ["kubernetes", "registry.k8s.io", {}],
    ["github", "ghcr.io", { credentialArn: SECRET }],
    ["gitlab", "registry.gitlab.com", { credentialArn: SECRET }],
    ["azure", "exampleorg.azurecr.io", { credentialArn: SECRET, registryHost: "exampleorg.azurecr.io" }],
    [
      "azure",
      "exampleorg-e7ggejfuhzhgedc8.azurecr.io",
      { credentialArn: SECRET, registryHost: "exampleorg-e7ggejfuhzhgedc8.azurecr.io" },
    ],
    ["chainguard", "cgr.dev", { credentialArn: SECRET }],
  ])("caches %s from %s", (upstream, host, props) => {
    const stack = synthCache({ upstream, ...props });
    const [template] = Object.keys(stack.resource?.["aws_ecr_repository_creation_template"] ?? {});
    expect(resourceOf(stack, "aws_ecr_pull_through_cache_rule")).toEqual({
      ecr_repository_prefix: upstream,
      upstream_registry_url: host,
      ...(props.credentialArn === undefined ? {} : { credential_arn: SECRET }),
      depends_on: [`aws_ecr_repository_creation_template.${String(template)}`],
    });
  });

  test("makes its repositories mutable and encrypted, and expires what tags left behind", () => {
    expect(resourceOf(synthCache({ prefix: "mirror/quay" }), "aws_ecr_repository_creation_template")).toEqual(
      {
        prefix: "mirror/quay",
        applied_for: ["PULL_THROUGH_CACHE"],
        description: "Cache of quay",
        image_tag_mutability: "MUTABLE",
        encryption_configuration: [{ encryption_type: "AES256" }],
        lifecycle_policy: JSON.stringify({
          rules: [
            {
              rulePriority: 1,
              description: "Expire untagged images 14 days after their push",
              selection: {
                tagStatus: "untagged",
                countType: "sinceImagePushed",
                countUnit: "days",
                countNumber: 14,
              },
              action: { type: "expire" },
            },
          ],
        }),
        repository_policy: expect.any(String) as unknown,
      },
    );
  });

  test("lets nobody but ECR write into its repositories", () => {
    const template = resourceOf(synthCache(), "aws_ecr_repository_creation_template");
    expect(statementsOf(template["repository_policy"])).toEqual([denyOthers]);
  });

  test("lets the organization pull what is cached", () => {
    const template = resourceOf(
      synthCache({ organizationId: ORGANIZATION }),
      "aws_ecr_repository_creation_template",
    );
    expect(statementsOf(template["repository_policy"])).toEqual([
      {
        Sid: "PullByOrganization",
        Effect: "Allow",
        Principal: "*",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
      },
      denyOthers,
    ]);
  });

  test("grants importing under its prefix alone", () => {
    const grantee = new Recorder();
    synthStack((stack) => {
      new PullThroughCache(stack, "cache", { ...REGISTRY, upstream: "quay", prefix: "mirror" }).grantImport(
        grantee,
      );
    });
    expect(grantee.statements).toEqual([
      { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      {
        actions: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:GetDownloadUrlForLayer",
          "ecr:BatchImportUpstreamImage",
          "ecr:CreateRepository",
        ],
        resources: ["arn:aws:ecr:eu-central-1:333333333333:repository/mirror/*"],
      },
    ]);
  });
});

describe("PullThroughCache refuses", () => {
  const refused = (props: Partial<PullThroughCacheProps>) =>
    stackRejectionOf((stack) => {
      new PullThroughCache(stack, "cache", { ...REGISTRY, upstream: "quay", ...props });
    });

  test.each([
    ["aws-us-gov", "us-gov-west-1"],
    ["aws-cn", "cn-north-1"],
  ] as const)("partition %s, which lacks the cache", (partition, region) => {
    expect(refused({ partition, region })).toEqual([
      `test/cache: ECR has no pull-through cache in ${region} (partition ${partition}); copy the images into ` +
        "repositories of your own [service-not-in-partition]",
    ]);
  });

  test.each(["ROOT", "q", "Quay", "quay/"])("the prefix %s", (prefix) => {
    expect(refused({ prefix })).toEqual([
      `test/cache: "${prefix}" is not a prefix of a pull-through cache; allowed: 2 to 30 characters: lowercase ` +
        "letters and digits, separated by single . _ - or / [invalid-pull-through-prefix]",
    ]);
  });

  test.each<Upstream>(["docker-hub", "github", "gitlab", "chainguard"])("%s without a login", (upstream) => {
    expect(refused({ upstream })).toEqual([
      `test/cache: ${upstream} wants a login, and there is no credentialArn; allowed: ` +
        "arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/…, with the keys username " +
        "and accessToken; create the secret, for example with UpstreamCredential, and pass its ARN as credentialArn [credentials-missing]",
    ]);
  });

  test.each<Upstream>(["ecr-public", "quay", "kubernetes", "ecr"])("a login to %s", (upstream) => {
    const registryHost = upstream === "ecr" ? { registryHost: PARTNER } : {};
    expect(refused({ upstream, credentialArn: SECRET, ...registryHost })).toEqual([
      `test/cache: ECR does not log in to ${upstream} with a secret, but credentialArn names one; leave credentialArn out ` +
        "[credentials-superfluous]",
    ]);
  });

  test.each([
    SECRET.replace("ecr-pullthroughcache/", ""),
    SECRET.replace("333333333333", "444444444444"),
    SECRET.replace("eu-central-1", "eu-west-1"),
    SECRET.replace("login-AbCdEf", ""),
    SECRET.replace("login-AbCdEf", "login"),
  ])("the secret %s", (credentialArn) => {
    expect(refused({ upstream: "docker-hub", credentialArn })).toEqual([
      `test/cache: ECR cannot use the secret "${credentialArn}"; allowed: ` +
        "arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/NAME-XXXXXX, with the six " +
        "characters that Secrets Manager adds [invalid-pull-through-credential]",
    ]);
  });

  test("azure without its host and login, both at once", () => {
    expect(refused({ upstream: "azure" })).toEqual([
      "test/cache: azure wants a login, and there is no credentialArn; allowed: " +
        "arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/…, with the keys username " +
        "and accessToken; create the secret, for example with UpstreamCredential, and pass its ARN as credentialArn [credentials-missing]",
      "test/cache: azure has no common host, and there is no registryHost; allowed: NAME.azurecr.io or " +
        "NAME-HASH.azurecr.io; pass the host of the registry as registryHost [registry-missing]",
    ]);
  });

  test.each([
    "exampleorg.example.com",
    "https://exampleorg.azurecr.io",
    "a.azurecr.io",
    "exampleorg-a-b.azurecr.io",
  ])("the azure host %s", (registryHost) => {
    expect(refused({ upstream: "azure", credentialArn: SECRET, registryHost })).toEqual([
      `test/cache: "${registryHost}" is not a host of azure; allowed: NAME.azurecr.io or NAME-HASH.azurecr.io [invalid-registry-host]`,
    ]);
  });

  test.each(["eu-middle-1", "cn-north-1", "us-gov-west-1"])(
    "a registry of ECR in %s, which is no region of its partition",
    (region) => {
      const registryHost = PARTNER.replace("eu-west-1", region);
      expect(refused({ upstream: "ecr", registryHost })).toEqual([
        `test/cache: "${registryHost}" is in no region of the partition aws; allowed: ` +
          "ACCOUNT.dkr.ecr.REGION.amazonaws.com; write the region of the registry whose images are cached " +
          "[invalid-registry-host]",
      ]);
    },
  );

  test.each(["exampleorg.azurecr.io", PARTNER.replace("dkr.ecr", "dkr-ecr"), `https://${PARTNER}`])(
    "the host %s of a registry of ECR",
    (registryHost) => {
      expect(refused({ upstream: "ecr", registryHost })).toEqual([
        `test/cache: "${registryHost}" is not a host of ecr; allowed: ACCOUNT.dkr.ecr.REGION.amazonaws.com ` +
          "[invalid-registry-host]",
      ]);
    },
  );

  test("a cache of its own registry", () => {
    const registryHost = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";
    expect(refused({ upstream: "ecr", registryHost })).toEqual([
      `test/cache: ${registryHost} is the registry of the cache itself; name a registry of another account or ` +
        "region [cache-of-itself]",
    ]);
  });

  test("a host for an upstream that has one", () => {
    expect(refused({ registryHost: "mirror.example.com" })).toEqual([
      'test/cache: quay is quay.io, but registryHost says "mirror.example.com"; leave registryHost out ' +
        "[registry-superfluous]",
    ]);
  });

  test("two caches under one prefix", () => {
    expect(
      stackRejectionOf((stack) => {
        new PullThroughCache(stack, "one", { ...REGISTRY, upstream: "quay" });
        new PullThroughCache(stack, "two", { ...REGISTRY, upstream: "kubernetes", prefix: "quay" });
      }),
    ).toEqual([
      "test/two: the pull-through cache prefix quay of an account and region has one owner, and test/one owns it " +
        "already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});
