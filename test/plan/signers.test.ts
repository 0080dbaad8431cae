import { synthesized } from "../../organizations/examples";
import { loadOrganization, parseOrganization } from "../../config";
import { type Deployment, plan } from "../../plan";
import { type Edit, textOf } from "../config/bad-files/base";
import { parsePolicy } from "../support/iam";
import { resourcesOf } from "../support/synth";

const planOf = (...edits: readonly Edit[]) => plan(parseOrganization(textOf(edits), "organization.yaml"));
const push = (roles: string): Edit => ["{ pull: [shop] }", `{ pull: [shop], push: [${roles}] }`];
/** Which stacks give which roles what they sign with. */
const givenBy = (deployments: readonly Deployment[]) =>
  deployments.flatMap(({ name, signers = [] }) => signers.map(({ roleArn }) => `${name}: ${roleArn}`));
const CI = "arn:aws:iam::444444444444:role/ci/api";
const RESERVED = "aws-reserved/sso.amazonaws.com/AWSReservedSSO_x";
const POLICIES = "aws_iam_role_policy";

describe("a role of another account that pushes to a signed repository", () => {
  test("gets what it signs with from a stack of its own account, the one at home", () => {
    expect(givenBy(planOf(push("{ account: shop, role: ci/api }")))).toEqual([
      `workload-shop-eu-central-1: ${CI}`,
    ]);
  });

  test("gets it from the first region of the file that has a stack, whatever the order of clusters", () => {
    const elsewhere: readonly Edit[] = [
      ["regions: [eu-central-1, eu-west-1]", "regions: [eu-central-1, eu-west-3, eu-west-1]"],
      ["web: { type: ecs }", "web: { type: ecs, region: eu-west-3 }"],
      ["      jobs: { type: eks, region: eu-west-1 }\n", ""],
      ["      web:", "      jobs: { type: eks, region: eu-west-1 }\n      web:"],
      ["vpc-0a1b2c3d4e5f60718, ", "vpc-0a1b2c3d4e5f60718, region: eu-west-3, "],
    ];
    expect(givenBy(planOf(push("{ account: shop, role: ci/api }"), ...elsewhere))).toEqual([
      `workload-shop-eu-west-3: ${CI}`,
    ]);
  });

  test("gets it in a central account as well", () => {
    expect(
      givenBy(planOf(push("{ account: security, role: ci }, { account: management, role: ci }"))),
    ).toEqual([
      "organization-management-eu-central-1: arn:aws:iam::111111111111:role/ci",
      "security-security-eu-central-1: arn:aws:iam::222222222222:role/ci",
    ]);
  });

  const unsigned: readonly Edit[] = [
    ["  profiles:\n    release: { validity: 135 months }\n", "  profiles: {}\n"],
    ["{ type: ecs }", '{ type: ecs, signatures: "off" }'],
    ["region: eu-west-1 }", 'region: eu-west-1, signatures: "off" }'],
  ];
  test.each<[string, readonly Edit[]]>([
    ["the repository is not signed", [push("{ account: shop, role: ci }"), ...unsigned]],
    ["the role is of the registry's account", [push("{ account: images, role: ci }")]],
    ["the role is AWS's own", [push(`{ account: shop, role: ${RESERVED} }`)]],
  ])("gets nothing where %s", (_, edits) => {
    expect(givenBy(planOf(...edits))).toEqual([]);
  });

  test("and one of the registry's own account gets nothing either where it is AWS's own", () => {
    const owners = planOf(
      push(`{ account: images, role: ci }, { account: images, role: ${RESERVED} }`),
    ).flatMap(({ layer }) =>
      layer.kind === "registry" ? layer.profiles.map(({ ownSigners }) => ownSigners) : [],
    );
    expect(owners).toEqual([["arn:aws:iam::333333333333:role/ci"]]);
  });

  test("has it before the registry lets it push", () => {
    const deployments = planOf(push("{ account: security, role: ci }"), [
      "registry:\n",
      "inspector: { autoEnable: [] }\nregistry:\n  scanning: { mode: basic }\n",
    ]);
    const registry = deployments.find(({ name }) => name === "registry-images-eu-central-1");
    expect(registry?.after).toContain("security-security-eu-central-1");
  });
});

describe("the complete example", () => {
  const stacks = synthesized(plan(loadOrganization("examples/complete/organization.yaml")));
  const policies = stacks.flatMap(({ deployment, terraform }) =>
    resourcesOf(terraform, POLICIES)
      .filter(({ name }) => String(name).startsWith("supply-chain-signing"))
      .map(({ name, role, policy }) => ({ stack: deployment.name, name, role, policy })),
  );

  test("gives every pusher of another account the inline policy, which no two stacks of an account share", () => {
    const foreign = policies.filter(({ stack }) => !stack.startsWith("registry"));
    expect(foreign.map(({ stack, name, role }) => ({ stack, name, role }))).toEqual([
      {
        stack: "workload-data-eu-west-1",
        name: "supply-chain-signing-workload-data-eu-west-1",
        role: "reports-hotfix",
      },
      {
        stack: "pipeline-builds-eu-central-1",
        name: "supply-chain-signing-pipeline-builds-eu-central-1",
        role: "reports-release",
      },
    ]);
  });

  test("lets each of them sign with exactly the profiles that permit it", () => {
    const permitted = (role: string) =>
      stacks
        .flatMap(({ terraform }) => resourcesOf(terraform, "aws_signer_signing_profile_permission"))
        .filter(({ action, principal }) => action === "signer:SignPayload" && principal === role).length;
    const allowed = (role: string) =>
      policies
        .filter((policy) => policy.role === role)
        .flatMap(({ policy }) => parsePolicy("identity", policy).statements)
        .flatMap(({ Action, Resource }) => (Action === "signer:SignPayload" ? Resource : []));
    expect(allowed("reports-hotfix")).toHaveLength(4);
    expect(permitted("arn:aws:iam::666666666666:role/reports-hotfix")).toBe(4);
    expect(allowed("reports-release")).toEqual(allowed("reports-hotfix"));
  });
});

test("a role that comes back under another path keeps the address of its policy", () => {
  const addressesAt = (role: string) =>
    synthesized(planOf(push(`{ account: shop, role: ${role} }`))).flatMap(({ terraform }) =>
      Object.keys((terraform as { resource: Record<string, object> }).resource[POLICIES] ?? {}).filter(
        (name) => name.startsWith("signing-roles_"),
      ),
    );
  expect(addressesAt("ci/api")).toEqual(["signing-roles_api_Policy_3EB1CECD"]);
  expect(addressesAt("supply-chain/push/api")).toEqual(addressesAt("ci/api"));
});
