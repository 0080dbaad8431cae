import { createHash } from "node:crypto";
import { Construct } from "constructs";
import { PROTECT_FROM_DESTROY } from "../../../modules/protection";
import { Role, trustService } from "../../../modules/iam";
import { SigningProfile, type SigningProfileProps } from "../../../modules/signing";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";
import { stackRejectionOf } from "../../support/rejection";

const PROFILE = {
  name: "release_1a2b3c4d",
  accountId: "333333333333",
  region: "eu-central-1",
  partition: "aws",
} as const;
const ARN = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
const SIGNERS = [
  "arn:aws:iam::555555555555:role/release",
  "arn:aws:iam::444444444444:role/supply-chain/push/shop-build",
];

function profileWith(props: Partial<SigningProfileProps>) {
  return synthStack((stack) => new SigningProfile(stack, "release", { ...PROFILE, ...props }));
}

function rejected(props: Partial<SigningProfileProps>) {
  return stackRejectionOf((stack) => new SigningProfile(stack, "release", { ...PROFILE, ...props }));
}

/** Builds a role in the profile's account and returns its policy. */
function policyAfter(grant: (profile: SigningProfile, role: Role) => void): unknown {
  const stack = synthStack((scope) => {
    const role = new Role(scope, "role", {
      name: "signer",
      description: "Signs images.",
      trust: [trustService("codebuild.amazonaws.com", "333333333333")],
    });
    grant(new SigningProfile(scope, "release", PROFILE), role);
  });
  return JSON.parse(resourceOf(stack, "aws_iam_role_policy")["policy"] as string);
}

describe("SigningProfile", () => {
  test("makes a profile for container images with the longest validity, protected from destroy", () => {
    expect(resourceOf(profileWith({}), "aws_signer_signing_profile")).toEqual({
      name: "release_1a2b3c4d",
      platform_id: "Notation-OCI-SHA384-ECDSA",
      signature_validity_period: { type: "MONTHS", value: 135 },
      lifecycle: { prevent_destroy: true },
    });
  });

  test("takes a validity in any unit", () => {
    const profile = resourceOf(
      profileWith({ validity: { value: 90, unit: "DAYS" } }),
      "aws_signer_signing_profile",
    );
    expect(profile["signature_validity_period"]).toEqual({ type: "DAYS", value: 90 });
  });

  test("is unprotected only in an app that asks for it", () => {
    const stack = synthStack((scope) => {
      const throwAway = new Construct(scope, "throw-away");
      throwAway.node.setContext(PROTECT_FROM_DESTROY, false);
      new SigningProfile(throwAway, "release", PROFILE);
    });
    expect(resourceOf(stack, "aws_signer_signing_profile")["lifecycle"]).toEqual({ prevent_destroy: false });
  });

  test("knows its ARN before it exists, without the version", () => {
    let arn = "";
    synthStack((scope) => {
      arn = new SigningProfile(scope, "release", PROFILE).profileArn;
    });
    expect(arn).toBe(ARN);
    expect(SigningProfile.arn({ ...PROFILE, region: "us-gov-west-1", partition: "aws-us-gov" })).toBe(
      "arn:aws-us-gov:signer:us-gov-west-1:333333333333:/signing-profiles/release_1a2b3c4d",
    );
  });

  test("makes no permissions by itself", () => {
    expect(resourcesOf(profileWith({}), "aws_signer_signing_profile_permission")).toEqual([]);
  });

  test("permits each signer of another account to sign, and nothing else", () => {
    const statementId = (signer: string) =>
      `sign-${createHash("sha256").update(signer).digest("hex").slice(0, 16)}`;
    expect(resourcesOf(profileWith({ signers: SIGNERS }), "aws_signer_signing_profile_permission")).toEqual(
      SIGNERS.map((principal) => ({
        action: "signer:SignPayload",
        principal,
        profile_name: "${aws_signer_signing_profile.release_1E7A7A71.name}",
        statement_id: statementId(principal),
      })),
    );
  });

  test.each([
    ["readers", "signer:GetSigningProfile", /^read-[0-9a-f]{16}$/],
    ["revokers", "signer:RevokeSignature", /^revoke-[0-9a-f]{16}$/],
  ] as const)("permits %s of another account to do %s, and nothing else", (key, action, statementId) => {
    const [principal = ""] = SIGNERS;
    expect(
      resourcesOf(profileWith({ [key]: [principal, principal] }), "aws_signer_signing_profile_permission"),
    ).toEqual([
      {
        action,
        principal,
        profile_name: "${aws_signer_signing_profile.release_1E7A7A71.name}",
        statement_id: expect.stringMatching(statementId) as string,
      },
    ]);
  });

  test("keeps the permissions of a role that is in all three lists apart", () => {
    const [role = ""] = SIGNERS;
    const stack = profileWith({ signers: [role], readers: [role], revokers: [role] });
    const permissions = resourcesOf(stack, "aws_signer_signing_profile_permission");
    expect(permissions.map(({ action }) => action).sort()).toEqual([
      "signer:GetSigningProfile",
      "signer:RevokeSignature",
      "signer:SignPayload",
    ]);
    expect(new Set(permissions.map(({ statement_id }) => statement_id)).size).toBe(3);
  });

  test("keeps a permission's address and statement id when the list of signers changes", () => {
    const [first, second] = SIGNERS as [string, string];
    const permissions = (signers: string[]) =>
      profileWith({ signers }).resource?.["aws_signer_signing_profile_permission"] ?? {};
    const both = permissions([first, second]);
    expect(permissions([second, first, first])).toEqual(both);
    const [address, alone] = Object.entries(permissions([second]))[0] as [string, unknown];
    expect(both[address]).toEqual(alone);
  });

  test("grantSign allows signing with this profile", () => {
    expect(policyAfter((profile, role) => profile.grantSign(role))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "signer:SignPayload", Resource: ARN }],
    });
  });

  test("grantRead allows reading this profile", () => {
    expect(policyAfter((profile, role) => profile.grantRead(role))).toEqual({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "signer:GetSigningProfile", Resource: ARN }],
    });
  });

  test("grantRevoke allows revoking this profile and the signatures of its version", () => {
    expect(policyAfter((profile, role) => profile.grantRevoke(role))).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: "signer:RevokeSigningProfile", Resource: ARN },
        {
          Effect: "Allow",
          Action: "signer:RevokeSignature",
          Resource: "arn:aws:signer:eu-central-1:333333333333:/signing-jobs/*",
          Condition: {
            StringEquals: {
              "signer:ProfileVersion": "${aws_signer_signing_profile.release_1E7A7A71.version}",
            },
          },
        },
      ],
    });
  });
});

describe("SigningProfile rejects", () => {
  test.each(["r", "release-1", "a".repeat(65), "rélease", "release\n", ""])("the name %j", (name) => {
    expect(rejected({ name })).toEqual(
      `test/release: "${name}" is not a name of a signing profile; allowed: 2 to 64 letters, digits and underscores [invalid-profile-name]`.split(
        "\n",
      ),
    );
  });

  test("a region where Signer does not sign images", () => {
    expect(rejected({ region: "eu-central-2" })).toEqual([
      "test/release: AWS Signer does not sign container images in eu-central-2; allowed: af-south-1, ap-east-1, ap-northeast-1, ap-northeast-2, ap-south-1, ap-southeast-1, ap-southeast-2, ca-central-1, eu-central-1, eu-north-1, eu-south-1, eu-west-1, eu-west-2, eu-west-3, me-south-1, sa-east-1, us-east-1, us-east-2, us-gov-east-1, us-gov-west-1, us-west-1, us-west-2 [service-not-in-region]",
    ]);
  });

  test("a region of another partition", () => {
    expect(rejected({ region: "us-gov-west-1" })).toEqual([
      "test/release: us-gov-west-1 is a region of the partition aws-us-gov, not aws; change the region or the partition [region-of-other-partition]",
    ]);
  });

  test.each([
    [{ value: 136, unit: "MONTHS" }, "136 months; allowed: 1 to 135 months"],
    [{ value: 12, unit: "YEARS" }, "12 years; allowed: 1 to 11 years"],
    [{ value: 4107, unit: "DAYS" }, "4107 days; allowed: 1 to 4106 days"],
    [{ value: 0, unit: "DAYS" }, "0 days; allowed: 1 to 4106 days"],
    [{ value: 1.5, unit: "MONTHS" }, "1.5 months; allowed: 1 to 135 months"],
    [{ value: NaN, unit: "MONTHS" }, "NaN months; allowed: 1 to 135 months"],
  ] as const)("the validity %j", (validity, rest) => {
    expect(rejected({ validity })).toEqual([
      `test/release: a signature cannot be valid for ${rest} [invalid-validity]`,
    ]);
  });

  test("a validity of another unit", () => {
    const validity = { value: 1, unit: "WEEKS" as "DAYS" };
    expect(rejected({ validity })).toEqual([
      'test/release: a signature cannot be valid for 1 "WEEKS"; allowed: DAYS, MONTHS, YEARS; name one of these units [invalid-validity]',
    ]);
  });

  test.each([
    [{ value: 135, unit: "MONTHS" }],
    [{ value: 11, unit: "YEARS" }],
    [{ value: 4106, unit: "DAYS" }],
    [{ value: 1, unit: "DAYS" }],
  ] as const)("nothing at the edge of %j", (validity) => {
    const profile = resourceOf(profileWith({ validity }), "aws_signer_signing_profile");
    expect(profile["signature_validity_period"]).toEqual({ type: validity.unit, value: validity.value });
  });

  test.each([
    "*",
    "444444444444",
    "arn:aws:iam::444444444444:root",
    "arn:aws:iam::444444444444:role/*",
    "arn:aws:iam::444444444444:user/release",
    "arn:aws-us-gov:iam::444444444444:role/release",
    "arn:aws:iam::4444444444444:role/release",
  ])("the signer %s", (signer) => {
    expect(rejected({ signers: [signer] })).toEqual([
      `test/release: the signer "${signer}" is not the ARN of a role; allowed: arn:aws:iam::<account>:role/<path and name> [invalid-signer]`,
    ]);
  });

  test("a signer of the profile's own account", () => {
    expect(rejected({ signers: ["arn:aws:iam::333333333333:role/release"] })).toEqual([
      "test/release: the signer arn:aws:iam::333333333333:role/release is a role of the profile's own account; give the role the permission with grantSign() [signer-of-own-account]",
    ]);
  });

  test("a reader or revoker that is no role, or of the profile's own account", () => {
    expect(rejected({ readers: ["*"], revokers: ["arn:aws:iam::333333333333:role/incident"] })).toEqual([
      'test/release: the reader "*" is not the ARN of a role; allowed: arn:aws:iam::<account>:role/<path and name> [invalid-reader]',
      "test/release: the revoker arn:aws:iam::333333333333:role/incident is a role of the profile's own account; give the role the permission with grantRevoke() [revoker-of-own-account]",
    ]);
  });

  test("everything at once", () => {
    expect(
      rejected({
        name: "-",
        region: "mars-1",
        validity: { value: 0, unit: "YEARS" },
        signers: ["*", "*"],
      }).map((line) => /\[(.*)\]$/.exec(line)?.[1]),
    ).toEqual(["invalid-region", "invalid-profile-name", "invalid-validity", "invalid-signer"]);
  });
});
