import { ImageRepository, type ImageRepositoryProps } from "../../../modules/registry";
import { resourceOf, synthStack } from "../../support/synth";
import { statementsOf } from "../../support/statements";
import {
  type Actor,
  administrator,
  ANONYMOUS,
  evaluate,
  parsePolicy,
  type Policies,
} from "../../support/iam";
import { rejectionOf } from "../../support/rejection";
import { BUILD_ROLE, ORGANIZATION, REGISTRY } from "./support";

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

test("encrypts twice in GovCloud", () => {
  const stack = synthRepository({
    partition: "aws-us-gov",
    region: "us-gov-west-1",
    encryption: { type: "kms-dsse" },
  });
  const [address] = Object.keys(stack.resource?.["aws_kms_key"] ?? {});
  expect(resourceOf(stack, "aws_ecr_repository")["encryption_configuration"]).toEqual([
    { encryption_type: "KMS_DSSE", kms_key: `\${aws_kms_key.${String(address)}.arn}` },
  ]);
});

describe("encryption is refused", () => {
  const refused = (props: Partial<ImageRepositoryProps>) => rejectionOf(() => synthRepository(props));

  test.each([
    ["aws", "eu-central-1"],
    ["aws-cn", "cn-north-1"],
  ] as const)("twice in %s", (partition, region) => {
    expect(refused({ partition, region, encryption: { type: "kms-dsse" } })).toEqual([
      `test/repository: encryption is "kms-dsse", which ECR does not have in ${region} (partition ${partition}); ` +
        "allowed: aes256 or kms; kms-dsse in AWS GovCloud (US); choose kms; it cannot change once the repository " +
        "is made [dsse-unavailable]",
    ]);
  });

  test.each([
    "arn:aws:kms:eu-central-1:444444444444:key/0a1b2c3d-0000-4000-8000-000000000000",
    "arn:aws:kms:eu-west-1:333333333333:key/0a1b2c3d-0000-4000-8000-000000000000",
    "arn:aws:kms:eu-central-1:333333333333:alias/images",
    "0a1b2c3d-0000-4000-8000-000000000000",
  ])("with the key %s", (keyArn) => {
    expect(refused({ encryption: { type: "kms", keyArn } })).toEqual([
      `test/repository: ECR cannot encrypt the repository with the key "${keyArn}"; allowed: ` +
        "arn:aws:kms:eu-central-1:333333333333:key/KEY-ID, a key of the registry's account and region and no " +
        "alias; name the key for good; it cannot change once the repository is made [invalid-key-arn]",
    ]);
  });
});

describe("the key of a repository", () => {
  const KEY = "arn:aws:kms:eu-central-1:333333333333:key/0a1b2c3d-0000-4000-8000-000000000000";
  const stack = synthRepository({
    pushers: [BUILD_ROLE],
    pull: ["444444444444"],
    encryption: { type: "kms" },
  });
  const keyPolicy = parsePolicy("key", resourceOf(stack, "aws_kms_key")["policy"]);
  const ECR = "ecr.eu-central-1.amazonaws.com";

  /** Asks KMS, directly or through a service. */
  const ask = (actor: Actor, action: string, viaService?: string) =>
    evaluate(
      {
        caller: actor.caller,
        action,
        resource: KEY,
        ...(viaService === undefined ? {} : { context: { "kms:ViaService": viaService } }),
      },
      { identity: actor.identity, resource: [keyPolicy] },
    ).allowed;

  const admin = administrator("arn:aws:iam::333333333333:role/Admin", ORGANIZATION);
  const pusher = administrator(BUILD_ROLE, ORGANIZATION);
  const puller = administrator("arn:aws:iam::444444444444:role/task", ORGANIZATION);
  const GRANTS = ["kms:CreateGrant", "kms:RetireGrant"];
  const DATA = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo"];

  test.each(GRANTS)("%s: only by the account, and only through ECR of the region", (action) => {
    expect(ask(admin, action, ECR)).toBe(true);
    expect(ask(admin, action)).toBe(false);
    expect(ask(admin, action, "ecr.eu-west-1.amazonaws.com")).toBe(false);
    expect(ask(admin, action, "s3.eu-central-1.amazonaws.com")).toBe(false);
    expect(ask(puller, action, ECR)).toBe(false);
    expect(ask(ANONYMOUS, action, ECR)).toBe(false);
    expect(ask({ ...admin, identity: [] }, action, ECR)).toBe(false);
  });

  test("is deleted by nobody, so that what leaves the file stays readable", () => {
    for (const actor of [admin, pusher, puller]) {
      expect(ask(actor, "kms:ScheduleKeyDeletion")).toBe(false);
      expect(ask(actor, "kms:ScheduleKeyDeletion", ECR)).toBe(false);
    }
    expect(ask(admin, "kms:PutKeyPolicy")).toBe(true);
  });

  test.each<[string, Actor]>([
    ["an administrator", admin],
    ["whoever pushes", pusher],
    ["whoever pulls", puller],
  ])("%s neither encrypts nor decrypts, directly or through ECR", (_, actor) => {
    for (const action of DATA) {
      expect(ask(actor, action)).toBe(false);
      expect(ask(actor, action, ECR)).toBe(false);
    }
  });

  test("ECR does, by the grant that it made for the repository", () => {
    const caller = { type: "service", name: "ecr.amazonaws.com" } as const;
    const grants = [{ grantee: "ecr.amazonaws.com", operations: ["Decrypt", "GenerateDataKey"] }];
    const decide = (granted: Pick<Policies, "grants">) =>
      ["kms:Decrypt", "kms:GenerateDataKey"].map(
        (action) =>
          evaluate({ caller, action, resource: KEY }, { ...granted, resource: [keyPolicy] }).allowed,
      );
    expect(decide({ grants })).toEqual([true, true]);
    expect(decide({})).toEqual([false, false]);
  });

  test("ECR uses it for the roles alone that deploy, where they are named", () => {
    const DEPLOYER = "arn:aws:iam::333333333333:role/supply-chain-deployment";
    const narrow = synthRepository({ encryption: { type: "kms" }, deployers: [DEPLOYER] });
    const policy = parsePolicy("key", resourceOf(narrow, "aws_kms_key")["policy"]);
    const deployer = administrator(DEPLOYER, ORGANIZATION);
    const decide = ({ caller, identity }: Actor, action: string, viaService?: string) =>
      evaluate(
        {
          caller,
          action,
          resource: KEY,
          ...(viaService === undefined ? {} : { context: { "kms:ViaService": viaService } }),
        },
        { identity, resource: [policy] },
      ).allowed;
    for (const action of GRANTS) {
      expect(decide(deployer, action, ECR)).toBe(true);
      expect(decide(deployer, action)).toBe(false);
      for (const other of [admin, pusher, puller, ANONYMOUS]) expect(decide(other, action, ECR)).toBe(false);
    }
    for (const action of DATA) expect(decide(deployer, action, ECR)).toBe(false);
    // Pulls, scans and lifecycle policies go on: they use the grants that ECR has of its own.
    const grants = [{ grantee: "ecr.amazonaws.com", operations: ["Decrypt", "GenerateDataKey"] }];
    const caller = { type: "service", name: "ecr.amazonaws.com" } as const;
    for (const action of ["kms:Decrypt", "kms:GenerateDataKey"]) {
      expect(evaluate({ caller, action, resource: KEY }, { grants, resource: [policy] }).allowed).toBe(true);
    }
  });

  test("foreign accounts do nothing with it", () => {
    for (const action of ["kms:DescribeKey", "kms:PutKeyPolicy", ...GRANTS, ...DATA]) {
      expect(ask(puller, action, ECR)).toBe(false);
    }
  });
});
