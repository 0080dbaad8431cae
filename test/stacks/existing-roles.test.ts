import { parseOrganization } from "../../config";
import { synthesized } from "../../organizations/examples";
import { plan } from "../../plan";
import { textOf } from "../config/bad-files/base";
import { parsePolicy } from "../support/iam";
import { rejectionOf } from "../support/rejection";
import { type SynthesizedStack } from "../support/synth";

/** Inline policies that roles which somebody else made get from any stack, where these push. */
function policiesOf(account: string, ...roles: readonly string[]) {
  const push = roles.map((role) => `{ account: ${account}, role: ${role} }`).join(", ");
  const text = textOf([["{ pull: [shop] }", `{ pull: [shop], push: [${push}] }`]]);
  return synthesized(plan(parseOrganization(text, "organization.yaml"))).flatMap(({ terraform }) =>
    Object.entries((terraform as SynthesizedStack).resource?.["aws_iam_role_policy"] ?? {})
      .filter(([, { name }]) => String(name).startsWith("supply-chain-signing"))
      .map(([address, { role, policy }]) => ({
        address,
        role,
        actions: parsePolicy("identity", policy).statements.map(({ Action }) => Action),
      })),
  );
}

test.each(["images", "shop"])(
  "a path and a name that differ by a dot are two roles in account %s",
  (account) => {
    const policies = policiesOf(account, "ci/build", "ci.build");
    const actions = ["signer:SignPayload"];
    expect(policies.map(({ role }) => role).sort()).toEqual(["build", "ci.build"]);
    expect(policies.map((policy) => policy.actions)).toEqual([actions, actions]);
  },
);

test("the address of a policy is by path and name, as it always was where neither holds a dot", () => {
  const addresses = policiesOf("images", "ci/build", "ci.build").map(({ role, address }) => [role, address]);
  expect(Object.fromEntries(addresses)).toEqual({
    build: "signing_roles_cibuild_Policy_612027EF",
    "ci.build": "signing_roles_cibuild_Policy_382AA0B8",
  });
});

test.each([
  ["images", "registry-images-eu-central-1/signing/roles/ci.build", "333333333333"],
  ["shop", "workload-shop-eu-central-1/signing-roles/build", "444444444444"],
])("a name under two paths is refused in account %s", (account, path, id) => {
  expect(rejectionOf(() => policiesOf(account, "ci/build", "release/build"))).toEqual([
    `${path}: the file names arn:aws:iam::${id}:role/ci/build and arn:aws:iam::${id}:role/release/build; allowed: one path for the name of a role: an account has no two roles of one name; write the path that the role has wherever the file names it [role-named-twice]`,
  ]);
});
