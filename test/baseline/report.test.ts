import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { baselineProblems, checkBaseline, formatBaseline, type TerraformJson } from "../../baseline";
import { exceptFromBaseline } from "../../modules/exception";
import { formatProblem } from "../../problem";
import { workOf } from "../support/work";
import { ACCOUNT, REGION, type Resources, stackOf, violationsOf } from "./support";

const logGroup = (rules: Record<string, unknown>, days = 0): Resources => ({
  aws_cloudwatch_log_group: { x: { retention_in_days: days, "//": { baselineException: rules } } },
});
const REASON = "the audit team keeps these for ever";

test("an exception next to the resource is granted and listed", () => {
  const report = checkBaseline([stackOf(logGroup({ "retention-on-logs": REASON }))]);
  expect(report.violations).toEqual([]);
  expect(report.exceptions).toEqual([
    {
      stack: "test",
      resource: "aws_cloudwatch_log_group.x",
      rule: "retention-on-logs",
      message: "keeps logs for ever",
      reason: REASON,
    },
  ]);
  expect(formatBaseline(report)).toBe(
    [
      "Baseline: held (16 rules, 1 resource, 1 exception)",
      `  excepted test aws_cloudwatch_log_group.x from retention-on-logs: keeps logs for ever (${REASON})`,
    ].join("\n"),
  );
});

const KNOWN =
  "immutable-tags, restricted-principal, no-public-access, no-wildcard-action, no-wildcard-resource, no-foreign-role-principal, encryption-at-rest, tls-only, public-access-block, retention-on-logs, key-rotation, no-plaintext-secret, wrong-account-guard, protected-from-destroy, readable, singleton-owned-once";

test("an exception from a rule that is not broken is a violation", () => {
  expect(violationsOf(stackOf(logGroup({ "retention-on-logs": REASON }, 30)))).toEqual([
    "baseline-exception aws_cloudwatch_log_group.x: is excepted from retention-on-logs, which it does not break; remove the exception",
  ]);
});

test("an exception from an unknown rule is a violation and excepts nothing", () => {
  expect(violationsOf(stackOf(logGroup({ "retention-of-logs": REASON })))).toEqual([
    "retention-on-logs aws_cloudwatch_log_group.x: keeps logs for ever; set retention_in_days, for example to 365",
    `baseline-exception aws_cloudwatch_log_group.x: is excepted from the unknown rule "retention-of-logs"; use one of ${KNOWN}`,
  ]);
});

test.each([{}, "retention-on-logs", ["retention-on-logs"], null])(
  "an exception that names no rule, %j",
  (written) => {
    const comment = { "//": { baselineException: written } };
    const resources = { aws_cloudwatch_log_group: { x: { retention_in_days: 30, ...comment } } };
    expect(violationsOf(stackOf(resources))).toEqual([
      `baseline-exception aws_cloudwatch_log_group.x: is excepted from the unknown rule ""; use one of ${KNOWN}`,
    ]);
  },
);

test("an exception without a reason is a violation and excepts nothing", () => {
  expect(violationsOf(stackOf(logGroup({ "retention-on-logs": "  because  " })))).toEqual([
    "retention-on-logs aws_cloudwatch_log_group.x: keeps logs for ever; set retention_in_days, for example to 365",
    'baseline-exception aws_cloudwatch_log_group.x: is excepted from retention-on-logs with the reason "because", shorter than 10 characters; say why it is right here',
  ]);
  expect(violationsOf(stackOf(logGroup({ "retention-on-logs": true }, 30)))).toEqual([
    'baseline-exception aws_cloudwatch_log_group.x: is excepted from retention-on-logs with the reason "", shorter than 10 characters; say why it is right here',
  ]);
});

test("an exception holds for its own resource only", () => {
  const two = logGroup({ "retention-on-logs": REASON });
  const other = { ...two["aws_cloudwatch_log_group"], y: {} };
  expect(violationsOf(stackOf({ aws_cloudwatch_log_group: other }))).toEqual([
    "retention-on-logs aws_cloudwatch_log_group.y: keeps logs for ever; set retention_in_days, for example to 365",
  ]);
});

test("violations become problems with rule, stack, address and construct path", () => {
  const metadata = { path: "test/logs/Resource" };
  const stack = stackOf({ aws_cloudwatch_log_group: { x: { "//": { metadata } } } });
  const report = checkBaseline([stack]);
  expect(report.violations).toEqual([
    {
      rule: "retention-on-logs",
      stack: "test",
      resource: "aws_cloudwatch_log_group.x",
      message: "keeps logs for ever",
      change: "set retention_in_days, for example to 365",
      constructPath: "test/logs/Resource",
    },
  ]);
  expect(baselineProblems(report).map(formatProblem)).toEqual([
    "test aws_cloudwatch_log_group.x: keeps logs for ever (test/logs/Resource); set retention_in_days, for example to 365 [retention-on-logs]",
  ]);
  expect(formatBaseline(report)).toBe("Baseline: 1 violation (16 rules, 1 resource, 0 exceptions)");
});

test("exceptions written by the modules are found in what cdktf really writes", () => {
  const outdir = mkdtempSync(join(tmpdir(), "baseline-"));
  try {
    const app = new App({ outdir });
    const stack = new TerraformStack(app, "test");
    new AwsProvider(stack, "aws", { region: REGION, allowedAccountIds: [ACCOUNT] });
    const logs = new CloudwatchLogGroup(stack, "logs", { name: "/example" });
    exceptFromBaseline(logs, { rule: "retention-on-logs", reason: REASON });
    app.synth();
    const file = join(outdir, "stacks", "test", "cdk.tf.json");
    const terraform = JSON.parse(readFileSync(file, "utf8")) as TerraformJson;
    const report = checkBaseline([{ name: "test", account: ACCOUNT, region: REGION, terraform }]);
    expect(report.violations).toEqual([]);
    expect(report.exceptions.map(({ reason, resource }) => [resource, reason])).toEqual([
      ["aws_cloudwatch_log_group.logs", REASON],
    ]);
  } finally {
    rmSync(outdir, { recursive: true });
  }
});

test("400 stacks with 50,000 resources are checked within ten seconds of one core", async () => {
  const names = Array.from({ length: 42 }, (_, index) => `r${String(index)}`);
  const document = JSON.stringify({
    Version: "2012-10-17",
    Statement: Array.from({ length: 4 }, () => ({
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::333333333333:root" },
      Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
      Condition: { ArnLike: { "aws:PrincipalArn": ["arn:aws:iam::333333333333:role/a/*"] } },
    })),
  });
  const stacks = Array.from({ length: 400 }, (_, index) => {
    const repositories = names.map((name) => [
      name,
      {
        name: `team-${String(index)}/${name}`,
        image_tag_mutability: "IMMUTABLE",
        encryption_configuration: [{ encryption_type: "AES256" }],
        lifecycle: { prevent_destroy: true },
      },
    ]);
    const policies = names.map((name) => [
      name,
      { repository: `\${aws_ecr_repository.${name}.name}`, policy: document },
    ]);
    const lifecycles = names.map((name) => [
      name,
      { repository: `\${aws_ecr_repository.${name}.name}`, policy: '{"rules":[]}' },
    ]);
    return stackOf(
      {
        aws_ecr_repository: Object.fromEntries(repositories) as Resources[string],
        aws_ecr_repository_policy: Object.fromEntries(policies) as Resources[string],
        aws_ecr_lifecycle_policy: Object.fromEntries(lifecycles) as Resources[string],
      },
      {},
      `stack-${String(index)}`,
    );
  });
  const { value: report, milliseconds } = await workOf(10_000, () => checkBaseline(stacks));
  expect(report.violations).toEqual([]);
  expect(report.checked.resources).toBe(50_400);
  expect(milliseconds).toBeLessThan(10_000);
});
