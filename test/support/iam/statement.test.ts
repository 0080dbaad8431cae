import { evaluate, parsePolicy, policyOf, type PolicyStatement } from ".";
import { type Caller } from "./principal";

const ROLE = "arn:aws:iam::111111111111:role/app/reader";
const role = (arn = ROLE, organizationId?: string): Caller => ({
  type: "role",
  arn,
  ...(organizationId === undefined ? {} : { organizationId }),
});
const BUCKET = "arn:aws:s3:::amzn-s3-demo-bucket/report.txt";
const REPOSITORY = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api";

const allow = (statement: Partial<PolicyStatement>): PolicyStatement => ({
  Effect: "Allow",
  ...("NotAction" in statement ? {} : { Action: "*" }),
  ...("NotResource" in statement ? {} : { Resource: "*" }),
  ...statement,
});
const identity = (statement: PolicyStatement) => ({ identity: [policyOf("identity", statement)] });

describe("actions and resources", () => {
  const asks = (statement: Partial<PolicyStatement>, action: string, on: string) =>
    evaluate(
      { caller: role(), action, resource: on, resourceAccount: "111111111111" },
      identity(allow(statement)),
    ).allowed;

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
  test.each<[Partial<PolicyStatement>, string, boolean]>([
    [{ Action: "iam:*AccessKey*" }, "iam:CreateAccessKey", true],
    [{ Action: "S3:getobject" }, "s3:GetObject", true],
    [{ Action: "s3:GetObjec?" }, "s3:GetObject", true],
    [{ Action: "s3:Get" }, "s3:GetObject", false],
    [{ Action: ["ecr:*", "s3:PutObject"] }, "s3:GetObject", false],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html
    [{ NotAction: "iam:*" }, "s3:GetObject", true],
    [{ NotAction: "iam:*" }, "iam:CreateUser", false],
  ])("%j for %s: %s", (statement, action, allowed) => {
    expect(asks(statement, action, "*")).toBe(allowed);
  });

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
  test.each<[Partial<PolicyStatement>, string, boolean]>([
    [{ Resource: "arn:aws:ecr:eu-central-1:333333333333:repository/shop/*" }, REPOSITORY, true],
    [{ Resource: "arn:aws:ecr:*:333333333333:repository/shop/api" }, REPOSITORY, true],
    [{ Resource: "arn:aws:ecr:eu-central-1:333333333333:repository/shop" }, REPOSITORY, false],
    [{ Resource: "arn:aws:ecr:eu-*" }, REPOSITORY, true],
    [{ Resource: "arn:aws:ecr:eu*1:repository/shop/api" }, REPOSITORY, false],
    [{ Resource: "arn:aws:s3:::amzn-s3-demo-bucket?report.txt" }, BUCKET, true],
    [{ NotResource: "arn:aws:s3:::amzn-s3-demo-bucket/*" }, BUCKET, false],
    [{ NotResource: "arn:aws:s3:::other/*" }, BUCKET, true],
  ])("%j for %s: %s", (statement, on, allowed) => {
    expect(asks(statement, "s3:GetObject", on)).toBe(allowed);
  });
});

describe("conditions", () => {
  const met = (
    Condition: NonNullable<PolicyStatement["Condition"]>,
    context: Record<string, string | string[]>,
  ) =>
    evaluate(
      { caller: role(), action: "ec2:RunInstances", resource: "*", context },
      identity(allow({ Condition })),
    ).allowed;

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
  test.each<[string, string, string | string[], string | string[] | undefined, boolean]>([
    ["StringEquals", "k:a", "x", "x", true],
    ["StringEquals", "K:A", "x", "x", true],
    ["StringEquals", "k:a", "x", "X", false],
    ["StringEquals", "k:a", ["w", "x"], "x", true],
    ["StringEquals", "k:a", "x", undefined, false],
    ["StringEqualsIfExists", "k:a", "x", undefined, true],
    ["StringEqualsIfExists", "k:a", "x", "y", false],
    ["StringEqualsIgnoreCase", "k:a", "x", "X", true],
    ["StringNotEquals", "k:a", "x", "x", false],
    ["StringNotEquals", "k:a", ["w", "x"], "x", false],
    ["StringNotEquals", "k:a", "x", undefined, true],
    ["StringNotEqualsIfExists", "k:a", "x", undefined, true],
    ["StringLike", "k:a", "a*c", "a:b/c", true],
    ["StringLike", "k:a", "a?c", "ac", false],
    ["StringNotLike", "k:a", "a*c", undefined, true],
    ["ArnLike", "k:a", "arn:aws:iam::111111111111:role/*", "arn:aws:iam::111111111111:role/a/b", true],
    ["ArnEquals", "k:a", "arn:aws:iam::111111111111:role/*", "arn:aws:iam::111111111111:role/a/b", true],
    ["ArnLike", "k:a", "arn:aws:iam::*:role/x", "arn:aws:iam::111111111111:role/:role/x", false],
    ["StringLike", "k:a", "arn:aws:iam::*:role/x", "arn:aws:iam::111111111111:role/:role/x", true],
    ["ArnLike", "k:a", "arn:aws:iam::*", "arn:aws:iam::111111111111:role/x", false],
    ["ArnNotEquals", "k:a", "arn:aws:iam::111111111111:role/x", "arn:aws:iam::111111111111:role/y", true],
    ["ArnNotLike", "k:a", "arn:aws:iam::111111111111:role/*", undefined, true],
    ["Bool", "k:a", "true", "true", true],
    ["Bool", "k:a", "false", undefined, false],
    ["BoolIfExists", "k:a", "false", undefined, true],
    ["Null", "k:a", "true", undefined, true],
    ["Null", "k:a", "false", undefined, false],
    ["Null", "k:a", "false", "x", true],
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    ["ForAllValues:StringEquals", "aws:TagKeys", ["env", "cost"], ["env"], true],
    ["ForAllValues:StringEquals", "aws:TagKeys", ["env", "cost"], ["env", "other"], false],
    ["ForAllValues:StringEquals", "aws:TagKeys", ["env", "cost"], undefined, true],
    ["ForAnyValue:StringEquals", "aws:TagKeys", "env", ["env", "other"], true],
    ["ForAnyValue:StringEquals", "aws:TagKeys", "env", ["other"], false],
    ["ForAnyValue:StringEquals", "aws:TagKeys", "env", undefined, false],
    ["ForAnyValue:StringEqualsIfExists", "aws:TagKeys", "env", undefined, true],
    ["ForAnyValue:StringNotEquals", "aws:TagKeys", "env", undefined, false],
    ["ForAnyValue:StringNotEquals", "aws:TagKeys", "env", ["env", "other"], true],
  ])("%s %s %j for %j: %s", (operator, key, wanted, found, expected) => {
    const context: Record<string, string | string[]> =
      found === undefined ? {} : { [key.toLowerCase()]: found };
    expect(met({ [operator]: { [key]: wanted } }, context)).toBe(expected);
  });

  test("all operators and keys must be met", () => {
    const both = { StringEquals: { "k:a": "x", "k:b": "y" }, Bool: { "k:c": "true" } };
    expect(met(both, { "k:a": "x", "k:b": "y", "k:c": "true" })).toBe(true);
    expect(met(both, { "k:a": "x", "k:b": "z", "k:c": "true" })).toBe(false);
    expect(met(both, { "k:a": "x", "k:b": "y", "k:c": "false" })).toBe(false);
  });

  test("aws:PrincipalArn of an assumed role is the role's, and aws:PrincipalOrgID is its organization's", () => {
    const decide = (Condition: NonNullable<PolicyStatement["Condition"]>, caller: Caller) =>
      evaluate({ caller, action: "a:B", resource: "*" }, identity(allow({ Condition }))).allowed;
    expect(
      decide({ ArnEquals: { "aws:PrincipalArn": ROLE } }, { type: "role", arn: ROLE, session: "s" }),
    ).toBe(true);
    const ofOrganization = { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } };
    expect(decide(ofOrganization, role(ROLE, "o-exampleorg1"))).toBe(true);
    expect(decide(ofOrganization, role(ROLE, "o-exampleorg2"))).toBe(false);
    expect(decide(ofOrganization, role())).toBe(false);
  });
});

describe("what the evaluator does not know, it refuses", () => {
  const ask = (Condition: NonNullable<PolicyStatement["Condition"]>, context = {}) =>
    evaluate({ caller: role(), action: "a:B", resource: "*", context }, identity(allow({ Condition })));

  test("operators", () => {
    expect(() => ask({ NumericEquals: { "k:a": "1" } })).toThrow("operator NumericEquals is not known");
  });
  test("policy variables", () => {
    expect(() => ask({ StringEquals: { "k:a": "${aws:username}" } })).toThrow(
      "has a variable, which is not read",
    );
  });
  test("several values without a set operator", () => {
    expect(() => ask({ StringEquals: { "k:a": "x" } }, { "k:a": ["x", "y"] })).toThrow(
      "needs a set operator",
    );
  });
  test.each([
    [{ Effect: "Allow", Action: "*", Resources: "*" }, "unknown elements Resources"],
    [{ Effect: "allow", Action: "*" }, "no Effect"],
    [{ Effect: "Allow" }, "one of Action and NotAction"],
  ])("the statement %j", (statement, message) => {
    expect(() => parsePolicy("p", JSON.stringify({ Statement: statement }))).toThrow(message);
  });
});
