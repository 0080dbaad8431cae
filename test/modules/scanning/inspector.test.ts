import { type TerraformStack } from "cdktf";
import { Inspector, InspectorOrganization, type InspectorOrganizationProps } from "../../../modules/scanning";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";
import { stackRejectionOf } from "../../support/rejection";

const TIMEOUTS = { create: "15m", update: "15m", delete: "15m" };
const ACCOUNT = { accountId: "333333333333", region: "eu-central-1" };
const ORGANIZATION: InspectorOrganizationProps = {
  accountId: "222222222222",
  region: "eu-central-1",
  autoEnable: ["ecr", "lambda"],
  memberAccountIds: ["444444444444", "333333333333"],
};

function organizationWith(props: Partial<InspectorOrganizationProps>) {
  return synthStack((stack) => new InspectorOrganization(stack, "inspector", { ...ORGANIZATION, ...props }));
}

describe("Inspector", () => {
  test("switches one account on", () => {
    const stack = synthStack(
      (scope) =>
        new Inspector(scope, "inspector", {
          ...ACCOUNT,
          resourceTypes: ["lambda-code", "lambda", "ecr", "ec2", "ecr"],
        }),
    );
    expect(resourceOf(stack, "aws_inspector2_enabler")).toEqual({
      account_ids: ["333333333333"],
      resource_types: ["EC2", "ECR", "LAMBDA", "LAMBDA_CODE"],
      timeouts: TIMEOUTS,
    });
  });

  test("rejects an empty list", () => {
    expect(
      stackRejectionOf((scope) => new Inspector(scope, "inspector", { ...ACCOUNT, resourceTypes: [] })),
    ).toEqual([
      'test/inspector: Inspector is switched on for nothing; name what it scans, for example "ecr", or leave the construct out [no-scan-types]',
    ]);
  });

  test("rejects the code of functions without the functions", () => {
    expect(
      stackRejectionOf(
        (scope) => new Inspector(scope, "inspector", { ...ACCOUNT, resourceTypes: ["lambda-code"] }),
      ),
    ).toEqual([
      'test/inspector: Inspector scans the code of Lambda functions only together with their packages; add "lambda" [lambda-code-needs-lambda]',
    ]);
  });

  test("rejects the code of functions where Inspector does not scan it", () => {
    expect(
      stackRejectionOf(
        (scope) =>
          new Inspector(scope, "inspector", {
            ...ACCOUNT,
            region: "us-gov-west-1",
            resourceTypes: ["lambda", "lambda-code"],
          }),
      ),
    ).toEqual([
      'test/inspector: Inspector does not scan the code of functions in "us-gov-west-1"; allowed: ap-northeast-1, ap-southeast-1, ap-southeast-2, eu-central-1, eu-north-1, eu-west-1, eu-west-2, us-east-1, us-east-2, us-west-2; take "lambda-code" out [service-not-in-region]',
    ]);
  });

  test("rejects a region without Inspector", () => {
    expect(
      stackRejectionOf(
        (scope) =>
          new Inspector(scope, "inspector", { ...ACCOUNT, region: "sa-west-1", resourceTypes: ["ecr"] }),
      ),
    ).toEqual([
      'test/inspector: there is no Amazon Inspector in "sa-west-1"; leave Inspector out there, and scan registries in basic mode [service-not-in-region]',
    ]);
  });

  test("rejects a second owner of the account's activation", () => {
    expect(
      stackRejectionOf((scope) => {
        new Inspector(scope, "inspector", { ...ORGANIZATION, resourceTypes: ["ecr"] });
        new InspectorOrganization(scope, "organization", ORGANIZATION);
      }),
    ).toEqual([
      "test/organization: the Inspector activation of an account and region has one owner, and test/inspector owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});

describe("InspectorOrganization", () => {
  test("decides on accounts that join later, after the administrator is on", () => {
    expect(resourceOf(organizationWith({}), "aws_inspector2_organization_configuration")).toEqual({
      auto_enable: { ec2: false, ecr: true, lambda: true, lambda_code: false },
      depends_on: ["aws_inspector2_enabler.inspector_Administrator_854A01D0"],
      timeouts: TIMEOUTS,
    });
  });

  test("takes existing accounts in after that", () => {
    expect(resourcesOf(organizationWith({}), "aws_inspector2_member_association")).toEqual(
      ["333333333333", "444444444444"].map((account) => ({
        account_id: account,
        depends_on: ["aws_inspector2_organization_configuration.inspector_934AB5AF"],
        timeouts: { create: "15m", delete: "15m" },
      })),
    );
  });

  test("imports those that are members already", () => {
    const stack = organizationWith({ existingMemberIds: ["444444444444"] });
    const [, second] = Object.keys(stack.resource?.["aws_inspector2_member_association"] ?? {});
    expect((stack as { readonly import?: unknown }).import).toEqual([
      { to: `aws_inspector2_member_association.${second ?? ""}`, id: "444444444444" },
    ]);
  });

  test("imports nothing unless told to", () => {
    expect(organizationWith({})).not.toHaveProperty("import");
  });

  test("switches the administrator on first and each member on after it was taken in", () => {
    const stack = organizationWith({});
    const associations = Object.keys(stack.resource?.["aws_inspector2_member_association"] ?? {});
    expect(resourcesOf(stack, "aws_inspector2_enabler")).toEqual([
      { account_ids: ["222222222222"], resource_types: ["ECR", "LAMBDA"], timeouts: TIMEOUTS },
      ...["333333333333", "444444444444"].map((account, index) => ({
        account_ids: [account],
        resource_types: ["ECR", "LAMBDA"],
        depends_on: [`aws_inspector2_member_association.${associations[index] ?? ""}`],
        timeouts: TIMEOUTS,
      })),
    ]);
  });

  test("never mixes the administrator and members, or two members, in one enabler", () => {
    const enablers = resourcesOf(organizationWith({}), "aws_inspector2_enabler");
    expect(enablers.map((enabler) => (enabler["account_ids"] as string[]).length)).toEqual([1, 1, 1]);
  });

  test("leaves the other members as they are when one joins", () => {
    const before = organizationWith({}).resource ?? {};
    const after =
      organizationWith({ memberAccountIds: ["123456789012", ...ORGANIZATION.memberAccountIds] }).resource ??
      {};
    for (const [type, resources] of Object.entries(before)) expect(after[type]).toMatchObject(resources);
    expect(Object.keys(after["aws_inspector2_enabler"] ?? {})).toHaveLength(4);
  });

  test("scans repositories of code on request", () => {
    const stack = organizationWith({ autoEnable: ["ecr", "code-repository"] });
    expect(resourceOf(stack, "aws_inspector2_organization_configuration")["auto_enable"]).toEqual({
      code_repository: true,
      ec2: false,
      ecr: true,
      lambda: false,
      lambda_code: false,
    });
    expect(resourcesOf(stack, "aws_inspector2_enabler")[0]?.["resource_types"]).toEqual([
      "CODE_REPOSITORY",
      "ECR",
    ]);
  });

  test("rejects repositories of code where Inspector does not scan them", () => {
    expect(
      stackRejectionOf(
        (stack) =>
          new InspectorOrganization(stack, "inspector", {
            ...ORGANIZATION,
            region: "eu-south-1",
            autoEnable: ["code-repository"],
          }),
      ),
    ).toEqual([
      'test/inspector: Inspector does not scan repositories of code in "eu-south-1"; allowed: ap-northeast-1, ap-southeast-1, ap-southeast-2, eu-central-1, eu-north-1, eu-west-1, eu-west-2, us-east-1, us-east-2, us-west-2; take "code-repository" out [service-not-in-region]',
    ]);
  });

  test("sets every flag of the scan types listed", () => {
    const configuration = resourceOf(
      organizationWith({ autoEnable: ["ec2", "lambda", "lambda-code"] }),
      "aws_inspector2_organization_configuration",
    );
    expect(configuration["auto_enable"]).toEqual({ ec2: true, ecr: false, lambda: true, lambda_code: true });
  });

  test("works without members", () => {
    const stack = organizationWith({ memberAccountIds: [] });
    expect(resourcesOf(stack, "aws_inspector2_enabler")).toHaveLength(1);
    expect(resourcesOf(stack, "aws_inspector2_member_association")).toEqual([]);
  });

  test("makes nothing for an empty list", () => {
    expect(organizationWith({ autoEnable: [] }).resource).toBeUndefined();
  });

  test("rejects the code of functions without the functions", () => {
    expect(
      stackRejectionOf(
        (scope) =>
          new InspectorOrganization(scope, "inspector", {
            ...ORGANIZATION,
            autoEnable: ["ecr", "lambda-code"],
          }),
      ),
    ).toEqual([
      'test/inspector: Inspector scans the code of Lambda functions only together with their packages; add "lambda" [lambda-code-needs-lambda]',
    ]);
  });

  test("rejects the code of functions where Inspector does not scan it", () => {
    expect(
      stackRejectionOf(
        (scope) =>
          new InspectorOrganization(scope, "inspector", {
            ...ORGANIZATION,
            region: "eu-west-3",
            autoEnable: ["lambda", "lambda-code"],
          }),
      ),
    ).toEqual([
      'test/inspector: Inspector does not scan the code of functions in "eu-west-3"; allowed: ap-northeast-1, ap-southeast-1, ap-southeast-2, eu-central-1, eu-north-1, eu-west-1, eu-west-2, us-east-1, us-east-2, us-west-2; take "lambda-code" out [service-not-in-region]',
    ]);
  });

  test("rejects a region without Inspector, unless there is nothing to scan", () => {
    const inNewZealand = (autoEnable: InspectorOrganizationProps["autoEnable"]) => (scope: TerraformStack) =>
      new InspectorOrganization(scope, "inspector", {
        ...ORGANIZATION,
        region: "ap-southeast-6",
        autoEnable,
      });
    expect(() => synthStack(inNewZealand([]))).not.toThrow();
    expect(stackRejectionOf(inNewZealand(["ecr"]))).toEqual([
      'test/inspector: there is no Amazon Inspector in "ap-southeast-6"; leave Inspector out there, and scan registries in basic mode [service-not-in-region]',
    ]);
  });

  test("rejects existing members that are no members", () => {
    expect(
      stackRejectionOf(
        (scope) =>
          new InspectorOrganization(scope, "inspector", {
            ...ORGANIZATION,
            existingMemberIds: ["555555555555", "333333333333", "222222222222"],
          }),
      ),
    ).toEqual([
      "test/inspector: existingMemberIds has 222222222222, 555555555555, which memberAccountIds lacks; add to memberAccountIds what shall stay a member, and take the rest out [existing-member-not-listed]",
    ]);
  });

  test("rejects the administrator as a member and things that are no account ids, all at once", () => {
    expect(
      stackRejectionOf(
        (scope) =>
          new InspectorOrganization(scope, "inspector", {
            ...ORGANIZATION,
            memberAccountIds: ["222222222222", "33333333333", "*"],
          }),
      ),
    ).toEqual([
      'test/inspector: "*" is not an account id; allowed: 12 digits [invalid-account-id]',
      'test/inspector: "33333333333" is not an account id; allowed: 12 digits [invalid-account-id]',
      "test/inspector: the delegated administrator 222222222222 is in memberAccountIds; leave it out; the administrator is switched on by itself [administrator-as-member]",
    ]);
  });
});
