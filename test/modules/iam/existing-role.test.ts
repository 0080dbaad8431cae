import { ExistingRole } from "../../../modules/iam";
import { stackRejectionOf } from "../../support/rejection";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";

const REVOKE = {
  arn: "arn:aws:iam::333333333333:role/incident/revoke",
  policyName: "signing",
};
const READ = { actions: ["signer:GetSigningProfile"], resources: ["*"] };

test("a role that exists gets one inline policy with what it is granted, each once", () => {
  const stack = synthStack((scope) => {
    const role = new ExistingRole(scope, "role", REVOKE);
    role.allow(READ);
    role.allow(READ);
    expect(role.arn).toBe(REVOKE.arn);
  });
  expect(resourcesOf(stack, "aws_iam_role")).toEqual([]);
  const { policy, ...rest } = resourceOf(stack, "aws_iam_role_policy");
  expect(rest).toEqual({ name: "signing", role: "revoke" });
  expect(JSON.parse(String(policy))).toEqual({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "signer:GetSigningProfile", Resource: "*" }],
  });
});

test("a role that is granted nothing gets nothing", () => {
  const stack = synthStack((scope) => new ExistingRole(scope, "role", REVOKE));
  expect(resourcesOf(stack, "aws_iam_role_policy")).toEqual([]);
});

test("what is no role is refused", () => {
  const arn = "arn:aws:iam::333333333333:role/*";
  expect(stackRejectionOf((stack) => new ExistingRole(stack, "role", { ...REVOKE, arn }))).toEqual([
    'test/role: "arn:aws:iam::333333333333:role/*" is not the ARN of a role; allowed: arn:<partition>:iam::<account>:role/<path and name> [invalid-role-arn]',
  ]);
});
