import { drifted } from "../../baseline/drift";
import { broken, compliantStack, stackOf, violationsOf } from "./support";

type Body = Record<string, unknown>;
const CORRECT = "take it out of lifecycle.ignore_changes, so that a plan corrects it";

/** Violations of the compliant stack when one resource ignores changes. */
function ignoring(address: string, ignore_changes: unknown): string[] {
  return violationsOf(
    broken(["resource", ...address.split("."), "lifecycle"], { prevent_destroy: true, ignore_changes }),
  );
}

test.each([
  ["tags", ["tags"]],
  ["a part of the tags", ['tags["owner"]']],
  ["nothing", []],
  ["null", null],
])("changes of %s may be ignored", (_what, ignored) => {
  expect(ignoring("aws_ecr_repository.api", ignored)).toEqual([]);
});

const MUTABILITY = `immutable-tags aws_ecr_repository.api: the tag mutability \${lifecycle.ignore_changes} could not be decided; ${CORRECT}`;
const ENCRYPTION = `encryption-at-rest aws_ecr_repository.api: the encryption setting \${lifecycle.ignore_changes} could not be decided; ${CORRECT}`;

test("what a rule judges must be corrected by a plan", () => {
  expect(ignoring("aws_ecr_repository.api", ["tags", "image_tag_mutability"])).toEqual([MUTABILITY]);
});

test("a part of a block stands for the block", () => {
  const part = "encryption_configuration[0].encryption_type";
  expect(ignoring("aws_ecr_repository.api", [part])).toEqual([ENCRYPTION]);
  expect(ignoring("aws_ecr_repository.api", ["encryption_configuration.encryption_type"])).toEqual([
    ENCRYPTION,
  ]);
});

test.each([["all"], [["all"]], [["*"]], ["${var.ignored}"], [["${var.ignored}"]], [[5, ""]]])(
  "%j may ignore everything",
  (ignored) => {
    expect(ignoring("aws_ecr_repository.api", ignored)).toEqual([MUTABILITY, ENCRYPTION]);
  },
);

test("an argument that is not written may be made by somebody", () => {
  expect(ignoring("aws_sqs_queue.work", ["policy"])).toEqual([
    `readable aws_sqs_queue.work: its policy could not be read: only Terraform knows what \${lifecycle.ignore_changes} will say; ${CORRECT}`,
  ]);
});

test("what protects another resource must be corrected too", () => {
  expect(ignoring("aws_s3_bucket_public_access_block.artifacts", ["block_public_acls"])).toEqual([
    `public-access-block aws_s3_bucket.artifacts: block_public_acls = \${lifecycle.ignore_changes} could not be decided; ${CORRECT}`,
  ]);
  expect(ignoring("aws_s3_bucket_policy.artifacts", ["policy"])).toEqual([
    `tls-only aws_s3_bucket.artifacts: whether requests without TLS are denied could not be decided; ${CORRECT}`,
    `readable aws_s3_bucket_policy.artifacts: its policy could not be read: only Terraform knows what \${lifecycle.ignore_changes} will say; ${CORRECT}`,
  ]);
});

test("a value that is wrong as it is written stays wrong, and is told once", () => {
  const stack = broken(["resource", "aws_cloudwatch_log_group", "build"], {
    retention_in_days: 0,
    lifecycle: { ignore_changes: ["retention_in_days", "name"] },
  });
  expect(violationsOf(stack)).toEqual([
    "retention-on-logs aws_cloudwatch_log_group.build: keeps logs for ever; set retention_in_days, for example to 365",
    `retention-on-logs aws_cloudwatch_log_group.build: the retention \${lifecycle.ignore_changes} could not be decided; ${CORRECT}`,
  ]);
});

test("a secret that is written and then ignored is still written", () => {
  const stack = broken(["resource", "aws_secretsmanager_secret_version", "x"], {
    secret_string: "hunter2",
    lifecycle: { ignore_changes: ["secret_string"] },
  });
  expect(violationsOf(stack).map((text) => text.split(";")[0])).toEqual([
    "no-plaintext-secret aws_secretsmanager_secret_version.x: secret_string holds a literal",
  ]);
});

test("a finding that has nothing to do with what is ignored is told once", () => {
  const stack = compliantStack();
  const { resource } = stack.terraform as { resource: Record<string, Record<string, Body>> };
  Object.assign(resource["aws_kms_key"]?.["images"] ?? {}, { lifecycle: { ignore_changes: ["tags"] } });
  expect(violationsOf(stack)).toEqual([
    "protected-from-destroy aws_kms_key.images: a plan may destroy it; set lifecycle.prevent_destroy = true",
  ]);
});

test("what Terraform itself reads of a resource does not drift", () => {
  const meta = {
    "//": {},
    connection: {},
    count: 1,
    depends_on: [],
    dynamic: {},
    for_each: [],
    lifecycle: [{ ignore_changes: "all" }],
    provider: "aws",
    provisioner: [],
  };
  expect(drifted({ ...meta, policy: "{}" })).toEqual({ ...meta, policy: "${lifecycle.ignore_changes}" });
});

test("a block without ignored changes is judged once", () => {
  const body = { policy: "{}", lifecycle: { prevent_destroy: true } };
  expect(drifted(body)).toBe(body);
});

test("an exception says how many findings there are of both", () => {
  const body = { retention_in_days: 0, lifecycle: { ignore_changes: ["retention_in_days"] } };
  const logs = (findings: number) => {
    const note = { "retention-on-logs": { reason: "the auditors asked for it", findings } };
    return stackOf({ aws_cloudwatch_log_group: { x: { ...body, "//": { baselineException: note } } } });
  };
  expect(violationsOf(logs(2))).toEqual([]);
  expect(violationsOf(logs(1))).toHaveLength(3);
});
