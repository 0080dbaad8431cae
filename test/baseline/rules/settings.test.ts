import { objections, policy, type Resources } from "../support";

type Body = Record<string, unknown>;

const only = (type: string, body: Body): Resources => ({ [type]: { x: body } });

const repository = (filters: unknown) =>
  only("aws_ecr_repository", {
    image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
    image_tag_mutability_exclusion_filter: filters,
  });
const SOME = "say how the tags that must move begin or end, in two letters or digits at least";
const FILTERS: readonly (readonly [what: string, resource: Resources, expected: readonly string[]])[] = [
  ["a filter", repository([[{ filter: "dev-*" }]]), []],
  ["a filter that begins with everything", repository({ filter: "*-dev" }), []],
  ["a filter with everything in the middle", repository({ filter: "a*z" }), []],
  ["a filter with two wildcards", repository({ filter: "pr-*-*" }), []],
  ["a tag of one letter", repository({ filter: "a" }), []],
  ...[
    "*",
    "**",
    "*a*",
    "*1*",
    "*-*",
    "*edge*",
    "?*",
    "*latest?",
    "v*",
    "*1",
    "1*",
    "*-",
    ".*",
    "?-",
    "-*-",
  ].map((filter): readonly [string, Resources, readonly string[]] => [
    `the filter ${filter}`,
    repository({ filter }),
    [`aws_ecr_repository.x: the exclusion filter "${filter}" makes nearly every tag mutable; ${SOME}`],
  ]),
  [
    "the second of two filters",
    repository([{ filter: "dev-*" }, { filter: "***" }]),
    [`aws_ecr_repository.x: the exclusion filter "***" makes nearly every tag mutable; ${SOME}`],
  ],
  [
    "filters that only Terraform knows",
    repository("${var.filters}"),
    [
      "aws_ecr_repository.x: the exclusion filter ${var.filters} could not be decided; write the filter as a literal",
    ],
  ],
];

test.each(FILTERS)("immutable-tags: %s", (_what, resource, expected) => {
  expect(objections("immutable-tags", resource)).toEqual(expected);
});

test.each([[1], [365], ["365"]])("retention-on-logs: %j days", (days) => {
  expect(
    objections("retention-on-logs", only("aws_cloudwatch_log_group", { retention_in_days: days })),
  ).toEqual([]);
});

test.each([[-1], [0.5], ["0"], [""], ["a year"], [true], [[365]], ["0x10"], [" 7"], ["7 days"], [null]])(
  "retention-on-logs: %j is no number of days",
  (days) => {
    expect(
      objections("retention-on-logs", only("aws_cloudwatch_log_group", { retention_in_days: days })),
    ).toEqual(["aws_cloudwatch_log_group.x: keeps logs for ever; set retention_in_days, for example to 365"]);
  },
);

test.each([
  "aws_dynamodb_table",
  "aws_ebs_volume",
  "aws_ecr_repository",
  "aws_efs_file_system",
  "aws_guardduty_detector",
  "aws_kms_key",
  "aws_organizations_account",
  "aws_organizations_organization",
  "aws_organizations_organizational_unit",
  "aws_s3_bucket",
  "aws_s3_directory_bucket",
  "aws_securityhub_account",
  "aws_securityhub_finding_aggregator",
  "aws_signer_signing_profile",
])("protected-from-destroy: %s", (type) => {
  expect(objections("protected-from-destroy", only(type, {}))).toEqual([
    `${type}.x: a plan may destroy it; ${DESTROY}`,
  ]);
});

const DESTROY = "set lifecycle.prevent_destroy = true";
test.each([
  ["true in quotes", { prevent_destroy: "true" }, "a plan may destroy it"],
  ["nothing", null, "a plan may destroy it"],
  ["two blocks", [{ prevent_destroy: true }, { prevent_destroy: true }], "a plan may destroy it"],
  ["a number", { prevent_destroy: 1 }, "a plan may destroy it"],
  [
    "an expression",
    { prevent_destroy: "${true}" },
    "whether a plan may destroy it could not be decided: ${true}",
  ],
])("protected-from-destroy: %s", (_what, lifecycle, message) => {
  expect(objections("protected-from-destroy", only("aws_s3_bucket", { lifecycle }))).toEqual([
    `aws_s3_bucket.x: ${message}; ${DESTROY}`,
  ]);
});

const KEPT = { lifecycle: { prevent_destroy: true } };
const EMPTIED: readonly (readonly [type: string, argument: string])[] = [
  ["aws_ecr_repository", "force_delete"],
  ["aws_s3_bucket", "force_destroy"],
  ["aws_s3_directory_bucket", "force_destroy"],
];

test.each(EMPTIED)("protected-from-destroy: %s with %s", (type, argument) => {
  const judged = (value: unknown) =>
    objections("protected-from-destroy", only(type, { ...KEPT, [argument]: value }));
  for (const off of [undefined, null, false, "false"]) expect(judged(off)).toEqual([]);
  for (const on of [true, "true", 1]) {
    expect(judged(on)).toEqual([
      `${type}.x: is destroyed with all it holds: ${argument} is ${String(on)}; leave out ${argument}`,
    ]);
  }
  expect(judged("${var.x}")).toEqual([
    `${type}.x: whether it is destroyed with all it holds could not be decided: ${argument} is \${var.x}; leave out ${argument}`,
  ]);
});

const FORGET = "set lifecycle.destroy = false";
const REMOVED: readonly (readonly [string, unknown, readonly string[]])[] = [
  ["what is only forgotten", { from: "aws_kms_key.x", lifecycle: { destroy: false } }, []],
  ["what can be made again", { from: "aws_sns_topic.x" }, []],
  ["a key", { from: "aws_kms_key.x" }, [`removed.aws_kms_key.x: destroys aws_kms_key.x; ${FORGET}`]],
  [
    "a key, as it is said",
    [[{ from: "aws_kms_key.x", lifecycle: [{ destroy: true }] }]],
    [`removed.aws_kms_key.x: destroys aws_kms_key.x; ${FORGET}`],
  ],
  [
    "two lifecycles",
    { from: "aws_kms_key.x", lifecycle: [{ destroy: false }, { destroy: true }] },
    [`removed.aws_kms_key.x: destroys aws_kms_key.x; ${FORGET}`],
  ],
  [
    "what only Terraform knows",
    { from: "aws_kms_key.x", lifecycle: { destroy: "${var.x}" } },
    [`removed.aws_kms_key.x: whether aws_kms_key.x is destroyed could not be decided: \${var.x}; ${FORGET}`],
  ],
  [
    "one of several",
    { from: "aws_sns_topic.x[0]" },
    [`removed.aws_sns_topic.x[0]: destroys aws_sns_topic.x[0]; ${FORGET}`],
  ],
  ["a whole module", { from: "module.data" }, [`removed.module.data: destroys module.data; ${FORGET}`]],
  [
    "something within a module",
    { from: "module.data.aws_sns_topic.x" },
    [`removed.module.data.aws_sns_topic.x: destroys module.data.aws_sns_topic.x; ${FORGET}`],
  ],
];

test.each(REMOVED)("protected-from-destroy: a removed block for %s", (_what, removed, expected) => {
  expect(objections("protected-from-destroy", {}, { removed })).toEqual(expected);
});

test("public-access-block: a switch in quotes is no switch", () => {
  const switches = [
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
  ];
  for (const [value, found] of [
    ["true", '"true"'],
    [1, "1"],
    [null, "null"],
  ] as const) {
    const body = Object.fromEntries(
      switches.map((name) => [name, name === "block_public_policy" ? value : true]),
    );
    const resource = {
      aws_s3_bucket: { x: { bucket: "example" } },
      aws_s3_bucket_public_access_block: { x: { bucket: "example", ...body } },
    };
    expect(objections("public-access-block", resource)).toEqual([
      `aws_s3_bucket.x: block_public_policy of its public access block is ${found}; set block_public_policy = true in aws_s3_bucket_public_access_block.x`,
    ]);
  }
});

test("a data source, a local value and a default are no literals", () => {
  const documents = {
    aws_iam_policy: {
      a: { policy: "${data.aws_iam_policy_document.x.json}" },
      b: { policy: "${local.policy}" },
      c: { policy: "${var.policy}" },
    },
  };
  const more = {
    data: { aws_iam_policy_document: { x: { statement: [{ actions: ["s3:GetObject"] }] } } },
    locals: { policy: policy() },
    variable: { policy: { default: policy() } },
  };
  expect(objections("readable", documents, more)).toEqual(
    ["a: data.aws_iam_policy_document.x.json", "b: local.policy", "c: var.policy"].map((text) => {
      const [name = "", expression = ""] = text.split(": ");
      return `aws_iam_policy.${name}: its policy could not be read: only Terraform knows what \${${expression}} will say; write the policy as JSON whose statements are literal`;
    }),
  );
});
