import { Guardrails, GUARDRAILS, type GuardrailsProps, TrustedAccess } from "../../../modules/organization";
import { InspectorRescanDuration } from "../../../modules/scanning";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";
import { stackRejectionOf } from "../../support/rejection";

const DEPLOYMENT = "arn:aws:iam::*:role/supply-chain-deployment";
const props: GuardrailsProps = {
  partition: "aws",
  organizationId: "o-exampleorg1",
  targets: [{ name: "production", id: "ou-ex4m-prod0001" }],
  exemptRoleArns: [DEPLOYMENT],
};

interface WrittenStatement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Principal?: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition: Record<string, Record<string, string | string[]>>;
}

function statementsOf(type: string, changes: Partial<GuardrailsProps> = {}): Map<string, WrittenStatement> {
  const stack = synthStack((scope) => new Guardrails(scope, "guardrails", { ...props, ...changes }));
  const documents = resourcesOf(stack, "aws_organizations_policy")
    .filter((policy) => policy["type"] === type)
    .map((policy) => JSON.parse(String(policy["content"])) as { Statement: WrittenStatement[] });
  return new Map(documents.flatMap(({ Statement }) => Statement.map((one) => [one.Sid, one] as const)));
}

const rejection = (changes: Partial<GuardrailsProps>) =>
  stackRejectionOf((scope) => {
    new Guardrails(scope, "guardrails", { ...props, ...changes });
  });

describe("Guardrails as service control policies", () => {
  it("come from the catalogue, without the push rule when no push path is given", () => {
    expect([...statementsOf("SERVICE_CONTROL_POLICY").keys()]).toEqual([
      "KeepGuardDuty",
      "KeepInspector",
      "KeepKeyAliases",
      "KeepKeys",
      "KeepMonitoringTags",
      "KeepRegistry",
      "KeepRepositories",
      "KeepRoles",
      "KeepSecurityHub",
      "KeepSigning",
    ]);
  });

  it("deny everybody but the exempt roles, compared as ARNs", () => {
    const statements = statementsOf("SERVICE_CONTROL_POLICY");
    expect(statements.size).toBe(10);
    for (const [sid, statement] of statements) {
      expect(statement.Effect).toBe("Deny");
      expect(statement.Principal).toBeUndefined();
      if (sid === "KeepInspector") continue;
      expect(statement.Condition["ArnNotLike"]).toEqual({ "aws:PrincipalArn": DEPLOYMENT });
    }
  });

  it("let the function that sets the re-scan duration change Inspector", () => {
    const { Action, Condition } = statementsOf("SERVICE_CONTROL_POLICY").get("KeepInspector") ?? {};
    expect(Action).toContain("inspector2:UpdateConfiguration");
    const [, rescan = ""] = Condition?.["ArnNotLike"]?.["aws:PrincipalArn"] as string[];
    expect(rescan).toBe("arn:aws:iam::*:role/supply-chain/supply-chain-inspector-rescan-duration-*");

    const stack = synthStack((scope) => {
      new InspectorRescanDuration(scope, "rescan", {
        accountId: "222222222222",
        region: "ap-southeast-2",
        partition: "aws",
        rescanDuration: "LIFETIME",
      });
    });
    const { path, name } = resourceOf(stack, "aws_iam_role");
    expect(`arn:aws:iam::*:role${String(path)}${String(name)}`).toBe(rescan.replace(/\*$/, "ap-southeast-2"));
  });

  it("keep signing from being changed or stopped", () => {
    expect(statementsOf("SERVICE_CONTROL_POLICY").get("KeepSigning")).toEqual({
      Sid: "KeepSigning",
      Effect: "Deny",
      Action: [
        "ecr:DeleteSigningConfiguration",
        "ecr:PutSigningConfiguration",
        "signer:AddProfilePermission",
        "signer:CancelSigningProfile",
        "signer:RemoveProfilePermission",
        "signer:RevokeSignature",
        "signer:RevokeSigningProfile",
      ],
      Resource: "*",
      Condition: { ArnNotLike: { "aws:PrincipalArn": DEPLOYMENT } },
    });
  });

  it("keep the chain's roles and the exempt roles themselves", () => {
    expect(statementsOf("SERVICE_CONTROL_POLICY").get("KeepRoles")?.Resource).toEqual([
      "arn:aws:iam::*:role/supply-chain-deployment",
      "arn:aws:iam::*:role/supply-chain/*",
    ]);
  });

  it("keep only the keys of the chain", () => {
    expect(statementsOf("SERVICE_CONTROL_POLICY").get("KeepKeys")?.Condition).toEqual({
      "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/supply-chain/*" },
      ArnNotLike: { "aws:PrincipalArn": DEPLOYMENT },
    });
  });

  it("keep clusters' monitoring tag", () => {
    expect(statementsOf("SERVICE_CONTROL_POLICY").get("KeepMonitoringTags")?.Condition).toEqual({
      "ForAnyValue:StringEquals": { "aws:TagKeys": "GuardDutyManaged" },
      ArnNotLike: { "aws:PrincipalArn": DEPLOYMENT },
    });
  });

  it.each<[string[] | undefined, unknown, string[]]>([
    [undefined, undefined, ["*"]],
    [["333333333333"], { "aws:PrincipalAccount": "333333333333" }, ["333333333333"]],
  ])("keep the registries of accounts %j", (registryAccountIds, condition, accounts) => {
    const statements = statementsOf("SERVICE_CONTROL_POLICY", { registryAccountIds });
    expect(statements.get("KeepRegistry")?.Condition["StringEquals"]).toEqual(condition);
    const repositories = accounts.map((account) => `arn:aws:ecr:*:${account}:repository/*`);
    expect([statements.get("KeepRepositories")?.Resource].flat()).toEqual(repositories);
  });

  it("let only the push path push when it is given", () => {
    const changes = { pushRolePath: "/supply-chain/push/" };
    expect(statementsOf("SERVICE_CONTROL_POLICY", changes).get("PushByPushersOnly")).toEqual({
      Sid: "PushByPushersOnly",
      Effect: "Deny",
      Action: ["ecr:CompleteLayerUpload", "ecr:InitiateLayerUpload", "ecr:PutImage", "ecr:UploadLayerPart"],
      Resource: "*",
      Condition: {
        ArnNotLike: { "aws:PrincipalArn": [DEPLOYMENT, "arn:aws:iam::*:role/supply-chain/push/*"] },
      },
    });
  });

  it("never deny what the agents of GuardDuty or pullers need", () => {
    const denied = [...statementsOf("SERVICE_CONTROL_POLICY").values()].flatMap(({ Action }) => Action);
    expect(denied.filter((action) => action.includes("*"))).toEqual([]);
    for (const needed of ["guardduty:SendSecurityTelemetry", "ecr:BatchGetImage"])
      expect(denied).not.toContain(needed);
  });
});

describe("Guardrails as resource control policies", () => {
  it("close registries to everybody outside of the organization but AWS's services", () => {
    expect([...statementsOf("RESOURCE_CONTROL_POLICY").values()]).toEqual([
      {
        Sid: "RegistryForOrganizationOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "ecr:*",
        Resource: "*",
        Condition: {
          StringNotEqualsIfExists: { "aws:PrincipalOrgID": "o-exampleorg1" },
          BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
        },
      },
    ]);
  });
});

describe("Guardrails", () => {
  it("are attached to every target after what they wait for", () => {
    const stack = synthStack((scope) => {
      const access = new TrustedAccess(scope, "trusted", {
        organizationId: "o-exampleorg1",
        servicePrincipals: [],
        policyTypes: ["SERVICE_CONTROL_POLICY"],
      });
      new Guardrails(scope, "guardrails", {
        ...props,
        targets: [...props.targets, { name: "root", id: "r-ex4m" }],
        after: [access.resource],
      });
    });
    const organization = Object.keys(stack.resource?.["aws_organizations_organization"] ?? {})[0];
    const policies = Object.entries(stack.resource?.["aws_organizations_policy"] ?? {});
    expect(policies.map(([, { name, type }]) => [name, type])).toEqual([
      ["supply-chain-rcp-1", "RESOURCE_CONTROL_POLICY"],
      ["supply-chain-scp-1", "SERVICE_CONTROL_POLICY"],
    ]);
    for (const [, policy] of policies) {
      expect(policy["depends_on"]).toEqual([`aws_organizations_organization.${String(organization)}`]);
    }
    expect(resourcesOf(stack, "aws_organizations_policy_attachment")).toEqual(
      policies.flatMap(([name]) =>
        ["ou-ex4m-prod0001", "r-ex4m"].map((target) => ({
          policy_id: `\${aws_organizations_policy.${name}.id}`,
          target_id: target,
        })),
      ),
    );
  });

  it("have ids of their own", () => {
    const ids = GUARDRAILS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
  });

  it("split into more policies when more roles are exempt, none over the limit", () => {
    const exemptRoleArns = Array.from(
      { length: 8 },
      (_, n) => `arn:aws:iam::*:role/team-${String(n)}/deployment`,
    );
    const stack = synthStack((scope) => new Guardrails(scope, "guardrails", { ...props, exemptRoleArns }));
    const policies = resourcesOf(stack, "aws_organizations_policy").filter(
      ({ type }) => type === "SERVICE_CONTROL_POLICY",
    );
    expect(policies.map(({ name }) => name)).toEqual(["supply-chain-scp-1", "supply-chain-scp-2"]);
    for (const { content } of policies) expect(String(content).length).toBeLessThanOrEqual(5120);
  });

  const many = (count: number) =>
    Array.from(
      { length: count },
      (_, n) => `arn:aws:iam::*:role/${"long-path-of-a-team/".repeat(3)}deployment-${String(n)}`,
    );
  it.each<[string, Partial<GuardrailsProps>, string]>([
    [
      "no target",
      { targets: [] },
      "test/guardrails: guardrails without a target bind nobody; name the root, a unit or an account, or leave the guardrails out [no-targets]",
    ],
    [
      "a name twice",
      { targets: [...props.targets, { name: "production", id: "r-ex4m" }] },
      'test/guardrails: two targets are named "production"; give each a name of its own [target-named-twice]',
    ],
    [
      "a target twice",
      { targets: [...props.targets, { name: "again", id: "ou-ex4m-prod0001" }] },
      "test/guardrails: the target ou-ex4m-prod0001 is named twice; name it once [target-attached-twice]",
    ],
    [
      "what is no target",
      { targets: [{ name: "production", id: "production" }] },
      'test/guardrails: the id "production" of the target "production" is none that a policy can be attached to; allowed: the id of a root (r-…), an organizational unit (ou-…) or an account [invalid-target-id]',
    ],
    [
      "nobody exempt",
      { exemptRoleArns: [] },
      "test/guardrails: guardrails that exempt no role bind those who deploy, too; exempt the roles Terraform deploys with [no-exempt-roles]",
    ],
    [
      "a role of another partition",
      { exemptRoleArns: ["arn:aws-cn:iam::333333333333:role/deploy"] },
      'test/guardrails: "arn:aws-cn:iam::333333333333:role/deploy" is not a pattern that exempts a role; allowed: arn:aws:iam::<account or *>:role/<path and name, with * and ?> [invalid-role-pattern]',
    ],
    [
      "every role exempt",
      { exemptRoleArns: ["arn:aws:iam::*:role/*"] },
      'test/guardrails: "arn:aws:iam::*:role/*" is not a pattern that exempts a role; allowed: arn:aws:iam::<account or *>:role/<path and name, with * and ?>; name the role: this exempts every role [invalid-role-pattern]',
    ],
    [
      "a push path without slashes",
      { pushRolePath: "push" },
      'test/guardrails: "push" is not the path of roles; allowed: a path such as /supply-chain/push/ [invalid-role-path]',
    ],
    [
      "what is no organization id",
      { organizationId: "example" },
      'test/guardrails: "example" is not the id of an organization; allowed: o- and 10 to 32 lowercase letters and digits [invalid-organization-id]',
    ],
    [
      "an empty list of registries",
      { registryAccountIds: [] },
      "test/guardrails: the list of accounts whose registries are kept is empty; name them, or leave the list out to keep the registry of every account [no-registry-accounts]",
    ],
    [
      "what is no account of a registry",
      { registryAccountIds: ["images"] },
      'test/guardrails: "images" is not an account id; allowed: 12 digits [invalid-account-id]',
    ],
    [
      "more policies than a target takes",
      { exemptRoleArns: many(22) },
      "test/guardrails: the guardrails need 6 SCPs; allowed: 4 besides FullAWSAccess; exempt fewer roles, or write them as patterns [too-many-guardrails]",
    ],
    [
      "a guardrail longer than a policy",
      { exemptRoleArns: many(60) },
      "test/guardrails: the guardrail KeepGuardDuty has 6351 characters; allowed: 5120 characters; exempt fewer roles, or write them as patterns [guardrail-too-long]",
    ],
  ])("refuse %s", (_, changes, message) => {
    expect(rejection(changes)).toEqual([message]);
  });

  it("report several mistakes at once", () => {
    expect(rejection({ targets: [], exemptRoleArns: [], organizationId: "x" })).toHaveLength(3);
  });
});
