import { objections, policy } from "../support";

const IN = "arn:aws:iam::333333333333";
const CHANGE = "name the roles, or their path";
const passing = (Resource: unknown, more: object = {}) =>
  objections("no-wildcard-resource", {
    aws_iam_role_policy: {
      x: { policy: policy({ Sid: "Pass", Effect: "Allow", Action: "iam:PassRole", Resource, ...more }) },
    },
  });
const every = (resource: string, action = "iam:PassRole") => [
  `aws_iam_role_policy.x: statement Pass allows ${action} of every role: ${resource}; ${CHANGE}`,
];
const toService = (operator: string, value: unknown) => ({
  Condition: { [operator]: { "iam:PassedToService": value } },
});

test.each([
  `${IN}:role/build`,
  `${IN}:role/build-*`,
  `${IN}:role/supply-chain/*`,
  `${IN}:role/${"${aws_iam_role.x.name}"}`,
  "${aws_iam_role.x.arn}",
  "arn:aws:iam::*:role/build",
  "arn:aws:s3:::example/*",
])("%s is not every role", (resource) => {
  expect(passing(resource)).toEqual([]);
});

test.each([
  `${IN}:role/*`,
  `${IN}:role//*`,
  `${IN}:role/?*`,
  `${IN}:role/*-build`,
  `${IN}:role*`,
  `${IN}:r*`,
  `${IN}:*`,
  `arn:*:iam::333333333333:role/*`,
  "arn:aws:iam::$${aws:PrincipalAccount}:role/*",
])("%s is every role", (resource) => {
  expect(passing(["arn:aws:s3:::example", resource])).toEqual(every(resource));
});

test.each(["iam:passrole", "iam:Pass*", "iam:P?ssRole", "IAM:PassR*le"])("%s passes roles", (action) => {
  expect(passing(`${IN}:role/*`, { Action: ["iam:GetRole", action] })).toEqual(every(`${IN}:role/*`, action));
});

test.each(["iam:GetRole", "iam:PassRoles", "iam:TagRole", "iam:Pass${var.x}"])("%s passes none", (action) => {
  expect(passing(`${IN}:role/*`, { Action: action })).toEqual([]);
});

test("what only Terraform knows may be every role", () => {
  const resource = `${IN}:role/${"${var.name}"}`;
  expect(passing(resource)).toEqual([
    `aws_iam_role_policy.x: whether statement Pass allows iam:PassRole of every role could not be decided: ${resource}; ${CHANGE}`,
  ]);
});

test.each([
  ["StringEquals", "ecs-tasks.amazonaws.com"],
  ["StringLike", "*"],
  ["StringEquals", "${var.service}"],
])("that they are passed to a service, %s on %j, does not suffice", (operator, value) => {
  expect(passing(`${IN}:role/*`, toService(operator, value))).toEqual(every(`${IN}:role/*`));
});

test("a Deny of every role, and a guardrail, grant nothing", () => {
  expect(passing(`${IN}:role/*`, { Effect: "Deny" })).toEqual([]);
  const content = policy({ Effect: "Allow", Action: "iam:PassRole", Resource: `${IN}:role/*` });
  const guardrail = { aws_organizations_policy: { x: { type: "SERVICE_CONTROL_POLICY", content } } };
  expect(objections("no-wildcard-resource", guardrail)).toEqual([]);
});
