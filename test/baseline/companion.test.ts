import { checkBaseline } from "../../baseline";
import {
  ACCOUNT,
  broken,
  compliantStack,
  denyPlainText,
  objections,
  policy,
  type Resources,
} from "./support";

type Body = Record<string, unknown>;

/** A resource, what protects it, how that says whose it is, and the rule that asks for it. */
interface Pair {
  readonly rule: string;
  readonly owner: readonly [type: string, body: Body];
  readonly companion: readonly [type: string, body: Body];
  readonly link: readonly [argument: string, attribute: string];
  /** The objection when there is no companion. */
  readonly missing: string;
}

const bucket = ["aws_s3_bucket", { bucket: "example", lifecycle: { prevent_destroy: true } }] as const;
const SWITCHES = [
  "block_public_acls",
  "block_public_policy",
  "ignore_public_acls",
  "restrict_public_buckets",
];
const denied = (service: string, resource: unknown) => ({
  policy: policy(denyPlainText(`${service}:*`, resource)),
});
const TLS = (type: string, action: string, on: string) =>
  `requests without TLS are not denied; add an ${type}_policy that denies ${action} to everybody where aws:SecureTransport is false, on ${on}`;

const PAIRS: readonly Pair[] = [
  {
    rule: "encryption-at-rest",
    owner: bucket,
    companion: [
      "aws_s3_bucket_server_side_encryption_configuration",
      { rule: { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } } },
    ],
    link: ["bucket", "id"],
    missing:
      'is not encrypted at rest; add an aws_s3_bucket_server_side_encryption_configuration with "aws:kms" or "AES256"',
  },
  {
    rule: "public-access-block",
    owner: bucket,
    companion: [
      "aws_s3_bucket_public_access_block",
      Object.fromEntries(SWITCHES.map((name) => [name, true])),
    ],
    link: ["bucket", "bucket"],
    missing: `has no public access block; add an aws_s3_bucket_public_access_block with ${SWITCHES.join(", ")} = true`,
  },
  {
    rule: "tls-only",
    owner: bucket,
    companion: ["aws_s3_bucket_policy", denied("s3", ["${aws_s3_bucket.x.arn}", "${aws_s3_bucket.x.arn}/*"])],
    link: ["bucket", "id"],
    missing: TLS("aws_s3_bucket", "s3:*", "ARN and ARN/*"),
  },
  {
    rule: "tls-only",
    owner: ["aws_sns_topic", { name: "alarms" }],
    companion: ["aws_sns_topic_policy", denied("sns", "${aws_sns_topic.x.arn}")],
    link: ["arn", "arn"],
    missing: TLS("aws_sns_topic", "sns:Publish", "ARN"),
  },
  {
    rule: "tls-only",
    owner: ["aws_sqs_queue", { name: "work" }],
    companion: ["aws_sqs_queue_policy", denied("sqs", "${aws_sqs_queue.x.arn}")],
    link: ["queue_url", "url"],
    missing: TLS("aws_sqs_queue", "sqs:*", "ARN"),
  },
  {
    rule: "restricted-principal",
    owner: ["aws_vpc_endpoint", { vpc_endpoint_type: "Interface" }],
    companion: [
      "aws_vpc_endpoint_policy",
      { policy: policy({ Effect: "Deny", Principal: "*", Action: "*" }) },
    ],
    link: ["vpc_endpoint_id", "id"],
    missing:
      "the endpoint has no policy, and AWS's default lets everybody through; set policy with a condition on aws:PrincipalOrgID",
  },
];

function resources({ companion, link, owner }: Pair, more: Body = {}, ownerMore: Body = {}): Resources {
  const [argument, attribute] = link;
  const linked = { [argument]: `\${${owner[0]}.x.${attribute}}`, ...companion[1], ...more };
  return { [owner[0]]: { x: { ...owner[1], ...ownerMore } }, [companion[0]]: { x: linked } };
}
const NAMED = PAIRS.map((pair) => [`${pair.owner[0]} and ${pair.companion[0]}`, pair] as const);
/** Providers of two regions, both let into the account of the stack. */
const provider = {
  aws: ["eu-central-1", "us-east-1"].map((region, index) => ({
    region,
    allowed_account_ids: [ACCOUNT],
    ...(index === 0 ? {} : { alias: "us" }),
  })),
};

test.each(NAMED)("%s: a companion that is there protects", (_what, pair) => {
  expect(objections(pair.rule, resources(pair))).toEqual([]);
});

test.each(NAMED)("%s: no companion protects nothing", (_what, pair) => {
  const [type, body] = pair.owner;
  expect(objections(pair.rule, { [type]: { x: body } })).toEqual([`${type}.x: ${pair.missing}`]);
});

const UNCERTAIN: readonly Body[] = [
  { count: 0 },
  { count: 1 },
  { count: "${var.x ? 1 : 0}" },
  { for_each: [] },
  { for_each: "${toset(var.x)}" },
  { for_each: null },
];

test.each(NAMED.flatMap(([what, pair]) => UNCERTAIN.map((maybe) => [what, maybe, pair] as const)))(
  "%s: a companion with %j may not be made",
  (_what, maybe, pair) => {
    expect(objections(pair.rule, resources(pair, maybe))).toEqual([
      `${pair.owner[0]}.x: whether there is ${pair.companion[0]}.x could not be decided; write it without count and for_each`,
    ]);
  },
);

test.each(NAMED)("%s: one that is there makes one that may not be made needless", (_what, pair) => {
  const made = resources(pair);
  const perhaps = resources(pair, { count: 0 })[pair.companion[0]]?.["x"];
  const both = { [pair.companion[0]]: { ...made[pair.companion[0]], y: perhaps } };
  expect(objections(pair.rule, { ...made, ...both } as Resources)).toEqual([]);
});

test.each(NAMED)(
  "%s: an instance of an owner with count or for_each is no plain reference",
  (_what, pair) => {
    const [argument, attribute] = pair.link;
    for (const [maybe, key] of [
      [{ count: 2 }, "count.index"],
      [{ for_each: "${var.x}" }, "each.key"],
    ] as const) {
      const instance = { [argument]: `\${${pair.owner[0]}.x[${key}].${attribute}}` };
      expect(objections(pair.rule, resources(pair, { ...instance, ...maybe }, maybe))).toEqual([
        `${pair.owner[0]}.x: ${pair.missing}`,
      ]);
    }
  },
);

test.each(NAMED)("%s: an attribute that does not name the owner links nothing", (_what, pair) => {
  const [argument] = pair.link;
  for (const other of [`\${${pair.owner[0]}.x.bucket_prefix}`, `\${${pair.owner[0]}.x}`, null, "${var.x}"]) {
    expect(objections(pair.rule, resources(pair, { [argument]: other }))).toEqual([
      `${pair.owner[0]}.x: ${pair.missing}`,
    ]);
  }
});

test.each(NAMED)("%s: a companion of another provider or region protects nothing here", (_what, pair) => {
  for (const elsewhere of [{ provider: "aws.us" }, { region: "us-east-1" }, { region: "${var.x}" }]) {
    expect(objections(pair.rule, resources(pair, elsewhere), { provider })).toEqual([
      `${pair.owner[0]}.x: ${pair.missing}`,
    ]);
  }
});

test("two providers of one region are two places", () => {
  const [, pair] = NAMED[1] ?? [];
  if (!pair) throw new Error("no pair");
  const twice = { aws: [provider.aws[0], { ...provider.aws[0], alias: "again" }] };
  const again = { provider: "aws.again" };
  expect(objections(pair.rule, resources(pair, again), { provider: twice })).toEqual([
    `aws_s3_bucket.x: ${pair.missing}`,
  ]);
  expect(objections(pair.rule, resources(pair, again, again), { provider: twice })).toEqual([]);
});

test("a name that is not written, or only Terraform knows, links nothing", () => {
  const [, pair] = NAMED[1] ?? [];
  if (!pair) throw new Error("no pair");
  for (const name of [undefined, null, "${var.name}", ["example"]]) {
    expect(objections(pair.rule, resources(pair, { bucket: name }, { bucket: name }))).toEqual([
      `aws_s3_bucket.x: ${pair.missing}`,
    ]);
  }
});

test.each(NAMED)("%s: the same provider and region may be written in several ways", (_what, pair) => {
  for (const here of [{ provider: "aws" }, { region: "eu-central-1" }, { region: "" }, { provider: null }]) {
    expect(objections(pair.rule, resources(pair, here), { provider })).toEqual([]);
  }
  const us = { provider: "aws.us" };
  expect(objections(pair.rule, resources(pair, us, us), { provider })).toEqual([]);
});

test("a policy that names the topic in letters counts only where it is made, and in the topic's region", () => {
  const arn = (region: string) => `arn:aws:sns:${region}:${ACCOUNT}:alarms`;
  const topic = (region: string, more: Body = {}, topicMore: Body = {}): Resources => ({
    aws_sns_topic: { x: { name: "alarms", ...topicMore } },
    aws_sns_topic_policy: { x: { arn: arn(region), ...denied("sns", arn(region)), ...more } },
  });
  const missing = [`aws_sns_topic.x: ${TLS("aws_sns_topic", "sns:Publish", "ARN")}`];
  expect(objections("tls-only", topic("eu-central-1"))).toEqual([]);
  const us = { region: "us-east-1" };
  expect(objections("tls-only", topic("us-east-1", us, us))).toEqual([]);
  expect(objections("tls-only", topic("eu-central-1", { count: 0 }))).toEqual(missing);
  expect(objections("tls-only", topic("eu-central-1", us, us))).toEqual(missing);
});

test("an endpoint policy that says nothing is AWS's default", () => {
  const [, pair] = NAMED.at(-1) ?? [];
  if (!pair) throw new Error("no pair");
  for (const nothing of [null, "", " ", undefined]) {
    expect(objections(pair.rule, resources(pair, { policy: nothing }))).toEqual([
      `aws_vpc_endpoint.x: ${pair.missing}`,
    ]);
  }
});

test("a role that Terraform may not make is not there before the policy that names it", () => {
  const arn = `arn:aws:iam::${ACCOUNT}:role/build`;
  const pull = { Effect: "Allow", Principal: { AWS: arn }, Action: "ecr:BatchGetImage" };
  const named = (maybe: Body): Resources => ({
    aws_iam_role: { build: { name: "build", ...maybe } },
    aws_ecr_repository_policy: { x: { policy: policy(pull), depends_on: ["aws_iam_role.build"] } },
  });
  expect(objections("no-foreign-role-principal", named({}))).toEqual([]);
  for (const maybe of [{ count: 0 }, { for_each: "${var.x}" }]) {
    expect(objections("no-foreign-role-principal", named(maybe))).toEqual([
      `aws_ecr_repository_policy.x: statement 1 names ${arn}, which this stack does not create; name the account root as principal and add a condition with ArnEquals on aws:PrincipalArn, which AWS accepts before the role exists`,
    ]);
  }
});

test("no companion of the compliant stack may be left open", () => {
  const { resource } = compliantStack().terraform as { resource: Resources };
  const companions = Object.keys(resource).filter((name) =>
    /^aws_(s3_bucket|sns_topic|sqs_queue)_/.test(name),
  );
  expect(companions).toEqual([
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_policy",
    "aws_sns_topic_policy",
    "aws_sqs_queue_policy",
  ]);
  for (const type of companions) {
    for (const name of Object.keys(resource[type] ?? {})) {
      const stack = broken(["resource", type, name, "count"], "${var.x ? 1 : 0}");
      const messages = checkBaseline([stack]).violations.map(({ message }) => message);
      expect(messages).toContain(`whether there is ${type}.${name} could not be decided`);
    }
  }
});
