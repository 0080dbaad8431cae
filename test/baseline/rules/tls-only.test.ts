import { denyPlainText, objections, policy, type Resources } from "../support";

const TOPIC = "arn:aws:sns:eu-central-1:333333333333:alarms";
const CHANGE =
  "add an aws_sns_topic_policy that denies sns:Publish to everybody where aws:SecureTransport is false, on ARN";
const NOT_DENIED = [`aws_sns_topic.x: requests without TLS are not denied; ${CHANGE}`];
const topic = (body: Record<string, unknown>): string[] => {
  const text = policy(denyPlainText("sns:Publish", TOPIC));
  const resources: Resources = {
    aws_sns_topic: { x: { name: "alarms" } },
    aws_sns_topic_policy: { x: { arn: TOPIC, policy: text, ...body } },
  };
  return objections("tls-only", resources);
};
const denied = (changes: object) =>
  topic({ policy: policy({ ...denyPlainText("sns:Publish", TOPIC), ...changes }) });

test.each([
  ["as it stands", {}],
  ["a wildcard in the action", { Action: "sns:*" }],
  ["every action", { Action: "*" }],
  ["the action in other letters", { Action: "SNS:publish" }],
  ["every resource", { Resource: "*" }],
  ["more actions", { Action: ["sns:Publish", "sns:Subscribe"] }],
  ["more resources", { Resource: ["arn:aws:s3:::example", TOPIC] }],
  ["more principals", { Principal: { AWS: ["333333333333", "*"] } }],
  ["a wildcard that stands for nothing", { Resource: `${TOPIC}*` }],
  ["parts that touch", { Resource: "arn:aws:*sns:*eu-central-1:333333333333:alarms" }],
  ["wildcards in the resource", { Resource: "arn:*:sns:*:333333333333:al*" }],
  ["everybody by type", { Principal: { AWS: "*" } }],
  [
    "the operator and the value in other letters",
    { Condition: { bool: { "aws:SecureTransport": "False" } } },
  ],
  ["IfExists", { Condition: { BoolIfExists: { "AWS:securetransport": false } } }],
])("requests without TLS are denied with %s", (_what, changes) => {
  expect(denied(changes)).toEqual([]);
});

test.each([
  ["Allow", { Effect: "Allow" }],
  ["NotAction", { Action: undefined, NotAction: "sns:Subscribe" }],
  ["NotPrincipal", { Principal: undefined, NotPrincipal: "*" }],
  ["NotResource", { Resource: undefined, NotResource: "x" }],
  ["one account", { Principal: { AWS: "333333333333" } }],
  ["a service", { Principal: { Service: "*" } }],
  ["another action", { Action: "sns:Subscribe" }],
  ["part of an action", { Action: "sns:Publis" }],
  ["more than an action", { Action: "sns:Publish*Batch" }],
  ["another topic", { Resource: `${TOPIC}-2` }],
  ["a topic that only begins alike", { Resource: "arn:aws:sns:*:444444444444:*" }],
  ["parts that overlap", { Resource: `${TOPIC.slice(0, -2)}*${TOPIC.slice(10)}` }],
  ["a middle that overlaps the end", { Resource: "arn:*sns:eu*eu-central-1:333333333333:alarms" }],
  ["middles that overlap", { Resource: "arn:*sns:eu*eu-central*alarms" }],
  ["another beginning", { Resource: "x*" }],
  ["another end", { Resource: "arn:*x" }],
  ["parts in the wrong order", { Resource: "arn:*333333333333*sns*alarms" }],
  ["a wildcard for one sign", { Resource: TOPIC.replace("alarms", "alarm?") }],
  ["no condition", { Condition: undefined }],
  ["true", { Condition: { Bool: { "aws:SecureTransport": "true" } } }],
  ["both", { Condition: { Bool: { "aws:SecureTransport": ["false", "true"] } } }],
  ["another key", { Condition: { Bool: { "aws:MultiFactorAuthPresent": "false" } } }],
  ["another operator", { Condition: { StringEquals: { "aws:SecureTransport": "false" } } }],
  ["letters before the operator", { Condition: { xBool: { "aws:SecureTransport": "false" } } }],
  ["letters behind the operator", { Condition: { BoolX: { "aws:SecureTransport": "false" } } }],
  [
    "one more condition",
    { Condition: { Bool: { "aws:SecureTransport": "false", "aws:MultiFactorAuthPresent": "false" } } },
  ],
])("requests without TLS are not denied with %s", (_what, changes) => {
  expect(denied(changes)).toEqual(NOT_DENIED);
});

test("a policy of which there may be none denies nothing", () => {
  expect(topic({ count: 0 })).toEqual(NOT_DENIED);
  expect(topic({ for_each: "${var.topics}" })).toEqual(NOT_DENIED);
});

test("a policy that belongs to the topic and cannot be read could not be decided", () => {
  expect(topic({ arn: "${aws_sns_topic.x.arn}", policy: "${var.policy}" })).toEqual([
    "aws_sns_topic.x: whether requests without TLS are denied could not be decided; write the policy as JSON with literal statements",
  ]);
  expect(topic({ arn: `${TOPIC}-2`, policy: "${var.policy}" })).toEqual(NOT_DENIED);
});

test.each(["aws", "aws-us-gov", "aws-cn"])(
  "the ARN may be written in letters in the partition %s",
  (partition) => {
    const arn = TOPIC.replace("arn:aws:", `arn:${partition}:`);
    expect(topic({ arn, policy: policy(denyPlainText("sns:Publish", arn)) })).toEqual([]);
  },
);

test("one statement of one policy is enough", () => {
  const allow = {
    Effect: "Allow",
    Principal: { AWS: "333333333333" },
    Action: "sns:Publish",
    Resource: TOPIC,
  };
  expect(topic({ policy: policy(allow, denyPlainText("sns:Publish", TOPIC), allow) })).toEqual([]);
});

test("a topic whose name only Terraform knows is named by reference", () => {
  const of = (name: unknown) =>
    objections("tls-only", {
      aws_sns_topic: { x: { name } },
      aws_sns_topic_policy: {
        x: {
          arn: "${aws_sns_topic.x.arn}",
          policy: policy(denyPlainText("sns:Publish", "${aws_sns_topic.x.arn}")),
        },
      },
    });
  expect(of("${var.name}")).toEqual([]);
  expect(of(undefined)).toEqual([]);
});

const BUCKET = "arn:aws:s3:::example";
const QUEUE = "arn:aws:sqs:eu-central-1:333333333333:work";
const bucket = (actions: string[]) =>
  objections("tls-only", {
    aws_s3_bucket: { x: { bucket: "example" } },
    aws_s3_bucket_policy: {
      x: {
        bucket: "example",
        policy: policy({ ...denyPlainText("", [BUCKET, `${BUCKET}/*`]), Action: actions }),
      },
    },
  });
const queue = (actions: string[]) =>
  objections("tls-only", {
    aws_sqs_queue: { x: { name: "work" } },
    aws_sqs_queue_policy: {
      x: {
        queue_url: "${aws_sqs_queue.x.url}",
        policy: policy({ ...denyPlainText("", QUEUE), Action: actions }),
      },
    },
  });

test.each([
  ["bucket", bucket, ["s3:DeleteObject", "s3:GetObject", "s3:ListBucket", "s3:PutObject"]],
  ["queue", queue, ["sqs:ReceiveMessage", "sqs:SendMessage"]],
] as const)("every action that moves data of a %s is denied", (_what, of, actions) => {
  expect(of([...actions])).toEqual([]);
  for (const missing of actions) {
    expect(of(actions.filter((action) => action !== missing))).toHaveLength(1);
  }
});
