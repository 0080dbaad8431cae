import { ImageRepository, type ImageRepositoryProps } from "../../../modules/registry";
import { resourceOf, synthStack } from "../../support/synth";
import { statementsOf } from "../../support/statements";
import { REGISTRY } from "./support";

function synthRepository(props: Partial<ImageRepositoryProps> = {}) {
  return synthStack((stack) => {
    new ImageRepository(stack, "repository", { ...REGISTRY, name: "shop/api", ...props });
  });
}

describe("encryption with a KMS key", () => {
  const kms = (name: string) => synthRepository({ name, encryption: { type: "kms" } });

  test("uses the given key and makes none", () => {
    const keyArn = "arn:aws:kms:eu-central-1:333333333333:key/0a1b2c3d-0000-4000-8000-000000000000";
    const stack = synthRepository({ encryption: { type: "kms", keyArn } });
    expect(resourceOf(stack, "aws_ecr_repository")["encryption_configuration"]).toEqual([
      { encryption_type: "KMS", kms_key: keyArn },
    ]);
    expect(stack.resource?.["aws_kms_key"]).toBeUndefined();
  });

  test("makes a rotated, protected key that serves the repository", () => {
    const stack = kms("shop/api");
    expect(resourceOf(stack, "aws_kms_key")).toEqual({
      policy: expect.any(String) as unknown,
      description: "Images of the ECR repository shop/api",
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    const [address] = Object.keys(stack.resource?.["aws_kms_key"] ?? {});
    expect(resourceOf(stack, "aws_ecr_repository")["encryption_configuration"]).toEqual([
      { encryption_type: "KMS", kms_key: `\${aws_kms_key.${String(address)}.arn}` },
    ]);
  });

  test("lets the account administer the key, and use it through ECR alone", () => {
    expect(statementsOf(resourceOf(kms("shop/api"), "aws_kms_key")["policy"])).toEqual([
      {
        Sid: "AdministerByAccount",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::333333333333:root" },
        Action: [
          "kms:CancelKeyDeletion",
          "kms:CreateAlias",
          "kms:DeleteAlias",
          "kms:DescribeKey",
          "kms:DisableKey",
          "kms:EnableKey",
          "kms:EnableKeyRotation",
          "kms:GetKeyPolicy",
          "kms:GetKeyRotationStatus",
          "kms:ListGrants",
          "kms:ListKeyPolicies",
          "kms:ListKeyRotations",
          "kms:ListResourceTags",
          "kms:PutKeyPolicy",
          "kms:RevokeGrant",
          "kms:RotateKeyOnDemand",
          "kms:ScheduleKeyDeletion",
          "kms:TagResource",
          "kms:UntagResource",
          "kms:UpdateAlias",
          "kms:UpdateKeyDescription",
        ],
        Resource: "*",
      },
      {
        Sid: "UseThroughEcr",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::333333333333:root" },
        Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
        Resource: "*",
        Condition: { StringEquals: { "kms:ViaService": "ecr.eu-central-1.amazonaws.com" } },
      },
    ]);
  });

  test("is used through ECR under China's domain too", () => {
    const stack = synthRepository({ partition: "aws-cn", region: "cn-north-1", encryption: { type: "kms" } });
    expect(statementsOf(resourceOf(stack, "aws_kms_key")["policy"])[1]).toEqual({
      Sid: "UseThroughEcr",
      Effect: "Allow",
      Principal: { AWS: "arn:aws-cn:iam::333333333333:root" },
      Action: ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "kms:ViaService": ["ecr.cn-north-1.amazonaws.com", "ecr.cn-north-1.amazonaws.com.cn"],
        },
      },
    });
  });

  test.each([
    ["shop/api", "alias/supply-chain/ecr/shop/api"],
    ["shop/a.b", "alias/supply-chain/ecr/shop/a_b-5bbf04d9"],
    ["shop/a_b", "alias/supply-chain/ecr/shop/a_b"],
  ])("names the key of %s", (name, alias) => {
    expect(resourceOf(kms(name), "aws_kms_alias")["name"]).toBe(alias);
  });

  test("shortens the alias of a long name to what KMS takes", () => {
    const { name } = resourceOf(kms("a".repeat(256)), "aws_kms_alias");
    expect(name).toMatch(/^alias\/supply-chain\/ecr\/a{224}-[0-9a-f]{8}$/);
    expect(name).toHaveLength(256);
  });
});
