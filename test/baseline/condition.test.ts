import { objections, policy, type Resources } from "./support";

const CHANGE =
  "add a condition with StringEquals on aws:PrincipalOrgID or aws:PrincipalAccount, or ArnEquals on aws:PrincipalArn";
const OPEN = `aws_ecr_repository_policy.x: statement 1 allows the principal * without limit; ${CHANGE}`;
const UNDECIDED =
  "aws_ecr_repository_policy.x: whether the condition of statement 1 limits the principal * could not be decided; write the values of the condition as literals";

const everybodyIf = (Condition: object): string[] => {
  const text = policy({ Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage", Condition });
  const resources: Resources = { aws_ecr_repository_policy: { x: { policy: text } } };
  return objections("restricted-principal", resources);
};
const ORGANIZATION = { "aws:PrincipalOrgID": "o-exampleorg1" };
const ROLE = "arn:aws:iam::333333333333:role/build";

test.each([
  ["StringEqualsIgnoreCase", { StringEqualsIgnoreCase: ORGANIZATION }],
  ["mixed case", { sTRINGeQUALS: { "AWS:PrincipalOrgId": "o-exampleorg1" } }],
  ["for any value", { "forAnyValue:stringLike": { "aws:PrincipalOrgPaths": "o-exampleorg1/r-ex4m/*" } }],
  ["a second, weaker condition", { StringEquals: ORGANIZATION, StringLike: { "aws:PrincipalArn": "*" } }],
  ["the same key, once exact", { StringEquals: ORGANIZATION, StringLike: { "aws:PrincipalOrgID": "*" } }],
  ["IfExists beside an exact one", { StringEquals: ORGANIZATION, StringEqualsIfExists: ORGANIZATION }],
  [
    "a negation beside an exact one",
    { StringEquals: ORGANIZATION, StringNotEquals: { "aws:PrincipalAccount": "444444444444" } },
  ],
  ["a bucket by its name", { ArnEquals: { "aws:SourceArn": "arn:aws:s3:::example" } }],
  ["objects of a bucket", { StringLike: { "aws:SourceArn": "arn:aws:s3:::example/*" } }],
  [
    "a partition that is looked up",
    { ArnLike: { "aws:PrincipalArn": "arn:${data.aws_partition.x.partition}:iam::333333333333:role/*" } },
  ],
  [
    "an organization of the stack",
    { StringEquals: { "aws:PrincipalOrgID": "${aws_organizations_organization.x.id}" } },
  ],
  ["an account as a number", { StringEquals: { "aws:PrincipalAccount": 333333333333 } }],
  ["what belongs to a resource", { ArnLike: { "aws:SourceArn": "${aws_cloudwatch_log_group.x.arn}:*" } }],
  ["what is looked up", { ArnLike: { "aws:SourceArn": "${data.aws_sns_topic.x.arn}" } }],
  ["its own account", { StringEquals: { "aws:PrincipalAccount": "$${aws:ResourceAccount}" } }],
  ["the owner of a source", { StringEquals: { "aws:SourceOwner": "333333333333" } }],
  ["the paths of a source", { "ForAnyValue:StringLike": { "aws:SourceOrgPaths": "o-exampleorg1/*" } }],
  [
    "an account that is looked up",
    { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:${data.aws_caller_identity.x.account_id}:*" } },
  ],
])("everybody is limited by %s", (_what, condition) => {
  expect(everybodyIf(condition)).toEqual([]);
});

test.each([
  ["IfExists", { StringEqualsIfExists: ORGANIZATION }],
  ["ArnLikeIfExists", { ArnLikeIfExists: { "aws:PrincipalArn": ROLE } }],
  ["for all values", { "ForAllValues:StringEquals": ORGANIZATION }],
  ["for all values, mixed case", { "forallvalues:stringequals": ORGANIZATION }],
  ["Null", { Null: { "aws:PrincipalOrgID": "false" } }],
  ["StringNotEquals", { StringNotEquals: ORGANIZATION }],
  ["StringNotEqualsIgnoreCase", { StringNotEqualsIgnoreCase: ORGANIZATION }],
  ["ArnNotEquals", { ArnNotEquals: { "aws:PrincipalArn": ROLE } }],
  ["an unknown operator", { "${var.operator}": ORGANIZATION }],
  ["an unknown key", { StringEquals: { "${var.key}": "o-exampleorg1" } }],
  ["letters before for any value", { "xForAnyValue:StringEquals": ORGANIZATION }],
  ["no value", { StringEquals: { "aws:PrincipalOrgID": [] } }],
  ["a wildcard", { StringEquals: { "aws:PrincipalOrgID": "*" } }],
  ["a wildcard among exact ones", { StringLike: { "aws:PrincipalAccount": ["333333333333", "*"] } }],
  ["an account of 13 digits", { StringEquals: { "aws:PrincipalAccount": "3333333333333" } }],
  [
    "a path without an organization",
    { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "o-exampleorg1" } },
  ],
  ["a path of any organization", { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": "*/r-ex4m/*" } }],
  ["every bucket", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*" } }],
  ["buckets whose names begin alike", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::example*" } }],
  ["such buckets with StringLike", { StringLike: { "aws:SourceArn": "arn:aws:s3:::example*" } }],
  [
    "an ARN without account of another service",
    { ArnLike: { "aws:SourceArn": "arn:aws:apigateway:eu-central-1::/x" } },
  ],
  ["a name without account of another service", { ArnLike: { "aws:SourceArn": "arn:aws:example:::x" } }],
  ["access points of every account", { ArnLike: { "aws:SourceArn": "arn:aws:s3:eu-central-1:*:x" } }],
  ["a path in every bucket", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::*/example" } }],
  ["roles of every account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/build" } }],
  ["any organization of a source", { StringLike: { "aws:SourceOrgID": "*" } }],
  ["any path of a source", { "ForAnyValue:StringLike": { "aws:SourceOrgPaths": "*" } }],
  ["any owner of a source", { StringLike: { "aws:SourceOwner": "*" } }],
  ["any account that uses a key", { StringLike: { "kms:CallerAccount": "*" } }],
  ["half an account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::33333333*:role/build" } }],
  ["an account behind a wildcard", { StringLike: { "aws:PrincipalArn": "arn:*:iam::333333333333:role/x" } }],
  ["no ARN", { ArnLike: { "aws:PrincipalArn": "aws:x:iam::333333333333:role/x" } }],
  ["its own account", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::$${aws:PrincipalAccount}:role/x" } }],
  ["too short an ARN", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam" } }],
])("everybody is not limited by %s", (_what, condition) => {
  expect(everybodyIf(condition)).toEqual([OPEN]);
});

test.each([
  ["a variable", { StringEquals: { "aws:PrincipalOrgID": "${var.organization}" } }],
  [
    "an ARN with an account from a variable",
    { ArnLike: { "aws:SourceArn": "arn:aws:sns:*:${var.account}:*" } },
  ],
  ["a bucket from a variable", { ArnLike: { "aws:SourceArn": "arn:aws:s3:::${var.bucket}" } }],
  [
    "an ARN with a partition from a variable",
    { ArnLike: { "aws:PrincipalArn": "arn:${var.partition}:iam::333333333333:role/x" } },
  ],
  ["something before an ARN", { ArnLike: { "aws:SourceArn": "x${aws_sns_topic.x.arn}" } }],
  ["an ARN in place of an account", { StringEquals: { "aws:PrincipalAccount": "${aws_sns_topic.x.arn}" } }],
  [
    "an ARN in place of an organization",
    { StringEquals: { "aws:PrincipalOrgID": "arn:aws:iam::333333333333:${var.x}" } },
  ],
  [
    "an organization in place of an account",
    { StringEquals: { "aws:PrincipalAccount": "${data.aws_organizations_organization.x.id}" } },
  ],
  [
    "something before an organization",
    { StringEquals: { "aws:PrincipalOrgID": "x${data.aws_organizations_organization.x.id}" } },
  ],
  [
    "something behind an organization",
    { StringEquals: { "aws:PrincipalOrgID": "${data.aws_organizations_organization.x.id}x" } },
  ],
  ["an attribute of something else", { ArnLike: { "aws:PrincipalArn": "${aws_ssm_parameter.x.value}" } }],
])("whether everybody is limited by %s could not be decided", (_what, condition) => {
  expect(everybodyIf(condition)).toEqual([UNDECIDED]);
});

test("the permission of an event bus takes one condition", () => {
  const of = (condition: unknown) =>
    objections("restricted-principal", {
      aws_cloudwatch_event_permission: { x: { principal: "*", condition } },
    });
  const organization = { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-exampleorg1" };
  const open = [
    `aws_cloudwatch_event_permission.x: the permission allows the principal * without limit; ${CHANGE}`,
  ];
  expect(of(organization)).toEqual([]);
  expect(of([organization])).toEqual([]);
  expect(of(undefined)).toEqual(open);
  expect(of({ ...organization, type: "StringLike", value: "*" })).toEqual(open);
  expect(of({ ...organization, type: "StringNotEquals" })).toEqual(open);
  expect(of({ ...organization, type: undefined })).toEqual(open);
  expect(of({ ...organization, key: undefined })).toEqual(open);
  expect(of({ ...organization, value: "${var.organization}" })).toEqual([
    "aws_cloudwatch_event_permission.x: whether the condition of the permission limits the principal * could not be decided; write the values of the condition as literals",
  ]);
});

test.each([
  ["aws_lambda_layer_version_permission", { principal: "*" }, { organization_id: "o-exampleorg1" }],
  ["aws_lambda_permission", { principal: "*" }, { principal_org_id: "o-exampleorg1" }],
  [
    "aws_vpc_endpoint_service",
    { allowed_principals: ["*"], acceptance_required: true },
    { allowed_principals: ["arn:aws:iam::444444444444:root"] },
  ],
  ["aws_vpc_endpoint_service_allowed_principal", { principal_arn: "*" }, { principal_arn: "444444444444" }],
  ["aws_kms_grant", { grantee_principal: "*" }, { grantee_principal: "${aws_iam_role.x.arn}" }],
  [
    "aws_kms_grant",
    { grantee_principal: "333333333333", retiring_principal: "*" },
    { retiring_principal: "333333333333" },
  ],
])("%s %j is open to everybody, and with %j it is not", (type, open, closed) => {
  const of = (body: object) => objections("restricted-principal", { [type]: { x: { ...body } } });
  expect(of(open)).toEqual([`${type}.x: the permission allows the principal * without limit; ${CHANGE}`]);
  expect(of({ ...open, ...closed })).toEqual([]);
  expect(of(JSON.parse(JSON.stringify(open).replace('"*"', '"${var.who}"')) as object)).toEqual([
    `${type}.x: the principal \${var.who} of the permission could not be decided; write the principal as a literal`,
  ]);
});

test("NotPrincipal leaves everybody else, in each kind of policy", () => {
  const statement = { Effect: "Allow", NotPrincipal: { AWS: "333333333333" }, Action: "sts:AssumeRole" };
  const message = "statement 1 allows everybody but its NotPrincipal; name who is allowed in Principal";
  const Condition = { StringEquals: ORGANIZATION };
  expect(
    objections("restricted-principal", {
      aws_iam_role: { x: { assume_role_policy: policy(statement) } },
      aws_vpc_endpoint: { x: { policy: policy({ ...statement, Condition }) } },
      aws_ecr_registry_policy: { x: { policy: policy(statement) } },
      aws_sqs_queue_policy: { x: { policy: policy({ ...statement, Effect: "Deny" }) } },
    }),
  ).toEqual([
    `aws_iam_role.x: ${message}`,
    `aws_vpc_endpoint.x: ${message}`,
    `aws_ecr_registry_policy.x: ${message}`,
  ]);
});

test.each([
  ["aws:ResourceOrgID", "o-exampleorg1"],
  ["AWS:resourceAccount", "333333333333"],
  ["aws:ResourceOrgPaths", "o-exampleorg1/r-ex4m/*"],
])("%s limits an endpoint, which grants nothing, and nothing else", (key, value) => {
  const of = (type: string, operand: unknown) => {
    const Condition = { "ForAnyValue:StringLike": { [key]: operand } };
    const statement = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Condition };
    return objections("restricted-principal", { [type]: { x: { policy: policy(statement) } } });
  };
  const open = (type: string) => [`${type}.x: statement 1 allows the principal * without limit; ${CHANGE}`];
  expect(of("aws_vpc_endpoint", value)).toEqual([]);
  expect(of("aws_vpc_endpoint", "*")).toEqual(open("aws_vpc_endpoint"));
  expect(of("aws_vpc_endpoint", "${var.owner}")).toEqual([
    "aws_vpc_endpoint.x: whether the condition of statement 1 limits the principal * could not be decided; write the values of the condition as literals",
  ]);
  expect(of("aws_ecr_repository_policy", value)).toEqual(open("aws_ecr_repository_policy"));
});

test("an endpoint whose callers are known needs no owner", () => {
  const Condition = { StringEquals: { ...ORGANIZATION, "aws:ResourceOrgID": "${var.owner}" } };
  const text = policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", Condition });
  expect(objections("restricted-principal", { aws_vpc_endpoint: { x: { policy: text } } })).toEqual([]);
});

test("an endpoint without a policy lets everybody through, unless it takes none", () => {
  const of = (body: Record<string, unknown>, more: Resources = {}) =>
    objections("restricted-principal", { aws_vpc_endpoint: { x: body }, ...more });
  const open = [
    "aws_vpc_endpoint.x: the endpoint has no policy, and AWS's default lets everybody through; set policy with a condition on aws:PrincipalOrgID",
  ];
  const beside = (vpc_endpoint_id: string): Resources => ({
    aws_vpc_endpoint_policy: { y: { vpc_endpoint_id, policy: policy() } },
  });
  expect(of({})).toEqual(open);
  expect(of({ policy: "" })).toEqual(open);
  expect(of({ vpc_endpoint_type: "Interface" })).toEqual(open);
  expect(of({ vpc_endpoint_type: "GatewayLoadBalancer" })).toEqual([]);
  expect(of({}, beside("${aws_vpc_endpoint.x.id}"))).toEqual([]);
  expect(of({}, beside("${aws_vpc_endpoint.z.id}"))).toEqual(open);
  const none = { aws_vpc_endpoint_policy: { y: { vpc_endpoint_id: "${aws_vpc_endpoint.x.id}", count: 0 } } };
  expect(of({}, none)).toEqual([
    "aws_vpc_endpoint.x: whether there is aws_vpc_endpoint_policy.y could not be decided; write it without count and for_each",
  ]);
});

test("a principal that only Terraform knows is one account, or limited by the condition", () => {
  const of = (who: string, Condition?: object) => {
    const statement = { Effect: "Allow", Principal: { AWS: who }, Action: "ecr:BatchGetImage", Condition };
    return objections("restricted-principal", {
      aws_ecr_repository_policy: { x: { policy: policy(statement) } },
    });
  };
  expect(of("arn:aws:iam::${var.account}:root")).toEqual([]);
  expect(of("${var.who}", { StringEquals: ORGANIZATION })).toEqual([]);
  expect(of("${var.who}")).toEqual([
    "aws_ecr_repository_policy.x: the principal ${var.who} of statement 1 could not be decided; write the principal as a literal",
  ]);
});

test("guardrails may leave everything open to everybody, because they grant nothing", () => {
  const content = policy({ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" });
  const type = "RESOURCE_CONTROL_POLICY";
  expect(objections("restricted-principal", { aws_organizations_policy: { x: { type, content } } })).toEqual(
    [],
  );
});

test.each([
  "aws_cloudwatch_event_permission",
  "aws_lambda_layer_version_permission",
  "aws_lambda_permission",
  "aws_signer_signing_profile_permission",
])("the action of %s is judged like any other", (type) => {
  const body = { principal: "333333333333", action: "lambda:*" };
  expect(objections("no-wildcard-action", { [type]: { x: body } })).toEqual([
    `${type}.x: the permission allows the action lambda:*; name the actions that are needed`,
  ]);
});
