import { objections, policy, type Resources } from "../support";

const ALLOW = { Sid: "Example", Effect: "Allow" };
const attached = (statement: object): Resources => ({
  aws_ecr_repository_policy: { x: { repository: "shop/api", policy: policy({ ...ALLOW, ...statement }) } },
});
const identity = (statement: object): Resources => ({
  aws_iam_role_policy: { x: { policy: policy({ ...ALLOW, ...statement }) } },
});
const CONDITION_CHANGE =
  "add a condition with StringEquals on aws:PrincipalOrgID or aws:PrincipalAccount, or ArnEquals on aws:PrincipalArn";
const OPEN = `aws_ecr_repository_policy.x: statement Example allows the principal * without limit; ${CONDITION_CHANGE}`;
const UNDECIDED =
  "aws_ecr_repository_policy.x: whether the condition of statement Example limits the principal * could not be decided; write the values of the condition as literals";

const everybodyIf = (operator: string, key: string, value: unknown) =>
  objections(
    "restricted-principal",
    attached({ Principal: "*", Action: "ecr:BatchGetImage", Condition: { [operator]: { [key]: value } } }),
  );
const ROLE = "arn:aws:iam::333333333333:role/build";

test.each([
  ["StringEquals", "aws:PrincipalOrgID", "o-exampleorg1"],
  ["StringLike", "aws:PrincipalOrgID", ["o-exampleorg1", "o-exampleorg2"]],
  ["stringequals", "AWS:principalorgid", "o-exampleorg1"],
  ["StringEquals", "aws:PrincipalOrgID", "$${aws:ResourceOrgID}"],
  ["StringEquals", "aws:PrincipalOrgID", "${data.aws_organizations_organization.this.id}"],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "o-exampleorg1/*"],
  ["StringEquals", "aws:PrincipalAccount", "333333333333"],
  ["StringEquals", "aws:PrincipalAccount", "${data.aws_caller_identity.this.account_id}"],
  ["StringEquals", "kms:CallerAccount", "333333333333"],
  ["ArnEquals", "aws:PrincipalArn", ROLE],
  ["ArnLike", "aws:PrincipalArn", "arn:*:iam::333333333333:role/*"],
  ["StringLike", "aws:PrincipalArn", "arn:aws:iam::333333333333:role/*"],
  ["ArnEquals", "aws:PrincipalArn", "${aws_iam_role.build.arn}"],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::333333333333:role/${var.name}"],
  ["ArnLike", "aws:SourceArn", "arn:aws:s3:::example-bucket"],
  ["StringEquals", "aws:SourceAccount", "333333333333"],
  ["StringEquals", "aws:SourceOrgID", "o-exampleorg1"],
])("everybody is limited by %s on %s to %s", (operator, key, value) => {
  expect(everybodyIf(operator, key, value)).toEqual([]);
});

test.each([
  ["StringNotEquals", "aws:PrincipalOrgID", "o-exampleorg1"],
  ["ArnNotLike", "aws:PrincipalArn", ROLE],
  ["StringEqualsIfExists", "aws:PrincipalOrgID", "o-exampleorg1"],
  ["ForAllValues:StringEquals", "aws:PrincipalOrgID", "o-exampleorg1"],
  ["Null", "aws:PrincipalOrgID", "false"],
  ["StringLike", "aws:PrincipalOrgID", "*"],
  ["StringLike", "aws:PrincipalOrgID", "o-*"],
  ["StringEquals", "aws:PrincipalOrgID", ["o-exampleorg1", "*"]],
  ["StringEquals", "aws:PrincipalOrgID", []],
  ["StringEquals", "aws:PrincipalOrgID", "$${aws:PrincipalOrgID}"],
  ["ForAnyValue:StringLike", "aws:PrincipalOrgPaths", "*/r-ex4m/*"],
  ["StringLike", "aws:PrincipalAccount", "33333333333?"],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::*:role/build"],
  ["StringLike", "aws:PrincipalArn", "arn:*:iam::333333333333:role/build"],
  ["StringLike", "aws:PrincipalArn", "*333333333333*"],
  ["ArnLike", "aws:SourceArn", "arn:aws:s3:::*"],
  ["StringEquals", "aws:PrincipalTag/team", "build"],
  ["StringEquals", "aws:SourceVpce", "vpce-0123456789abcdef0"],
  ["StringEquals", "aws:ResourceOrgID", "o-exampleorg1"],
  ["Bool", "aws:PrincipalIsAWSService", "true"],
])("everybody is not limited by %s on %s to %s", (operator, key, value) => {
  expect(everybodyIf(operator, key, value)).toEqual([OPEN]);
});

test.each([
  ["StringEquals", "aws:PrincipalOrgID", "${var.organization}"],
  ["StringEquals", "aws:PrincipalAccount", ["333333333333", "${var.account}"]],
  ["ArnLike", "aws:PrincipalArn", "arn:aws:iam::${var.account}:role/build"],
])("whether %s on %s to %s limits could not be decided", (operator, key, value) => {
  expect(everybodyIf(operator, key, value)).toEqual([UNDECIDED]);
});

test("restricted-principal: who may ask, in each kind of policy", () => {
  const objected = (resource: Resources) => objections("restricted-principal", resource);
  expect(objected(attached({ Principal: { AWS: "333333333333" }, Action: "ecr:PutImage" }))).toEqual([]);
  expect(objected(attached({ Effect: "Deny", Principal: "*", Action: "ecr:PutImage" }))).toEqual([]);
  expect(objected(attached({ Principal: { AWS: "${var.who}" }, Action: "ecr:PutImage" }))).toEqual([
    "aws_ecr_repository_policy.x: the principal ${var.who} of statement Example could not be decided; write the principal as a literal",
  ]);
  expect(
    objected(attached({ Principal: { AWS: "${aws_ssm_parameter.p.value}" }, Action: "ecr:PutImage" })),
  ).toEqual([
    "aws_ecr_repository_policy.x: the principal ${aws_ssm_parameter.p.value} of statement Example could not be decided; write the principal as a literal",
  ]);
  expect(
    objected(attached({ Principal: { AWS: "arn:aws:iam::*:role/${var.name}" }, Action: "ecr:PutImage" })),
  ).toEqual([OPEN.replace("principal *", "principal arn:aws:iam::*:role/${var.name}")]);
  expect(objected(attached({ Principal: { Service: "*" }, Action: "ecr:PutImage" }))).toEqual([OPEN]);
  expect(objected(attached({ NotPrincipal: { AWS: "333333333333" }, Action: "ecr:PutImage" }))).toEqual([
    "aws_ecr_repository_policy.x: statement Example allows everybody but its NotPrincipal; name who is allowed in Principal",
  ]);
  const federated = (Condition?: object): Resources => ({
    aws_iam_role: {
      x: {
        assume_role_policy: policy({
          ...ALLOW,
          Principal: {
            Federated: "arn:aws:iam::333333333333:oidc-provider/token.actions.githubusercontent.com",
          },
          Action: "sts:AssumeRoleWithWebIdentity",
          ...(Condition ? { Condition } : {}),
        }),
      },
    },
  });
  const key = "token.actions.githubusercontent.com";
  const audience = { StringEquals: { [`${key}:aud`]: "sts.amazonaws.com" } };
  expect(objected(federated({ ...audience, StringLike: { [`${key}:sub`]: "repo:example/shop:*" } }))).toEqual(
    [],
  );
  expect(
    objected({ aws_lambda_permission: { x: { principal: "*", principal_org_id: "o-exampleorg1" } } }),
  ).toEqual([]);
  expect(objected({ aws_lambda_permission: { x: { principal: "*" } } })).toEqual([
    `aws_lambda_permission.x: the permission allows the principal * without limit; ${CONDITION_CHANGE}`,
  ]);
  expect(objected({ aws_lambda_permission: { x: { principal: "sns.amazonaws.com" } } })).toEqual([
    "aws_lambda_permission.x: the permission allows sns.amazonaws.com for resources of every account; set source_arn or source_account",
  ]);
  expect(objected({ aws_vpc_endpoint: { x: {} } })).toEqual([
    "aws_vpc_endpoint.x: the endpoint has no policy, and AWS's default lets everybody through; set policy with a condition on aws:PrincipalOrgID",
  ]);
});

test("a policy of a type that the table does not know is found by its shape", () => {
  expect(
    objections("restricted-principal", {
      aws_new_thing: { x: { rules: policy({ ...ALLOW, Principal: "*" }) } },
    }),
  ).toEqual([`aws_new_thing.x: statement Example allows the principal * without limit; ${CONDITION_CHANGE}`]);
});

const ACTIONS = "name the actions that are needed";

test("no-wildcard-action", () => {
  const objected = (statement: object) =>
    objections("no-wildcard-action", identity({ Resource: ROLE, ...statement }));
  expect(objected({ Action: ["ecr:PutImage", "s3:Get*"] })).toEqual([]);
  expect(objected({ Effect: "Deny", Action: "*" })).toEqual([]);
  expect(objected({ Action: ["*", "ecr:*", "*:PutImage", "s3:?*"] })).toEqual([
    `aws_iam_role_policy.x: statement Example allows the action *; ${ACTIONS}`,
    `aws_iam_role_policy.x: statement Example allows the action ecr:*; ${ACTIONS}`,
    `aws_iam_role_policy.x: statement Example allows the action *:PutImage; ${ACTIONS}`,
    `aws_iam_role_policy.x: statement Example allows the action s3:?*; ${ACTIONS}`,
  ]);
  expect(objected({ NotAction: "iam:*" })).toEqual([
    `aws_iam_role_policy.x: statement Example allows every action but its NotAction; ${ACTIONS} in Action`,
  ]);
  expect(objected({ Action: "${var.action}" })).toEqual([
    "aws_iam_role_policy.x: the action ${var.action} of statement Example could not be decided; write every action as a literal",
  ]);
});

test("no-wildcard-action: attached policies", () => {
  const of = (policy_arn: string, more: Resources = {}) =>
    objections("no-wildcard-action", { aws_iam_role_policy_attachment: { x: { policy_arn } }, ...more });
  expect(of("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly")).toEqual([]);
  expect(of("${aws_iam_policy.x.arn}", { aws_iam_policy: { x: {} } })).toEqual([]);
  expect(of("arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess")).toEqual([
    "aws_iam_role_policy_attachment.x: the attached policy arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryFullAccess is not one of AWS's few that name every action; write a policy with the actions that are needed",
  ]);
  expect(of("${var.policy}")).toEqual([
    "aws_iam_role_policy_attachment.x: the attached policy ${var.policy} could not be decided; write the ARN as a literal or attach a policy of the same stack",
  ]);
  const role = {
    aws_iam_role: { x: { managed_policy_arns: ["arn:aws:iam::aws:policy/job-function/PowerUserAccess"] } },
  };
  expect(objections("no-wildcard-action", role)).toEqual([
    "aws_iam_role.x: the attached policy arn:aws:iam::aws:policy/job-function/PowerUserAccess is not one of AWS's few that name every action; write a policy with the actions that are needed",
  ]);
});

const ARNS = "name the ARNs it is for; a statement of its own takes the actions that have none";

test("no-wildcard-resource", () => {
  const objected = (statement: object) => objections("no-wildcard-resource", identity(statement));
  expect(objected({ Action: "ecr:PutImage", Resource: "arn:aws:ecr:*:333333333333:repository/*" })).toEqual(
    [],
  );
  expect(objected({ Action: "ecr:PutImage", Resource: "${aws_ecr_repository.api.arn}" })).toEqual([]);
  expect(objected({ Action: ["s3:PutObject", "s3:GetObject"], Resource: ["x", "arn:aws:s3:::*/*"] })).toEqual(
    [
      `aws_iam_role_policy.x: statement Example allows s3:PutObject, s3:GetObject on arn:aws:s3:::*/*; ${ARNS}`,
    ],
  );
  expect(objected({ Action: "ecr:Get*", Resource: "*" })).toEqual([
    `aws_iam_role_policy.x: statement Example allows ecr:Get* on *; ${ARNS}`,
  ]);
  expect(objected({ Action: "ecr:PutImage", NotResource: "x" })).toEqual([
    `aws_iam_role_policy.x: statement Example allows ecr:PutImage on NotResource; ${ARNS}`,
  ]);
  expect(objected({ NotAction: "ecr:PutImage", Resource: "*" })).toEqual([
    `aws_iam_role_policy.x: statement Example allows what NotAction leaves on *; ${ARNS}`,
  ]);
  expect(objected({ Action: "s3:PutObject", Resource: "${aws_s3_bucket.x.arn}/*" })).toEqual([]);
  expect(objected({ Action: "ecr:PutImage", Resource: "${aws_ssm_parameter.p.value}" })).toEqual([
    "aws_iam_role_policy.x: the resource ${aws_ssm_parameter.p.value} of statement Example could not be decided; write the resource as an ARN or a reference to a resource of the stack",
  ]);
  expect(objected({ Action: "ecr:PutImage", Resource: "${var.repository}" })).toEqual([
    "aws_iam_role_policy.x: the resource ${var.repository} of statement Example could not be decided; write the resource as an ARN or a reference to a resource of the stack",
  ]);
  const document = policy({
    ...ALLOW,
    Principal: { AWS: "333333333333" },
    Action: "ecr:ReplicateImage",
    Resource: "*",
  });
  expect(
    objections("no-wildcard-resource", { aws_ecr_registry_policy: { x: { policy: document } } }),
  ).toEqual([`aws_ecr_registry_policy.x: statement Example allows ecr:ReplicateImage on *; ${ARNS}`]);
});

const ROOT =
  "name the account root as principal and add a condition with ArnEquals on aws:PrincipalArn, which AWS accepts before the role exists";

test("no-foreign-role-principal", () => {
  const own = { aws_iam_role: { build: { name: "build", path: "/supply-chain/" } } };
  const objected = (principal: unknown, depends_on?: string[]) =>
    objections("no-foreign-role-principal", {
      ...own,
      aws_ecr_repository_policy: {
        x: {
          depends_on,
          policy: policy({ ...ALLOW, Principal: { AWS: principal }, Action: "ecr:PutImage" }),
        },
      },
    });
  const literal = "arn:aws:iam::333333333333:role/supply-chain/build";
  expect(objected(["arn:aws:iam::444444444444:root", "444444444444", "*"])).toEqual([]);
  expect(objected("${aws_iam_role.build.arn}")).toEqual([]);
  expect(objected(literal, ["aws_iam_role.build"])).toEqual([]);
  expect(objected(literal)).toEqual([
    `aws_ecr_repository_policy.x: statement Example names ${literal}, which this stack does not create; ${ROOT}`,
  ]);
  expect(objected("arn:aws:sts::444444444444:assumed-role/a/b")).toEqual([
    `aws_ecr_repository_policy.x: statement Example names arn:aws:sts::444444444444:assumed-role/a/b, which this stack does not create; ${ROOT}`,
  ]);
  expect(objected("arn:aws:iam::${data.aws_caller_identity.x.account_id}:role/a")).toEqual([
    `aws_ecr_repository_policy.x: statement Example names arn:aws:iam::\${data.aws_caller_identity.x.account_id}:role/a, which this stack does not create; ${ROOT}`,
  ]);
  expect(objected("AROAEXAMPLEEXAMPLE123")).toEqual([
    `aws_ecr_repository_policy.x: statement Example names the deleted principal AROAEXAMPLEEXAMPLE123; ${ROOT}`,
  ]);
  expect(objected("${aws_iam_role.other.arn}")).toEqual([
    `aws_ecr_repository_policy.x: statement Example names \${aws_iam_role.other.arn}, of which could not be decided whether this stack creates it; ${ROOT}`,
  ]);
});
