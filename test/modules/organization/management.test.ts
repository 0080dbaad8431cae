import { DelegatedAdministrators, TrustedAccess } from "../../../modules/organization";
import { ProblemError } from "../../../problem";
import { resourceOf, synthStack } from "../../support/synth";

const MANAGEMENT = { accountId: "111111111111", region: "eu-central-1" };
const trusted = {
  organizationId: "o-exampleorg1",
  servicePrincipals: ["inspector2.amazonaws.com", "guardduty.amazonaws.com", "guardduty.amazonaws.com"],
  policyTypes: ["SERVICE_CONTROL_POLICY"],
};

describe("TrustedAccess", () => {
  it("adds our services and policy types to the ones of today", () => {
    const stack = synthStack((scope) => new TrustedAccess(scope, "trusted", trusted));
    const today = Object.keys(stack.data?.["aws_organizations_organization"] ?? {})[0];
    const data = `data.aws_organizations_organization.${String(today)}`;
    expect(resourceOf(stack, "aws_organizations_organization")).toEqual({
      feature_set: "ALL",
      aws_service_access_principals: `\${setunion(tolist(${data}.aws_service_access_principals), ["guardduty.amazonaws.com", "inspector2.amazonaws.com"])}`,
      enabled_policy_types: `\${setunion(tolist(${data}.enabled_policy_types), ["SERVICE_CONTROL_POLICY"])}`,
      lifecycle: { prevent_destroy: true },
    });
  });

  it("imports the organization", () => {
    const stack = synthStack((scope) => new TrustedAccess(scope, "trusted", trusted));
    const name = Object.keys(stack.resource?.["aws_organizations_organization"] ?? {})[0];
    expect(stack["import"]).toEqual([
      { id: "o-exampleorg1", to: `aws_organizations_organization.${String(name)}` },
    ]);
  });

  it("reads today's organization without waiting for the resource", () => {
    const stack = synthStack((scope) => new TrustedAccess(scope, "trusted", trusted));
    const [today] = Object.values(stack.data?.["aws_organizations_organization"] ?? {});
    expect(today).not.toHaveProperty("depends_on");
  });

  it("refuses what is no organization id", () => {
    const build = () =>
      synthStack((scope) => new TrustedAccess(scope, "trusted", { ...trusted, organizationId: "o-1" }));
    expect(build).toThrow(ProblemError);
    expect(build).toThrow(
      'test/trusted: "o-1" is not the id of an organization; allowed: o- and 10 to 32 lowercase letters and digits [invalid-organization-id]',
    );
  });

  it("refuses a second owner", () => {
    expect(() =>
      synthStack((scope) => {
        new TrustedAccess(scope, "one", trusted);
        new TrustedAccess(scope, "two", trusted);
      }),
    ).toThrow(
      "test/two: the AWS organization of an account and region has one owner, and test/one owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    );
  });
});

describe("DelegatedAdministrators", () => {
  it("registers GuardDuty, Inspector and Security Hub one after another, after trusted access", () => {
    const stack = synthStack((scope) => {
      const access = new TrustedAccess(scope, "trusted", trusted);
      new DelegatedAdministrators(scope, "admins", {
        ...MANAGEMENT,
        securityAccountId: "222222222222",
        after: [access.resource],
      });
    });
    const address = (type: string) => `${type}.${String(Object.keys(stack.resource?.[type] ?? {})[0])}`;
    expect(resourceOf(stack, "aws_guardduty_organization_admin_account")).toEqual({
      admin_account_id: "222222222222",
      depends_on: [address("aws_organizations_organization")],
    });
    expect(resourceOf(stack, "aws_inspector2_delegated_admin_account")).toEqual({
      account_id: "222222222222",
      depends_on: [address("aws_guardduty_organization_admin_account")],
    });
    expect(resourceOf(stack, "aws_securityhub_organization_admin_account")).toEqual({
      admin_account_id: "222222222222",
      depends_on: [address("aws_inspector2_delegated_admin_account")],
    });
  });

  it("waits for nothing in a region without trusted access", () => {
    const stack = synthStack(
      (scope) =>
        new DelegatedAdministrators(scope, "admins", { ...MANAGEMENT, securityAccountId: "222222222222" }),
    );
    expect(resourceOf(stack, "aws_guardduty_organization_admin_account")).toEqual({
      admin_account_id: "222222222222",
    });
  });

  it("refuses what is no account id", () => {
    expect(() =>
      synthStack(
        (scope) => new DelegatedAdministrators(scope, "admins", { ...MANAGEMENT, securityAccountId: "2222" }),
      ),
    ).toThrow('test/admins: "2222" is not an account id; allowed: 12 digits [invalid-account-id]');
  });

  it("refuses a second owner", () => {
    expect(() =>
      synthStack((scope) => {
        new DelegatedAdministrators(scope, "one", { ...MANAGEMENT, securityAccountId: "222222222222" });
        new DelegatedAdministrators(scope, "two", { ...MANAGEMENT, securityAccountId: "222222222222" });
      }),
    ).toThrow(
      "test/two: the list of delegated administrators of an account and region has one owner, and test/one owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    );
  });
});
