import { objections, policy, type Resources } from "./support";

const CHANGE = "write the policy as JSON whose statements are literal";
const PULL = { Effect: "Allow", Principal: { AWS: "333333333333" }, Action: "ecr:BatchGetImage" };
const READ = { Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::example/*" };

const repository = (text: unknown): Resources => ({ aws_ecr_repository_policy: { x: { policy: text } } });
const role = (text: unknown): Resources => ({ aws_iam_role_policy: { x: { policy: text } } });
const unreadable = (resources: Resources) => objections("readable", resources);
const because = (reason: string) => [
  `aws_ecr_repository_policy.x: its policy could not be read: ${reason}; ${CHANGE}`,
];

test.each([
  ["one statement without a list", JSON.stringify({ Statement: PULL })],
  ["white space around it", `\n  ${policy(PULL)}\n`],
  ["unicode escapes", policy(PULL).replace("Effect", "\\u0045ffect")],
  ["a reference inside a text", policy({ ...PULL, Principal: { AWS: "${aws_iam_role.x.arn}" } })],
  ["a reference by key", policy(PULL).replace("333333333333", '${aws_iam_role.x["a"].arn}')],
  [
    "policy variables",
    policy({ ...PULL, Condition: { StringEquals: { "aws:PrincipalOrgID": "$${aws:ResourceOrgID}" } } }),
  ],
  ["the older version", JSON.stringify({ Version: "2008-10-17", Id: "x", Statement: [PULL] })],
  ["booleans and numbers in conditions", policy({ ...PULL, Condition: { Bool: { a: true, b: [1, "x"] } } })],
  ["the same key in two objects", policy(PULL, PULL)],
  ["a canonical user", policy({ ...PULL, Principal: { CanonicalUser: "0123456789abcdef" } })],
])("%s can be read", (_what, text) => {
  expect(unreadable(repository(text))).toEqual([]);
});

test.each([
  ["${jsonencode({})}", "only Terraform knows what ${jsonencode({})} will say"],
  [
    '{"Statement":[${jsonencode({ "Effect" = "Allow" })}]}',
    'only Terraform knows what ${jsonencode({ "Effect" = "Allow" })} will say',
  ],
  [policy(PULL).replace("ecr:", "${local.service}:"), "only Terraform knows what ${local.service} will say"],
  [
    policy(PULL).replace("333333333333", '${"x\\",\\"Action\\":\\"*"}'),
    'only Terraform knows what ${"x\\",\\"Action\\":\\"*"} will say',
  ],
  [
    `%{ if var.x }${policy(PULL)}%{ endif }`,
    `only Terraform knows what %{ if var.x }${policy(PULL)}%{ endif } will say`,
  ],
  ['{"Statement":[${var.statement}]}', "it is not JSON"],
  [`${policy(PULL)},`, "it is not JSON"],
  ["[]", "it is not an object"],
  [policy(), "it has no Statement"],
  ['{"Statement":"*"}', "it has no Statement"],
  ['{"Statement":[null]}', "statement 1 is not an object"],
  [policy(PULL).replace('"Statement"', '"Statements"'), "it has the unknown element Statements"],
  [policy(PULL).replace("2012-10-17", "2012-10-18"), 'it has the Version "2012-10-18"'],
  [policy(PULL).replace('"2012-10-17"', "2012"), "it has the Version 2012"],
  [
    '{"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"x:Y","Principal":{"AWS":"333333333333"}}]}',
    "it says Principal twice in one object",
  ],
  [
    policy({ ...PULL, Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } } }).replace(
      '"Condition":{',
      '"Condition":{"stringequals":{"aws:PrincipalOrgID":"*"},',
    ),
    "it says StringEquals twice in one object",
  ],
  [policy(PULL).replace('"Effect"', '"Effect":"Deny","\\u0045ffect"'), "it says Effect twice in one object"],
  [
    policy({ ...PULL, Sid: "${aws_iam_role.x.arn}" }).replace('"Effect"', '"Effect":"Deny","Effect"'),
    "it says Effect twice in one object",
  ],
  [
    policy({ ...PULL, Sid: "$${" }).replace('"Effect"', '"Effect":"Deny","Effect"'),
    "it says Effect twice in one object",
  ],
  [policy({ ...PULL, Sid: "", Effect: "allow" }), 'statement 1 has the Effect "allow", not Allow or Deny'],
  [policy({ ...PULL, effect: "Allow" }), "it says effect twice in one object"],
  [policy({ ...PULL, Actions: "*" }), "statement 1 has the unknown element Actions"],
  [policy({ ...PULL, "${var.element}": "*" }), "statement 1 has the unknown element ${var.element}"],
  [policy({ ...PULL, NotAction: "x:Y" }), "statement 1 has Action and NotAction"],
  [policy({ ...PULL, NotPrincipal: "*" }), "statement 1 has Principal and NotPrincipal"],
  [policy({ ...PULL, Resource: "*", NotResource: "*" }), "statement 1 has Resource and NotResource"],
  [policy({ Sid: "Pull", Effect: "Allow", Principal: "*" }), "statement Pull has no Action"],
  [policy({ Effect: "Allow", Action: "x:Y" }), "statement 1 has no Principal"],
  [policy({ ...PULL, Action: [] }), "Action of statement 1 is empty"],
  [policy({ ...PULL, Action: "" }), 'Action of statement 1 has "" where a text stands'],
  [policy({ ...PULL, Action: ["x:Y", 1] }), "Action of statement 1 has 1 where a text stands"],
  [
    policy({ ...PULL, Resource: { arn: "*" } }),
    'Resource of statement 1 has {"arn":"*"} where a text stands',
  ],
  [policy({ ...PULL, Principal: { AWS: [] } }), "Principal of statement 1 is empty"],
  [
    policy({ ...PULL, Principal: { AWS: 333333333333 } }),
    "Principal of statement 1 has 333333333333 where a text stands",
  ],
  [policy({ ...PULL, Principal: { aws: "*" } }), "statement 1 has the unknown principal type aws"],
  [
    policy({ ...PULL, Principal: {} }),
    'Principal of statement 1 is neither "*" nor an object with principals',
  ],
  [
    policy({ ...PULL, Principal: "" }),
    'Principal of statement 1 is neither "*" nor an object with principals',
  ],
  [
    policy({ ...PULL, Principal: ["*"] }),
    'Principal of statement 1 is neither "*" nor an object with principals',
  ],
  [policy({ ...PULL, Condition: [] }), "statement 1 has a Condition that is not an object"],
  [policy({ ...PULL, Condition: { Bool: "x" } }), "statement 1 has a Bool that is not an object"],
  [
    policy({ ...PULL, Condition: { Bool: { x: null } } }),
    "Bool on x of statement 1 has a value that is not text",
  ],
  [
    policy({ ...PULL, Condition: { Bool: { x: [{}] } } }),
    "Bool on x of statement 1 has a value that is not text",
  ],
])("%s cannot be read", (text, reason) => {
  expect(unreadable(repository(text))).toEqual(because(reason));
});

test("permissions of an identity say on what and not for whom", () => {
  const of = (statement: object) => unreadable(role(policy({ ...READ, ...statement })));
  expect(of({})).toEqual([]);
  expect(of({ Principal: "*" })).toEqual([
    `aws_iam_role_policy.x: its policy could not be read: statement 1 has a Principal, which permissions of an identity do not take; ${CHANGE}`,
  ]);
  expect(of({ Resource: undefined })).toEqual([
    `aws_iam_role_policy.x: its policy could not be read: statement 1 has no Resource; ${CHANGE}`,
  ]);
});

test("guardrails say on what, and for whom only where they like", () => {
  const of = (content: unknown, type?: string) =>
    unreadable({ aws_organizations_policy: { x: { content, type } } });
  const deny = { Effect: "Deny", Action: "s3:GetObject", Resource: "*" };
  expect(of(policy(deny))).toEqual([]);
  expect(of(policy({ ...deny, Principal: "*" }), "RESOURCE_CONTROL_POLICY")).toEqual([]);
  expect(of(policy({ ...deny, Resource: undefined }))).toEqual([
    `aws_organizations_policy.x: its content could not be read: statement 1 has no Resource; ${CHANGE}`,
  ]);
  expect(of("{}", "TAG_POLICY")).toEqual([]);
  expect(of("{}", "RESOURCE_CONTROL_POLICY")).toEqual([
    `aws_organizations_policy.x: its content could not be read: it has no Statement; ${CHANGE}`,
  ]);
  expect(of("{}", "${var.type}")).toEqual([
    `aws_organizations_policy.x: its content could not be read: it has no Statement; ${CHANGE}`,
  ]);
});

test("a policy hides in no nested block, expression or escape of a type that the table does not know", () => {
  const everybody = policy({ ...PULL, Principal: "*" });
  const open = (argument: string, text: string) =>
    objections("restricted-principal", { aws_example: { x: { block: [{ [argument]: text }] } } }).length;
  expect(open("rules", everybody)).toBe(1);
  expect(open("rules", everybody.replace("Statement", "\\u0053tatement"))).toBe(1);
  expect(open("rules", everybody.replace("Statement", "State\\u006Dent"))).toBe(1);
  expect(
    unreadable({
      aws_example: { x: { block: { rules: '${jsonencode({ Statement = [{ Effect = "Allow" }] })}' } } },
    }),
  ).toEqual([
    `aws_example.x: its block.rules could not be read: only Terraform knows what \${jsonencode({ Statement = [{ Effect = "Allow" }] })} will say; ${CHANGE}`,
  ]);
  expect(unreadable({ aws_example: { x: { rules: "${data.aws_iam_policy_document.x.json}" } } })).toEqual([
    `aws_example.x: its rules could not be read: only Terraform knows what \${data.aws_iam_policy_document.x.json} will say; ${CHANGE}`,
  ]);
  expect(
    unreadable({ aws_iam_role: { x: { dynamic: { inline_policy: { content: { policy: "{" } } } } } }),
  ).toEqual([
    `aws_iam_role.x: its inline_policy.policy could not be read: it is not JSON; ${CHANGE}`,
    "aws_iam_role.x: what its dynamic block inline_policy makes could not be decided; write the blocks themselves",
  ]);
});

test("a policy of an unknown type belongs to one resource when it has principals, else to an identity", () => {
  const of = (statement: object) =>
    objections("no-wildcard-resource", {
      aws_example: { x: { type: "TAG_POLICY", rules: policy({ ...statement, Resource: "*" }) } },
    });
  expect(of(PULL)).toEqual([]);
  expect(of({ Effect: "Allow", NotPrincipal: "*", Action: "ecr:BatchGetImage" })).toEqual([]);
  expect(of({ ...PULL, Principal: undefined })).toEqual([
    "aws_example.x: statement 1 allows ecr:BatchGetImage on *; name the ARNs it is for; a statement of its own takes the actions that have none",
  ]);
});

test("a Deny may be as wide as it likes", () => {
  const text = policy({ ...READ, Effect: "Deny", Action: "*", Resource: "*" });
  expect(objections("no-wildcard-resource", role(text))).toEqual([]);
  expect(objections("no-wildcard-action", role(text))).toEqual([]);
});

test.each([
  'see {"Statement":[{"Effect":"Allow"}]}',
  '{"Statement":1}',
  '{"Effect":"Allow"}',
  '{"Statements":[],"Effects":[]}',
])("%s is no policy", (text) => {
  expect(unreadable({ aws_example: { x: { text } } })).toEqual([]);
});

test("prose and comments that mention a policy are none", () => {
  const text = "The Statement with the Effect Allow";
  expect(
    unreadable({ aws_example: { x: { description: text, "//": { note: '{"Statement":"Effect"}' } } } }),
  ).toEqual([]);
});

test.each([
  ["aws_glue_resource_policy", "policy"],
  ["aws_cloudwatch_log_resource_policy", "policy_document"],
  ["aws_ecr_registry_policy", "policy"],
  ["aws_organizations_resource_policy", "content"],
  ["aws_xray_resource_policy", "policy_document"],
])("in %s, the policy of a whole account, * is no resource", (type, argument) => {
  const text = policy({ ...PULL, Sid: "All", Resource: "*" });
  expect(objections("no-wildcard-resource", { [type]: { x: { [argument]: text } } })).toEqual([
    `${type}.x: statement All allows ecr:BatchGetImage on *; name the ARNs it is for; a statement of its own takes the actions that have none`,
  ]);
});

test.each([
  ["*", ["*"]],
  ["\\u002a", ["*"]],
  ["ecr:\\u002a", ["ecr:*"]],
  ["?", ["?"]],
  ["e*", ["e*"]],
  ["ec?:PutImage", ["ec?:PutImage"]],
  ["ECR:*", ["ECR:*"]],
  ["ecr:?ut*", ["ecr:?ut*"]],
  ["s3:G*", ["s3:G*"]],
  ["s3:Pu?Object", ["s3:Pu?Object"]],
  ["s3:Get*", []],
  ["s3:PutObjec?", []],
])("the action %s is read as %j of a whole service", (action, found) => {
  const text = policy(READ).replace("s3:GetObject", action);
  expect(objections("no-wildcard-action", role(text))).toEqual(
    found.map(
      (name) =>
        `aws_iam_role_policy.x: statement 1 allows the action ${name}; name the actions that are needed`,
    ),
  );
});
