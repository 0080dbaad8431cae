import { baselineProblems, checkBaseline, type SynthesizedStack } from "../../baseline";
import { blocksOf, bodiesOf, textsOf } from "../../baseline/block";
import { broken, compliantStack, stackOf, violationsOf } from "./support";

type Body = Record<string, unknown>;

test("blocks are an object, a list, or lists within lists, as Terraform reads them", () => {
  const [a, b] = [{ a: 1 }, { b: 2 }];
  expect([a, [a], [[a]], [a, [[b], null]]].map((value) => bodiesOf(value))).toEqual([[a], [a], [a], [a, b]]);
  expect([undefined, null, [], [[]], [null]].map((value) => bodiesOf(value))).toEqual([[], [], [], [], []]);
});

test.each([
  ["${var.blocks}", "${var.blocks}"],
  ["text", '${"text"}'],
  ["", '${""}'],
  [5, "${5}"],
  [true, "${true}"],
  [["${var.block}"], "${var.block}"],
])("%j is a block of which only Terraform knows what it says", (value, expression) => {
  const [block, ...others] = blocksOf({ settings: value }, "settings");
  expect(others).toEqual([]);
  expect(block?.["anything"]).toBe(expression);
  expect(blocksOf(block ?? {}, "deeper").map((deeper) => deeper["still"])).toEqual([expression]);
});

test("texts are one value or a list", () => {
  expect([undefined, null, "a", 5, ["a", true]].map((value) => textsOf(value))).toEqual([
    [],
    [],
    ["a"],
    ["5"],
    ["a", "true"],
  ]);
});

/** The same stack with every block of every resource, provider and setting in lists within lists. */
function inLists({ terraform, ...stack }: SynthesizedStack): SynthesizedStack {
  const { provider, resource } = terraform as { provider?: Body; resource?: Record<string, Body> };
  const bodies = (blocks: Body) => Object.entries(blocks).map(([name, body]) => [name, [[body]]]);
  const types = Object.entries(resource ?? {}).map(([type, names]) => ({
    [type]: [Object.fromEntries(bodies(names)) as Body],
  }));
  return {
    ...stack,
    terraform: { ...terraform, provider: [Object.fromEntries(bodies(provider ?? {}))], resource: types },
  };
}

test("the compliant stack holds in lists within lists", () => {
  const stack = inLists(compliantStack());
  expect(violationsOf(stack)).toEqual([]);
  expect(checkBaseline([stack]).checked.resources).toBe(checkBaseline([compliantStack()]).checked.resources);
});

test.each([
  [["aws_ecr_repository", "api", "image_tag_mutability"], "MUTABLE"],
  [["aws_ecr_repository", "api", "encryption_configuration"], [[{ encryption_type: "NONE" }]]],
  [["aws_s3_bucket_public_access_block", "artifacts", "block_public_acls"], false],
  [["aws_kms_key", "images", "lifecycle"], [[{ prevent_destroy: false }]]],
  [["aws_iam_role_policy", "build", "policy"], "{"],
  [["aws_cloudwatch_log_group", "second"], {}],
])("%j is found in lists within lists too", (path, value) => {
  const stack = broken(["resource", ...path], value);
  expect(violationsOf(stack)).toHaveLength(1);
  expect(violationsOf(inLists(stack))).toEqual(violationsOf(stack));
});

test("an expression where a block is expected is undecided", () => {
  const undecided = (path: string[]) => violationsOf(broken(["resource", ...path], "${var.x}"));
  expect(undecided(["aws_ecr_repository", "api", "encryption_configuration"])).toEqual([
    'encryption-at-rest aws_ecr_repository.api: the encryption setting ${var.x} could not be decided; write it as a literal: set encryption_configuration with encryption_type "AES256" or "KMS"',
  ]);
  expect(undecided(["aws_guardduty_detector", "this", "lifecycle"])).toEqual([
    "protected-from-destroy aws_guardduty_detector.this: whether a plan may destroy it could not be decided: ${var.x}; set lifecycle.prevent_destroy = true",
  ]);
  expect(undecided(["aws_codepipeline", "api", "artifact_store"])).toEqual([
    "encryption-at-rest aws_codepipeline.api: the encryption setting ${var.x} could not be decided; write it as a literal: set encryption_key in every artifact_store",
  ]);
});

const SECRET = "keep the value in AWS Secrets Manager or a sensitive variable and refer to it";

test("a secret is found in every form of a block that declares a value", () => {
  const password = "hunter2";
  const more = {
    variable: [{ db_password: [{ default: password }] }, [{ api_token: { default: password } }]],
    locals: [[{ db_password: password }], { api_token: password }],
    output: [[{ db_password: [[{ value: password }]] }]],
    data: { aws_example: [{ x: [[{ password }]] }] },
    ephemeral: { aws_example: { x: { password } } },
    check: { health: [{ data: { aws_example: { y: { password } } } }] },
    terraform: [[{ backend: { s3: { secret_key: password } } }]],
    removed: { from: "aws_sns_topic.x", connection: { password } },
    action: { x: { password } },
  };
  const found = violationsOf(stackOf({}, more)).filter((text) => text.startsWith("no-plaintext-secret"));
  expect(found).toEqual(
    [
      "var.db_password: db_password",
      "var.api_token: api_token",
      "local.db_password: db_password",
      "local.api_token: api_token",
      "output.db_password: db_password",
      "data.aws_example.x: password",
      "data.aws_example.y: password",
      "ephemeral.aws_example.x: password",
      "terraform: backend.s3.secret_key",
      "removed.aws_sns_topic.x: connection.password",
      "action: x.password",
    ].map((text) => `no-plaintext-secret ${text} holds a literal; ${SECRET}`),
  );
});

test("a declared value may carry an exception", () => {
  const note = { baselineException: { "no-plaintext-secret": "a password of the emulator" } };
  const block = { "//": note };
  const more = {
    variable: { db_password: { default: "hunter2", ...block } },
    output: { db_password: { value: "hunter2", ...block } },
    terraform: { backend: { s3: { secret_key: "hunter2" } }, ...block },
  };
  expect(violationsOf(stackOf({}, more))).toEqual([]);
});

test("a violation without a construct has only its address", () => {
  const report = checkBaseline([
    stackOf({ aws_cloudwatch_log_group: { x: { "//": { metadata: { path: 5 } } } } }),
  ]);
  expect(report.violations[0]).not.toHaveProperty("constructPath");
  expect(baselineProblems(report)).toEqual([
    {
      code: "retention-on-logs",
      path: "test aws_cloudwatch_log_group.x",
      message: "keeps logs for ever",
      change: "set retention_in_days, for example to 365",
    },
  ]);
});
