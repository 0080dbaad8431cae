import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { TerraformStack, Testing } from "cdktf";
import { checkBaseline, formatBaseline } from "../../baseline";
import { exceptFromBaseline } from "../../modules/exception";
import { type Resources, stackOf, violationsOf } from "./support";

type Body = Record<string, unknown>;

const REASON = "the auditors asked for it";
const noted = (baselineException: unknown, body: Body = {}): Body => ({
  ...body,
  "//": { baselineException },
});
/** A listener with so many dynamic blocks, none of which can be read. */
const listener = (note: unknown, ...names: string[]): Resources => {
  const dynamic = Object.fromEntries(names.map((name) => [name, {}]));
  return { aws_lb_listener: { x: noted({ readable: note }, { dynamic }) } };
};
const hides = (name: string) => `what its dynamic block ${name} makes could not be decided`;
const violation = (name: string) => `readable aws_lb_listener.x: ${hides(name)}; write the blocks themselves`;
const miscounted = (found: string, said: string, actual: number) =>
  `baseline-exception aws_lb_listener.x: has ${found} of readable and is excepted from ${said}; mend what is not meant, or give a reason for all of it and set findings = ${String(actual)}`;

test("an exception is for one finding, and a second one is not covered by it", () => {
  expect(violationsOf(stackOf(listener(REASON, "A")))).toEqual([]);
  expect(violationsOf(stackOf(listener(REASON, "A", "B")))).toEqual([
    violation("A"),
    violation("B"),
    miscounted("2 findings", "1", 2),
  ]);
});

test("an exception may be for several findings, and the summary lists every one", () => {
  const report = checkBaseline([stackOf(listener({ reason: REASON, findings: 2 }, "A", "B"))]);
  expect(report.violations).toEqual([]);
  expect(report.exceptions.map(({ message }) => message)).toEqual([hides("A"), hides("B")]);
  const [counts, ...lines] = formatBaseline(report).split("\n");
  expect(counts).toMatch(/^Baseline: held \(\d+ rules, 1 resource, 2 exceptions\)$/);
  expect(lines).toEqual([
    `  excepted test aws_lb_listener.x from readable: ${hides("A")} (${REASON})`,
    `  excepted test aws_lb_listener.x from readable: ${hides("B")} (${REASON})`,
  ]);
});

test("an exception for more findings than there are excepts nothing", () => {
  expect(violationsOf(stackOf(listener({ reason: REASON, findings: 2 }, "A")))).toEqual([
    violation("A"),
    miscounted("1 finding", "2", 1),
  ]);
});

test.each([["1"], [null], [[1]], [0]])("%j is no number of findings", (findings) => {
  expect(violationsOf(stackOf(listener({ reason: REASON, findings }, "A")))).toEqual([
    violation("A"),
    miscounted("1 finding", JSON.stringify(findings), 1),
  ]);
});

test("an exception for no findings is not needed", () => {
  expect(violationsOf(stackOf(listener({ reason: REASON, findings: 0 })))).toEqual([
    "baseline-exception aws_lb_listener.x: is excepted from readable, which it does not break; remove the exception",
  ]);
});

test("a reason has at least ten characters, blanks around it not counted", () => {
  expect(violationsOf(stackOf(listener("ten chars!", "A")))).toEqual([]);
  expect(violationsOf(stackOf(listener(" 9 chars ! ", "A")))).toEqual([
    violation("A"),
    'baseline-exception aws_lb_listener.x: is excepted from readable with the reason "9 chars !", shorter than 10 characters; say why it is right here',
  ]);
});

test.each([[{}], [{ reason: 12345678901 }], [[REASON]], [null]])("%j holds no reason", (note) => {
  expect(violationsOf(stackOf(listener(note, "A")))).toEqual([
    violation("A"),
    'baseline-exception aws_lb_listener.x: is excepted from readable with the reason "", shorter than 10 characters; say why it is right here',
  ]);
});

test.each([["a comment"], [{ exception: "readable" }], [[]], [null]])(
  "the comment %j excepts nothing",
  (comment) => {
    const stack = stackOf({ aws_cloudwatch_log_group: { x: { "//": comment } } });
    expect(violationsOf(stack)).toEqual([
      "retention-on-logs aws_cloudwatch_log_group.x: keeps logs for ever; set retention_in_days, for example to 365",
    ]);
  },
);

test("findings of different rules need an exception each", () => {
  const note = { "encryption-at-rest": REASON, "retention-on-logs": REASON };
  const logs = { aws_cloudwatch_log_group: { x: noted(note, { kms_key_id: "${var.key}" }) } };
  const { exceptions, violations } = checkBaseline([stackOf(logs)]);
  expect(violations).toEqual([]);
  expect(exceptions.map(({ rule }) => rule)).toEqual(["encryption-at-rest", "retention-on-logs"]);
});

test("the same address in another stack needs an exception of its own", () => {
  const excepted = stackOf({
    aws_kms_alias: {},
    aws_cloudwatch_log_group: { x: noted({ "retention-on-logs": REASON }) },
  });
  const other = stackOf({ aws_cloudwatch_log_group: { x: {} } }, {}, "other");
  const { exceptions, violations } = checkBaseline([excepted, other]);
  expect(exceptions.map(({ stack }) => stack)).toEqual(["test"]);
  expect(violations.map(({ rule, stack }) => `${stack} ${rule}`)).toEqual(["other retention-on-logs"]);
});

test("whatever has an address may carry an exception", () => {
  const readable = noted({ readable: REASON });
  const { exceptions, violations } = checkBaseline([
    stackOf(
      { null_resource: { x: readable } },
      {
        provider: { aws: noted({ "wrong-account-guard": REASON }, { region: "eu-central-1" }) },
        data: { external: { x: readable } },
        ephemeral: { random_password: { x: readable } },
        check: { health: { data: { http: { x: readable } } } },
        module: { vpc: readable },
        removed: { from: "aws_s3_bucket.x", ...noted({ "protected-from-destroy": REASON }) },
        action: readable,
      },
    ),
  ]);
  expect(violations).toEqual([]);
  expect(exceptions.map(({ resource, rule }) => `${rule} ${resource}`)).toEqual([
    "wrong-account-guard provider.aws",
    "protected-from-destroy removed.aws_s3_bucket.x",
    "readable module.vpc",
    "readable action",
    "readable null_resource.x",
    "readable data.external.x",
    "readable data.http.x",
    "readable ephemeral.random_password.x",
  ]);
});

test("an exception that nothing needs is a violation wherever it stands", () => {
  const unneeded = noted({ readable: REASON });
  const provider = {
    aws: { region: "eu-central-1", allowed_account_ids: ["333333333333"], ...unneeded },
  };
  const texts = violationsOf(stackOf({}, { provider, data: { aws_region: { x: unneeded } } }));
  const message = "is excepted from readable, which it does not break; remove the exception";
  expect(texts).toEqual([
    `baseline-exception provider.aws: ${message}`,
    `baseline-exception data.aws_region.x: ${message}`,
  ]);
});

test("a module needs an exception for the module block itself", () => {
  expect(violationsOf(stackOf({}, { module: { vpc: noted({ "tls-only": REASON }) } }))).toEqual([
    "readable module.vpc: what the Terraform module makes could not be decided; make its resources in the stack itself",
    "baseline-exception module.vpc: is excepted from tls-only, which it does not break; remove the exception",
  ]);
});

test("modules write the number of findings only where it is not one", () => {
  const stack = new TerraformStack(Testing.app(), "test");
  const logs = new CloudwatchLogGroup(stack, "logs", { name: "/example" });
  exceptFromBaseline(logs, { rule: "retention-on-logs", reason: REASON });
  const block = new S3BucketPublicAccessBlock(stack, "block", { bucket: "example" });
  exceptFromBaseline(block, { rule: "public-access-block", reason: REASON, findings: 4 });
  expect(logs.toTerraform()).toMatchObject({
    resource: { aws_cloudwatch_log_group: { logs: noted({ "retention-on-logs": REASON }) } },
  });
  const several = noted({ "public-access-block": { reason: REASON, findings: 4 } });
  expect(block.toTerraform()).toMatchObject({
    resource: { aws_s3_bucket_public_access_block: { block: several } },
  });
});
