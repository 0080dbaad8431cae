import { type TerraformStack, TerraformVariable } from "cdktf";
import {
  Inspector,
  InspectorOrganization,
  type InspectorOrganizationProps,
  RegistryScanning,
} from "../../../modules/scanning";
import { resourcesOf, synthStack } from "../../support/synth";
import { stackRejectionOf } from "../../support/rejection";

const ACCOUNT = { accountId: "333333333333", region: "eu-central-1" };
const ORGANIZATION: InspectorOrganizationProps = {
  accountId: "222222222222",
  region: "eu-central-1",
  autoEnable: ["ecr", "lambda"],
  memberAccountIds: ["444444444444", "333333333333"],
};

describe("InspectorOrganization", () => {
  const OWNED = (what: string) =>
    `test/second: the ${what} of an account and region has one owner, and test/first owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]`;

  test.each(["222222222222", "333333333333"])(
    "rejects basic scanning of a registry whose images it scans: %s",
    (accountId) => {
      const beside = (autoEnable: InspectorOrganizationProps["autoEnable"]) => (scope: TerraformStack) => {
        new InspectorOrganization(scope, "first", { ...ORGANIZATION, autoEnable });
        new RegistryScanning(scope, "second", { ...ACCOUNT, accountId, mode: "basic" });
      };
      expect(stackRejectionOf(beside(["ecr"]))).toEqual([OWNED("type of ECR scanning")]);
      expect(() => synthStack(beside(["ec2"]))).not.toThrow();
    },
  );

  test("rejects a member that has basic scanning or an Inspector of its own already", () => {
    expect(
      stackRejectionOf((scope) => {
        new RegistryScanning(scope, "first", { ...ACCOUNT, mode: "basic" });
        new InspectorOrganization(scope, "second", ORGANIZATION);
      }),
    ).toEqual([OWNED("type of ECR scanning")]);
    expect(
      stackRejectionOf((scope) => {
        new Inspector(scope, "first", { ...ACCOUNT, resourceTypes: ["ec2"] });
        new InspectorOrganization(scope, "second", ORGANIZATION);
      }),
    ).toEqual([OWNED("Inspector activation")]);
  });

  test("rejects an Inspector of a member", () => {
    expect(
      stackRejectionOf((scope) => {
        new InspectorOrganization(scope, "first", ORGANIZATION);
        new Inspector(scope, "second", { ...ACCOUNT, resourceTypes: ["ec2"] });
      }),
    ).toEqual([OWNED("Inspector activation")]);
  });

  test("agrees with who sets an account that is no member, another region, or nothing of its own", () => {
    const beside = (props: Partial<InspectorOrganizationProps>) => (scope: TerraformStack) => {
      new InspectorOrganization(scope, "first", { ...ORGANIZATION, ...props });
      new Inspector(scope, "inspector", { ...ACCOUNT, resourceTypes: ["ec2"] });
      new RegistryScanning(scope, "second", { ...ACCOUNT, mode: "basic" });
    };
    expect(() => synthStack(beside({ memberAccountIds: ["444444444444"] }))).not.toThrow();
    expect(() => synthStack(beside({ region: "eu-west-1" }))).not.toThrow();
    expect(() => synthStack(beside({ autoEnable: [] }))).not.toThrow();
  });

  test("takes a region that only Terraform knows", () => {
    const stack = synthStack((scope) => {
      const region = new TerraformVariable(scope, "region", {}).stringValue;
      new InspectorOrganization(scope, "inspector", { ...ORGANIZATION, region, autoEnable: ["ecr"] });
    });
    expect(resourcesOf(stack, "aws_inspector2_member_association")).toHaveLength(2);
  });
});
