import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { PullTimeExclusions } from "../../../modules/registry";
import { stackRejectionOf } from "../../support/rejection";
import { resourcesOf, synthStack } from "../../support/synth";
import { REGISTRY } from "./support";

const SCANNER = "arn:aws:iam::222222222222:role/scanners/third-party";
const VERIFIER = "arn:aws:iam::444444444444:role/verifier";

test("PullTimeExclusions names each role through Cloud Control", () => {
  const stack = synthStack((scope) => {
    new PullTimeExclusions(scope, "exclusions", { ...REGISTRY, roleArns: [SCANNER, VERIFIER] });
  });
  expect(resourcesOf(stack, "aws_cloudcontrolapi_resource")).toEqual(
    [SCANNER, VERIFIER].map((arn) => ({
      type_name: "AWS::ECR::PullTimeUpdateExclusion",
      desired_state: JSON.stringify({ PrincipalArn: arn }),
    })),
  );
});

test("PullTimeExclusions wait for roles that the same stack makes", () => {
  const stack = synthStack((scope) => {
    const after = [new IamRole(scope, "role", { assumeRolePolicy: "{}" })];
    new PullTimeExclusions(scope, "exclusions", { ...REGISTRY, roleArns: [SCANNER], after });
  });
  expect(resourcesOf(stack, "aws_cloudcontrolapi_resource")).toMatchObject([
    { depends_on: ["aws_iam_role.role"] },
  ]);
});

describe("PullTimeExclusions refuses", () => {
  const refused = (...roleArns: string[]) =>
    stackRejectionOf((stack) => {
      new PullTimeExclusions(stack, "exclusions", { ...REGISTRY, roleArns });
    });

  test.each([
    "arn:aws:iam::222222222222:user/scanner",
    "arn:aws:iam::222222222222:role/*",
    "arn:aws-cn:iam::222222222222:role/scanner",
    `arn:aws:iam::222222222222:role/${"p".repeat(160)}/scanner-0`,
  ])("%s", (arn) => {
    expect(refused(arn)).toEqual([
      `test/exclusions: "${arn}" does not name one role of partition aws; allowed: ` +
        "arn:aws:iam::ACCOUNT:role/NAME, with its path and without wildcards, at most 200 characters " +
        "[invalid-excluded-role]",
    ]);
  });

  test("a role named twice", () => {
    expect(refused(SCANNER, VERIFIER, SCANNER)).toEqual([
      `test/exclusions: ${SCANNER} is excluded twice; name each role once [role-excluded-twice]`,
    ]);
  });

  test.each([
    ["a/b", "a--b"],
    ["a-/b", "a/-b"],
  ])("roles whose ids are one: %s and %s", (one, other) => {
    const [first, second] = [one, other].map((name) => `arn:aws:iam::222222222222:role/${name}`);
    expect(refused(String(first), String(second))).toEqual([
      `test/exclusions: ${String(second)} and ${String(first)} become the same id: they differ in / and - only; exclude one of them alone, or rename it [names-clash]`,
    ]);
  });

  test("a hundred and first role", () => {
    const roles = Array.from({ length: 101 }, (_, index) => `${SCANNER}-${String(index)}`);
    expect(refused(...roles)).toEqual([
      "test/exclusions: 101 roles are excluded; allowed: 100 roles; let scanners of several accounts assume one role " +
        "of the registry's account, and exclude that [too-many-pull-time-exclusions]",
    ]);
  });

  test("a second list in one stack", () => {
    expect(
      stackRejectionOf((stack) => {
        for (const id of ["one", "two"])
          new PullTimeExclusions(stack, id, { ...REGISTRY, roleArns: [SCANNER] });
      }),
    ).toEqual([
      "test/two: the list of pull-time exclusions of an account and region has one owner, and test/one owns it " +
        "already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});
