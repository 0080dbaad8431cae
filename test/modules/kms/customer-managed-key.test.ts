import { App, TerraformStack, Testing, Token } from "cdktf";
import {
  CustomerManagedKey,
  type CustomerManagedKeyProps,
  encryptLogs,
  publishAlarms,
  publishEvents,
} from "../../../modules/kms";
import { stackRejectionOf } from "../../support/rejection";
import { statementsOf } from "../../support/statements";
import { resourceOf, synthStack, type SynthesizedStack } from "../../support/synth";

const PROPS: CustomerManagedKeyProps = {
  accountId: "333333333333",
  partition: "aws",
  description: "Secrets of the shop",
  alias: "alias/supply-chain/shop",
};
const PLACE = { accountId: "333333333333", region: "eu-central-1", partition: "aws" } as const;

const synthKey = (changes: Partial<CustomerManagedKeyProps> = {}) =>
  synthStack((stack) => {
    new CustomerManagedKey(stack, "key", { ...PROPS, ...changes });
  });

const policyOf = (changes: Partial<CustomerManagedKeyProps>) =>
  statementsOf(resourceOf(synthKey(changes), "aws_kms_key")["policy"]);

const ADMINISTER = {
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
};

describe("CustomerManagedKey", () => {
  test("rotates, is protected and waits as long as possible before it is deleted", () => {
    expect(resourceOf(synthKey(), "aws_kms_key")).toEqual({
      description: "Secrets of the shop",
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      policy: expect.any(String) as unknown,
      lifecycle: { prevent_destroy: true },
    });
  });

  test("has its alias", () => {
    const stack = synthKey();
    const [key] = Object.keys(stack.resource?.["aws_kms_key"] ?? {});
    expect(resourceOf(stack, "aws_kms_alias")).toEqual({
      name: "alias/supply-chain/shop",
      target_key_id: `\${aws_kms_key.${String(key)}.key_id}`,
    });
  });

  test("is administered by its account and used by nobody", () => {
    expect(policyOf({})).toEqual([ADMINISTER]);
  });

  test("is deleted by nobody where that is said", () => {
    expect(policyOf({ undeletable: true })).toEqual([
      { ...ADMINISTER, Action: ADMINISTER.Action.filter((action) => action !== "kms:ScheduleKeyDeletion") },
    ]);
  });

  test("is deleted by the account in an app that builds without protection", () => {
    const app = new App({ context: { protectFromDestroy: false } });
    const stack = new TerraformStack(app, "throw-away");
    new CustomerManagedKey(stack, "key", { ...PROPS, undeletable: true });
    const synthesized = JSON.parse(Testing.synth(stack)) as SynthesizedStack;
    expect(statementsOf(resourceOf(synthesized, "aws_kms_key")["policy"])).toEqual([ADMINISTER]);
  });

  test("is used by identities of the account where that is said", () => {
    expect(policyOf({ accountActions: ["kms:GenerateDataKey", "kms:Decrypt"] })).toEqual([
      ADMINISTER,
      {
        Sid: "UseByAccount",
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::333333333333:root" },
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "*",
      },
    ]);
  });

  test("belongs to an account of its partition", () => {
    const [administer] = policyOf({ partition: "aws-us-gov" });
    expect(administer?.["Principal"]).toEqual({ AWS: "arn:aws-us-gov:iam::333333333333:root" });
  });

  test("encrypts log groups where that is said", () => {
    const [, encrypt] = policyOf({ statements: [encryptLogs(PLACE, "/aws/lambda/b", "/aws/lambda/a*")] });
    expect(encrypt).toEqual({
      Sid: "EncryptLogs",
      Effect: "Allow",
      Principal: { Service: "logs.eu-central-1.amazonaws.com" },
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": [
            "arn:aws:logs:eu-central-1:333333333333:log-group:/aws/lambda/a*",
            "arn:aws:logs:eu-central-1:333333333333:log-group:/aws/lambda/b",
          ],
        },
      },
    });
  });

  test("encrypts topics for EventBridge where that is said", () => {
    const [, publish] = policyOf({ statements: [publishEvents(PLACE, "findings")] });
    expect(publish).toEqual({
      Sid: "PublishByEventBridge",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:eu-central-1:333333333333:findings",
        },
      },
    });
  });

  test("encrypts topics for alarms where that is said", () => {
    const [, publish] = policyOf({ statements: [publishAlarms(PLACE, "alarms")] });
    expect(publish).toMatchObject({
      Sid: "PublishByAlarms",
      Principal: { Service: "cloudwatch.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:sns:topicArn": "arn:aws:sns:eu-central-1:333333333333:alarms",
        },
      },
    });
  });

  test("takes an account and an alias that are known only at apply", () => {
    const unknown = Token.asString({ resolve: () => "${var.unknown}" });
    const stack = synthKey({ accountId: unknown, alias: unknown });
    expect(resourceOf(stack, "aws_kms_alias")["name"]).toBe("${var.unknown}");
  });

  test("takes the longest alias there is", () => {
    const alias = `alias/${"a".repeat(250)}`;
    expect(resourceOf(synthKey({ alias }), "aws_kms_alias")["name"]).toBe(alias);
  });

  test.each(["supply-chain/shop", "alias/", "alias/aws/ecr", "alias/a.b", `alias/${"a".repeat(251)}`])(
    "refuses the alias %s",
    (alias) => {
      expect(stackRejectionOf((stack) => new CustomerManagedKey(stack, "key", { ...PROPS, alias }))).toEqual([
        `test/key: "${alias}" is not an alias for a key; allowed: alias/ and letters, digits and /_-, together at most 256 characters, not under alias/aws/ [invalid-alias]`,
      ]);
    },
  );

  test("refuses a policy that is too long for KMS", () => {
    const aws = Array.from(
      { length: 760 },
      (_, index) => `arn:aws:iam::333333333333:role/reader-${String(100 + index)}`,
    );
    const statements = [{ sid: "Read", actions: ["kms:Decrypt"], principals: { aws } }];
    expect(
      stackRejectionOf((stack) => new CustomerManagedKey(stack, "key", { ...PROPS, statements })),
    ).toEqual([
      "test/key: the key policy has 34132 characters; allowed: 32768 characters; name fewer principals in its statements [policy-too-long]",
    ]);
  });

  test("tells every mistake at once", () => {
    expect(
      stackRejectionOf((stack) => {
        new CustomerManagedKey(stack, "key", { ...PROPS, accountId: "1", alias: "alias/" });
      }),
    ).toEqual([
      'test/key: "1" is not an account id; allowed: 12 digits [invalid-account-id]',
      'test/key: "alias/" is not an alias for a key; allowed: alias/ and letters, digits and /_-, together at most 256 characters, not under alias/aws/ [invalid-alias]',
    ]);
  });
});
