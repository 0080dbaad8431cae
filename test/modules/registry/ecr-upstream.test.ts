import { PullThroughCache } from "../../../modules/registry";
import { resourceOf, synthStack } from "../../support/synth";
import { statementsOf } from "../../support/statements";
import { CACHE_ROLE, REGISTRY } from "./support";

const PARTNER = "666666666666.dkr.ecr.eu-west-1.amazonaws.com";
const UPSTREAM_ROLE =
  "arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-cache-partner-eu-central-1";

describe("PullThroughCache of another registry of ECR", () => {
  const stack = synthStack((scope) => {
    new PullThroughCache(scope, "cache", {
      ...REGISTRY,
      upstream: "ecr",
      prefix: "partner",
      registryHost: PARTNER,
    });
  });
  const [role] = Object.keys(stack.resource?.["aws_iam_role"] ?? {});
  const [policy] = Object.keys(stack.resource?.["aws_iam_role_policy"] ?? {});
  const [template] = Object.keys(stack.resource?.["aws_ecr_repository_creation_template"] ?? {});

  test("reads with a role, once that may read", () => {
    expect(resourceOf(stack, "aws_ecr_pull_through_cache_rule")).toEqual({
      ecr_repository_prefix: "partner",
      upstream_registry_url: PARTNER,
      custom_role_arn: `\${aws_iam_role.${String(role)}.arn}`,
      depends_on: [
        `aws_ecr_repository_creation_template.${String(template)}`,
        `aws_iam_role_policy.${String(policy)}`,
      ],
    });
  });

  test("has a role under the push path that ECR's cache alone assumes", () => {
    const body = resourceOf(stack, "aws_iam_role");
    expect(body).toMatchObject({
      name: "supply-chain-cache-partner-eu-central-1",
      path: "/supply-chain/push/",
    });
    expect(statementsOf(body["assume_role_policy"])).toEqual([
      {
        Effect: "Allow",
        Principal: { Service: "pullthroughcache.ecr.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEqualsIfExists: { "aws:SourceAccount": "333333333333" } },
      },
    ]);
  });

  test("writes under its own prefix alone", () => {
    const own = "arn:aws:ecr:eu-central-1:333333333333:repository/partner/*";
    expect(statementsOf(resourceOf(stack, "aws_iam_role_policy")["policy"])).toEqual([
      { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
      {
        Effect: "Allow",
        Action: [
          "ecr:BatchGetImage",
          "ecr:BatchImportUpstreamImage",
          "ecr:GetDownloadUrlForLayer",
          "ecr:GetImageCopyStatus",
        ],
        Resource: [own, "arn:aws:ecr:eu-west-1:666666666666:repository/*"],
      },
      {
        Effect: "Allow",
        Action: ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"],
        Resource: own,
      },
    ]);
  });

  test("lets that role write into its repositories", () => {
    const [statement] = statementsOf(
      resourceOf(stack, "aws_ecr_repository_creation_template")["repository_policy"],
    );
    expect(statement?.["Condition"]).toEqual({
      ArnNotEquals: { "aws:PrincipalArn": [CACHE_ROLE, UPSTREAM_ROLE] },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    });
  });
});
