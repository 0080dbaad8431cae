import { synthesizedExample } from "../../organizations/examples";
import { type Actor, evaluate, parsePolicy, service } from "../support/iam";
import { resourcesOf, type SynthesizedStack } from "../support/synth";

const EXAMPLES = ["sample", "minimal", "complete"] as const;
const stacks = EXAMPLES.flatMap((example) =>
  synthesizedExample(example).map(({ deployment, terraform }) => ({
    name: `${example}/${deployment.name}`,
    deployment,
    terraform: terraform as SynthesizedStack,
  })),
);
const alarmsOf = (terraform: SynthesizedStack) => resourcesOf(terraform, "aws_cloudwatch_metric_alarm");
const withAlarms = stacks.filter(({ terraform }) => alarmsOf(terraform).length > 0);
const silent = withAlarms
  .filter(({ terraform }) => alarmsOf(terraform).some(({ alarm_actions: actions }) => actions === undefined))
  .map(({ name }) => name);

test("alarms are silent only without registry.notify in a registry and without verification.notify at ECS clusters", () => {
  expect(silent).toEqual([
    "sample/workload-shop-prod-eu-central-1",
    "sample/workload-shop-staging-eu-central-1",
    "sample/registry-images-eu-central-1",
    "minimal/workload-shop-eu-central-1",
    "minimal/registry-images-eu-central-1",
  ]);
});

const told = withAlarms.filter(({ name }) => !silent.includes(name));

test("there are alarms to look at", () => {
  expect(told.map(({ name }) => name)).toEqual([
    "sample/security-security-eu-west-1",
    "sample/security-security-eu-central-1",
    "complete/workload-shop-prod-eu-central-1",
    "complete/workload-shop-prod-us-east-1",
    "complete/workload-shop-staging-eu-central-1",
    "complete/security-security-eu-west-1",
    "complete/security-security-us-east-1",
    "complete/security-security-eu-central-1",
    "complete/registry-images-eu-west-1",
    "complete/registry-images-us-east-1",
    "complete/registry-images-eu-central-1",
  ]);
});

describe.each(told)("$name", ({ deployment: { account, region }, terraform }) => {
  const alarms = alarmsOf(terraform).map(({ alarm_name: name, alarm_actions: actions }) => ({
    arn: `arn:aws:cloudwatch:${region}:${account.id}:alarm:${String(name)}`,
    topic: String((actions as string[])[0]).replace(/^\$\{aws_sns_topic\.(.*)\.arn\}$/, "$1"),
  }));
  const policies = resourcesOf(terraform, "aws_sns_topic_policy");
  /** Whether CloudWatch may do something to a topic for an alarm, by the policy of the topic or of its key. */
  const may = (actor: Actor, action: string, policy: unknown, resource: string, context = {}) =>
    evaluate(
      { caller: actor.caller, action, resource, context },
      { resource: [parsePolicy("policy", String(policy).replaceAll(/\$\{[^}]*\}/g, resource))] },
    ).allowed;

  test.each(alarms)("$arn reaches somebody", ({ arn, topic }) => {
    const found = terraform.resource?.["aws_sns_topic"]?.[topic];
    const topicArn = `arn:aws:sns:${region}:${account.id}:${String(found?.["name"])}`;
    const subscribed = resourcesOf(terraform, "aws_sns_topic_subscription").filter(
      ({ topic_arn: one }) => one === `\${aws_sns_topic.${topic}.arn}`,
    );
    expect(subscribed).toEqual([expect.objectContaining({ protocol: "email" })]);

    const cloudwatch = service("cloudwatch.amazonaws.com", arn);
    const policy = policies.find(({ arn: one }) => one === `\${aws_sns_topic.${topic}.arn}`)?.["policy"];
    expect(may(cloudwatch, "sns:Publish", policy, topicArn, { "aws:SecureTransport": "true" })).toBe(true);
    const foreign = service("cloudwatch.amazonaws.com", arn.replace(account.id, "777777777777"));
    expect(may(foreign, "sns:Publish", policy, topicArn, { "aws:SecureTransport": "true" })).toBe(false);

    const [, key = ""] = /^\$\{aws_kms_key\.(.*)\.arn\}$/.exec(String(found?.["kms_master_key_id"])) ?? [];
    const keyPolicy = terraform.resource?.["aws_kms_key"]?.[key]?.["policy"];
    for (const action of ["kms:Decrypt", "kms:GenerateDataKey"]) {
      const context = { "kms:EncryptionContext:aws:sns:topicArn": topicArn };
      expect(may(cloudwatch, action, keyPolicy, `arn:aws:kms:${region}:${account.id}:key/k`, context)).toBe(
        true,
      );
      expect(may(cloudwatch, action, keyPolicy, `arn:aws:kms:${region}:${account.id}:key/k`)).toBe(false);
    }
  });
});
