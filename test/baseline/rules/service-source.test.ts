import { objections, policy, type Resources } from "../support";

const CHANGE = "add a condition with StringEquals on aws:SourceAccount, or ArnEquals on aws:SourceArn";
const statement = (Service: string | string[], Condition?: object) =>
  policy({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole", Condition });
const trust = (service: string | string[], condition?: object): Resources => ({
  aws_iam_role: { x: { assume_role_policy: statement(service, condition) } },
});
const objected = (resources: Resources) => objections("restricted-principal", resources);
const open = (address: string, services: string) => [
  `${address}: statement 1 allows ${services} for resources of every account; ${CHANGE}`,
];

test.each([
  ["StringEquals", "aws:SourceAccount", "333333333333"],
  ["ArnLike", "aws:SourceArn", "arn:aws:ecs:eu-central-1:333333333333:*"],
  ["StringEquals", "aws:SourceOrgID", "o-exampleorg1"],
  ["ArnLike", "kms:EncryptionContext:aws:sns:topicArn", "arn:aws:sns:eu-central-1:333333333333:alarms"],
  ["StringEquals", "KMS:encryptioncontext:aws:s3:arn", "arn:aws:s3:::example"],
])("a service acts only for whom %s on %s says", (operator, key, value) => {
  expect(objected(trust("ecs-tasks.amazonaws.com", { [operator]: { [key]: value } }))).toEqual([]);
});

test.each([
  ["StringEqualsIfExists", "aws:SourceAccount", "333333333333"],
  ["StringLike", "aws:SourceAccount", "*"],
  ["ArnLike", "aws:SourceArn", "arn:aws:ecs:*:*:*"],
  ["StringEquals", "sts:ExternalId", "example"],
  ["ArnLike", "kms:EncryptionContext:aws:sns:topicArn", "arn:aws:sns:*:*:alarms"],
  ["ArnLike", "aws:RequestTag/topic", "arn:aws:sns:eu-central-1:333333333333:alarms"],
  ["ArnLike", "aws:RequestTag/kms:EncryptionContext:x", "arn:aws:sns:eu-central-1:333333333333:alarms"],
  ["StringEquals", "kms:ViaService", "sns.eu-central-1.amazonaws.com"],
])("a service acts for everybody with %s on %s %s", (operator, key, value) => {
  expect(objected(trust("ecs-tasks.amazonaws.com", { [operator]: { [key]: value } }))).toEqual(
    open("aws_iam_role.x", "ecs-tasks.amazonaws.com"),
  );
});

test("whom a service acts for may not be decidable", () => {
  const condition = { StringEquals: { "aws:SourceAccount": "${var.account}" } };
  expect(objected(trust("ecs-tasks.amazonaws.com", condition))).toEqual([
    "aws_iam_role.x: whether the condition of statement 1 limits for whom ecs-tasks.amazonaws.com acts could not be decided; write the values of the condition as literals",
  ]);
  const permission = { principal: "sns.amazonaws.com", source_arn: "${var.topic}" };
  expect(objected({ aws_lambda_permission: { x: permission } })).toEqual([
    "aws_lambda_permission.x: whether the condition of the permission limits for whom sns.amazonaws.com acts could not be decided; write the values of the condition as literals",
  ]);
});

test("every policy that a service can use says for whom, endpoints say it by their callers", () => {
  const services = ["events.amazonaws.com", "s3.amazonaws.com"];
  const names = services.join(", ");
  const text = statement(services);
  expect(objected({ aws_sns_topic_policy: { x: { policy: text } } })).toEqual(
    open("aws_sns_topic_policy.x", names),
  );
  expect(objected({ aws_ecr_registry_policy: { x: { policy: text } } })).toEqual(
    open("aws_ecr_registry_policy.x", names),
  );
  expect(objected(trust(services))).toEqual(open("aws_iam_role.x", names));
  expect(objected({ aws_vpc_endpoint: { x: { policy: text } } })).toEqual([]);
});

test.each(["sns.amazonaws.com", "sns.amazonaws.com.cn", "alexa-appkit.amazon.com", "guardduty.aws"])(
  "the permission for %s says for whom",
  (principal) => {
    const of = (more: object) => objected({ aws_lambda_permission: { x: { principal, ...more } } });
    expect(of({})).toEqual([
      `aws_lambda_permission.x: the permission allows ${principal} for resources of every account; set source_arn or source_account`,
    ]);
    expect(of({ source_arn: "arn:aws:s3:::*" })).toHaveLength(1);
    expect(of({ source_arn: "${aws_sns_topic.x.arn}" })).toEqual([]);
    expect(of({ source_arn: "arn:aws:sns:*:333333333333:*" })).toEqual([]);
    expect(of({ source_account: "333333333333" })).toEqual([]);
  },
);

test.each(["333333333333", "aws.example.com", "sns.amazonaws.com/x", "X sns.amazonaws.com"])(
  "%s is no service and may be allowed without a source",
  (principal) => {
    expect(objected({ aws_lambda_permission: { x: { principal } } })).toEqual([]);
  },
);
