import { evaluate, type Policies, policyOf, type PolicyStatement } from ".";
import { type Caller } from "./principal";

const ROLE = "arn:aws:iam::111111111111:role/app/reader";
const role = (arn = ROLE): Caller => ({ type: "role", arn });
const lambda: Caller = {
  type: "service",
  name: "lambda.amazonaws.com",
  sourceArn: "arn:aws:lambda:eu-central-1:111111111111:function:f",
  sourceAccount: "111111111111",
};
const anonymous: Caller = { type: "anonymous" };
const BUCKET = "arn:aws:s3:::amzn-s3-demo-bucket/report.txt";
const REPOSITORY = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api";
const KEY = "arn:aws:kms:eu-central-1:111111111111:key/0a1b2c3d-0000-4000-8000-000000000000";

const allow = (statement: Partial<PolicyStatement> = {}): PolicyStatement => ({
  Effect: "Allow",
  Action: "*",
  Resource: "*",
  ...statement,
});
const deny = (statement: Partial<PolicyStatement> = {}): PolicyStatement => ({
  ...allow(statement),
  Effect: "Deny",
});
const identity = (...statements: PolicyStatement[]) => ({ identity: [policyOf("identity", ...statements)] });
const resource = (...statements: PolicyStatement[]) => ({ resource: [policyOf("resource", ...statements)] });
const FULL = [policyOf("FullAWSAccess", allow())];

const onBucket = (policies: Policies, caller: Caller = role(), resourceAccount = "111111111111") =>
  evaluate({ caller, action: "s3:GetObject", resource: BUCKET, resourceAccount }, policies);

describe("one account", () => {
  test.each<[string, Policies, boolean, string]>([
    ["nothing", {}, false, "no Allow in the identity policies"],
    ["an identity policy", identity(allow()), true, "identity/0"],
    ["a resource policy for the role", resource(allow({ Principal: { AWS: ROLE } })), true, "resource/0"],
    [
      "a resource policy for the role's session",
      resource(allow({ Principal: { AWS: "arn:aws:sts::111111111111:assumed-role/reader/session" } })),
      true,
      "resource/0",
    ],
    ["a resource policy for everybody", resource(allow({ Principal: "*" })), true, "resource/0"],
    [
      "a resource policy for everybody, by AWS",
      resource(allow({ Principal: { AWS: "*" } })),
      true,
      "resource/0",
    ],
    [
      "a resource policy for the account, which leaves it to identity policies",
      resource(allow({ Principal: { AWS: "arn:aws:iam::111111111111:root" } })),
      false,
      "no Allow in the identity policies",
    ],
    [
      "a resource policy for a role of the same name in another path",
      resource(allow({ Principal: { AWS: "arn:aws:iam::111111111111:role/reader" } })),
      false,
      "no Allow in the identity policies",
    ],
    [
      "a resource policy with a wildcard in the role's ARN, which is none there",
      resource(allow({ Principal: { AWS: "arn:aws:iam::111111111111:role/*" } })),
      false,
      "no Allow in the identity policies",
    ],
    ["an explicit deny beside an allow", identity(allow(), deny({ Sid: "No" })), false, "identity/No"],
    [
      "a deny of the account in the resource policy",
      { ...identity(allow()), ...resource(deny({ Principal: { AWS: "111111111111" } })) },
      false,
      "resource/0",
    ],
  ])("%s", (_, policies, allowed, by) => {
    expect(onBucket(policies)).toEqual({ allowed, by });
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html
describe("two accounts", () => {
  const byAccount = resource(allow({ Principal: { AWS: "111111111111" } }));
  test.each<[string, Policies, boolean, string]>([
    ["only the identity's side", identity(allow()), false, "no Allow in the resource policies"],
    ["only the resource's side", byAccount, false, "no Allow in the identity policies"],
    [
      "only the resource's side, for everybody",
      resource(allow({ Principal: "*" })),
      false,
      "no Allow in the identity policies",
    ],
    ["both sides", { ...identity(allow()), ...byAccount }, true, "resource/0"],
  ])("%s", (_, policies, allowed, by) => {
    expect(onBucket(policies, role(), "222222222222")).toEqual({ allowed, by });
  });

  test("the account of the resource stands in its ARN", () => {
    const request = { caller: role(), action: "ecr:BatchGetImage", resource: REPOSITORY };
    expect(evaluate(request, identity(allow())).allowed).toBe(false);
  });

  test("an action without a resource belongs to the caller's account", () => {
    const request = { caller: role(), action: "ecr:GetAuthorizationToken", resource: "*" };
    expect(evaluate(request, identity(allow())).allowed).toBe(true);
  });
});

describe("services and the anonymous", () => {
  test.each<[string, Caller, PolicyStatement, boolean]>([
    ["a service by its name", lambda, allow({ Principal: { Service: "lambda.amazonaws.com" } }), true],
    ["another service", lambda, allow({ Principal: { Service: "ecs.amazonaws.com" } }), false],
    [
      "a service for a resource of the account",
      lambda,
      allow({
        Principal: { Service: "lambda.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": "111111111111" } },
      }),
      true,
    ],
    [
      "a service for a function of another account",
      lambda,
      allow({
        Principal: { Service: "lambda.amazonaws.com" },
        Condition: { ArnLike: { "aws:SourceArn": "arn:aws:lambda:eu-central-1:222222222222:function:*" } },
      }),
      false,
    ],
    ["the anonymous by everybody", anonymous, allow({ Principal: "*" }), true],
    [
      "the anonymous by an organization",
      anonymous,
      allow({ Principal: "*", Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } } }),
      false,
    ],
  ])("%s", (_, caller, statement, allowed) => {
    expect(onBucket(resource(statement), caller, "222222222222").allowed).toBe(allowed);
  });

  test("identity policies do not speak of services", () => {
    expect(onBucket(identity(allow()), lambda, "111111111111").allowed).toBe(false);
  });

  test("a deny unless an AWS service calls spares services, not the anonymous, not service-linked roles", () => {
    const policies = {
      ...identity(allow()),
      ...resource(
        allow({ Principal: "*" }),
        deny({ Principal: "*", Condition: { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } } }),
      ),
    };
    const linked = role("arn:aws:iam::111111111111:role/aws-service-role/inspector2.amazonaws.com/Inspector");
    expect([lambda, anonymous, linked, role()].map((caller) => onBucket(policies, caller).allowed)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
test("NotPrincipal spares the session only when account, role and session are named", () => {
  const names = [
    "arn:aws:sts::444444444444:assumed-role/cross-account-read-only-role/cross-account-audit-app",
    "arn:aws:iam::444444444444:role/cross-account-read-only-role",
    "arn:aws:iam::444444444444:root",
  ];
  const caller: Caller = {
    type: "role",
    arn: "arn:aws:iam::444444444444:role/cross-account-read-only-role",
    session: "cross-account-audit-app",
  };
  const outcome = (AWS: string[]) =>
    onBucket({ ...identity(allow()), ...resource(deny({ NotPrincipal: { AWS } })) }, caller, "444444444444")
      .allowed;
  expect(outcome(names)).toBe(true);
  expect(names.map((name) => outcome(names.filter((other) => other !== name)))).toEqual([
    false,
    false,
    false,
  ]);
});

describe("organization policies", () => {
  const own = { ...identity(allow()) };
  const denied = [policyOf("scp", deny({ Sid: "No" }))];
  const linked = role("arn:aws:iam::111111111111:role/aws-service-role/inspector2.amazonaws.com/Inspector");

  test("a deny of any level binds", () => {
    expect(onBucket({ ...own, serviceControl: [FULL, [...FULL, ...denied]] })).toEqual({
      allowed: false,
      by: "scp/No",
    });
  });

  test.each(["serviceControl", "resourceControl"] as const)("%s: every level must allow", (kind) => {
    expect(onBucket({ ...own, [kind]: [FULL, FULL] }).allowed).toBe(true);
    expect(onBucket({ ...own, [kind]: [FULL, []] }).allowed).toBe(false);
  });

  test("they allow nothing by themselves", () => {
    expect(onBucket({ serviceControl: [FULL], resourceControl: [FULL] }).allowed).toBe(false);
  });

  test.each(["serviceControl", "resourceControl"] as const)("%s do not bind service-linked roles", (kind) => {
    expect(onBucket({ ...own, [kind]: [denied] }, linked).allowed).toBe(true);
  });

  test("they do not bind the management account", () => {
    const request = { caller: role(), action: "s3:GetObject", resource: BUCKET };
    const policies = { ...own, serviceControl: [denied], resourceControl: [denied] };
    expect(evaluate(request, policies, { managementAccount: "111111111111" }).allowed).toBe(true);
    expect(evaluate(request, policies, { managementAccount: "222222222222" }).allowed).toBe(false);
  });

  test("service control policies bind the caller's side alone, resource control policies services too", () => {
    const open = resource(allow({ Principal: { Service: "lambda.amazonaws.com" } }));
    expect(onBucket({ ...open, serviceControl: [denied] }, lambda).allowed).toBe(true);
    expect(onBucket({ ...open, resourceControl: [denied] }, lambda).allowed).toBe(false);
  });
});

test("an endpoint policy narrows and grants nothing", () => {
  const endpoint = [policyOf("endpoint", allow({ Principal: "*", Action: "s3:GetObject" }))];
  expect(onBucket({ ...identity(allow()), endpoint }).allowed).toBe(true);
  expect(onBucket({ endpoint }).allowed).toBe(false);
  expect(
    onBucket({ ...identity(allow()), endpoint: [policyOf("endpoint", allow({ Action: "s3:Put*" }))] }),
  ).toEqual({ allowed: false, by: "no Allow in the endpoint policy" });
});

describe("KMS keys", () => {
  const ask = (policies: Policies, caller = role()) =>
    evaluate({ caller, action: "kms:Decrypt", resource: KEY }, policies).allowed;

  test("identity policies count where the key policy lets the account use them", () => {
    const delegated = resource(allow({ Principal: { AWS: "arn:aws:iam::111111111111:root" } }));
    expect(ask(identity(allow()))).toBe(false);
    expect(ask(delegated)).toBe(false);
    expect(ask({ ...delegated, ...identity(allow()) })).toBe(true);
  });

  test("a grant lets its grantee do its operations", () => {
    const grants = [{ grantee: ROLE, operations: ["Decrypt"] }];
    expect(ask({ grants })).toBe(true);
    expect(ask({ grants }, role("arn:aws:iam::111111111111:role/other"))).toBe(false);
    expect(ask({ grants: [{ grantee: ROLE, operations: ["Encrypt"] }] })).toBe(false);
    expect(ask({ grants, ...resource(deny({ Principal: "*" })) })).toBe(false);
  });
});
