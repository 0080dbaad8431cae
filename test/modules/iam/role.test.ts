import { type TerraformStack } from "cdktf";
import { Role, trustService } from "../../../modules/iam";
import { stackRejectionOf } from "../../support/rejection";
import { statementsOf } from "../../support/statements";
import { resourceOf, synthStack } from "../../support/synth";

const roleIn = (stack: TerraformStack, id = "role") =>
  new Role(stack, id, {
    name: id,
    description: "tests",
    trust: [trustService("ecs.amazonaws.com", "333333333333")],
  });
const bucket = (name: string) => ({ actions: ["s3:GetObject"], resources: [`arn:aws:s3:::${name}/*`] });

describe("Role", () => {
  test("collects what it is allowed, each statement once", () => {
    const stack = synthStack((scope) => {
      const role = roleIn(scope);
      for (const name of ["a", "b", "a"]) role.allow(bucket(name));
    });
    expect(statementsOf(resourceOf(stack, "aws_iam_role_policy")["policy"])).toEqual(
      ["a", "b"].map((name) => ({
        Effect: "Allow",
        Action: "s3:GetObject",
        Resource: `arn:aws:s3:::${name}/*`,
      })),
    );
  });

  test("has no policy before it is allowed anything", () => {
    expect(synthStack((scope) => roleIn(scope)).resource?.["aws_iam_role_policy"]).toBeUndefined();
  });

  test("refuses permissions that IAM does not take, as one problem with the path of the role", () => {
    expect(
      stackRejectionOf((scope) => {
        const role = roleIn(scope);
        for (let index = 100; index < 250; index += 1) role.allow(bucket(`bucket-number-${String(index)}`));
      }),
    ).toEqual([
      "test/role: the permissions policy of the role has 13388 characters; allowed: 10240 characters; name fewer " +
        "resources, or name them by a common prefix [policy-too-long]",
    ]);
  });

  test("refuses a trust policy that IAM does not take", () => {
    const trust = Array.from({ length: 30 }, (_, index) => ({
      actions: ["sts:AssumeRole"],
      principals: { service: [`service-${String(index)}.amazonaws.com`] },
    }));
    expect(
      stackRejectionOf((scope) => new Role(scope, "role", { name: "role", description: "tests", trust })),
    ).toEqual([
      "test/role: the trust policy of the role role has 2908 characters; allowed: 2048 characters; let fewer " +
        "roles assume it, or make a second role [policy-too-long]",
    ]);
  });
});
