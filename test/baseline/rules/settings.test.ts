import { objections, policy, type Resources } from "../support";

type Body = Record<string, unknown>;

const only = (type: string, body: Body): Resources => ({ [type]: { x: body } });

/** Case, what the setting says, and the objection; none where it holds. */
type Case = readonly [what: string, resource: Resources, expected: readonly string[]];

const encrypted = (type: string, change: string, settings: readonly (readonly [Body, string?])[]): Case[] =>
  settings.map(([body, message]) => [
    `${type} ${JSON.stringify(body)}`,
    only(type, body),
    message === undefined ? [] : [`${type}.x: ${message}; ${change}`],
  ]);
const UNDECIDED = (value: string) => `the encryption setting ${value} could not be decided`;
const NOT = "is not encrypted at rest";
const literal = (change: string) => `write it as a literal: ${change}`;

const VOLUMES = ["aws_ebs_volume", "aws_efs_file_system"].flatMap((type) => [
  ...encrypted(type, "set encrypted = true", [
    [{ encrypted: true }],
    [{}, NOT],
    [{ encrypted: null }, NOT],
    [{ encrypted: "" }, NOT],
    [{ encrypted: false }, `${NOT} with false`],
    [{ encrypted: "true" }, `${NOT} with "true"`],
  ]),
  ...encrypted(type, literal("set encrypted = true"), [[{ encrypted: "${var.x}" }, UNDECIDED("${var.x}")]]),
]);

const STREAM = 'set encryption_type = "KMS" and kms_key_id';
const STREAMS = [
  ...encrypted("aws_kinesis_stream", STREAM, [
    [{ encryption_type: "KMS" }],
    [{}, NOT],
    [{ encryption_type: "NONE" }, `${NOT} with "NONE"`],
    [{ encryption_type: "kms" }, `${NOT} with "kms"`],
  ]),
  ...encrypted("aws_kinesis_stream", literal(STREAM), [
    [{ encryption_type: "${var.x}" }, UNDECIDED("${var.x}")],
  ]),
];

const TABLE = "set server_side_encryption with enabled = true";
const TABLES = [
  ...encrypted("aws_dynamodb_table", TABLE, [
    [{ server_side_encryption: { enabled: true } }],
    [{ server_side_encryption: [[{ enabled: true }]] }],
    [{}, NOT],
    [{ server_side_encryption: [] }, NOT],
    [{ server_side_encryption: [{}] }, NOT],
    [{ server_side_encryption: [{ enabled: true }, { enabled: false }] }, `${NOT} with false`],
  ]),
  ...encrypted("aws_dynamodb_table", literal(TABLE), [
    [{ server_side_encryption: "${var.x}" }, UNDECIDED("${var.x}")],
  ]),
];

const QUEUE = "set kms_master_key_id or sqs_managed_sse_enabled = true";
const TOPIC = "set kms_master_key_id";
const KEYS = [
  ...encrypted("aws_sqs_queue", QUEUE, [
    [{ sqs_managed_sse_enabled: true }],
    [{ sqs_managed_sse_enabled: "${var.x}", kms_master_key_id: "alias/work" }],
    [{ sqs_managed_sse_enabled: false, kms_master_key_id: "alias/work" }],
    [{ sqs_managed_sse_enabled: false }, NOT],
    [{ sqs_managed_sse_enabled: "true" }, NOT],
  ]),
  ...encrypted("aws_sqs_queue", literal(QUEUE), [
    [{ sqs_managed_sse_enabled: "${var.x}" }, UNDECIDED("${var.x}")],
    [{ kms_master_key_id: "${var.key}" }, UNDECIDED("${var.key}")],
  ]),
  ...encrypted("aws_sns_topic", TOPIC, [
    [{ kms_master_key_id: "${aws_kms_key.images.arn}" }],
    [{ kms_master_key_id: "${aws_kms_key.images.key_id}" }],
    [{ kms_master_key_id: "${aws_kms_alias.images.name}" }],
    [{ kms_master_key_id: "${data.aws_kms_alias.images.target_key_arn}" }],
    [{ kms_master_key_id: "arn:aws:kms:eu-central-1:${var.account}:key/x" }],
    [{ kms_master_key_id: "  " }, NOT],
    [{ kms_master_key_id: true }, `${NOT} with true`],
    [{ kms_master_key_id: ["alias/x"] }, `${NOT} with ["alias/x"]`],
  ]),
  ...encrypted(
    "aws_sns_topic",
    literal(TOPIC),
    [
      "${aws_sns_topic.other.kms_master_key_id}",
      "${aws_kms_key.images.custom_key_store_id}",
      "${data.aws_ssm_parameter.key.value}",
      " ${var.key}",
      "%{ if var.x }alias/x%{ endif }",
    ].map((value) => [{ kms_master_key_id: value }, UNDECIDED(value)] as const),
  ),
];

const key = { encryption_key: "${aws_kms_key.images.arn}" };
const ARTIFACTS = "leave out encryption_disabled";
const BUILDS = [
  ...encrypted("aws_codebuild_project", ARTIFACTS, [
    [{ ...key, artifacts: { type: "S3", encryption_disabled: false } }],
    [{ ...key, logs_config: { s3_logs: [{ encryption_disabled: null }] } }],
    [{ ...key, artifacts: { encryption_disabled: true } }, `${NOT} with true`],
    [{ ...key, secondary_artifacts: [{}, { encryption_disabled: "true" }] }, `${NOT} with "true"`],
    [{ ...key, logs_config: [{ s3_logs: { encryption_disabled: true } }] }, `${NOT} with true`],
  ]),
  ...encrypted("aws_codebuild_project", literal(ARTIFACTS), [
    [{ ...key, artifacts: { encryption_disabled: "${var.x}" } }, UNDECIDED("${var.x}")],
  ]),
  ...encrypted("aws_codebuild_project", "set encryption_key", [[{}, NOT]]),
  ...encrypted("aws_codepipeline", "set encryption_key in every artifact_store", [
    [{ artifact_store: [{ encryption_key: { id: "alias/x" } }] }],
    [{ artifact_store: [{ encryption_key: { id: "alias/x" } }, {}] }, NOT],
  ]),
];

const sse = (...rule: Body[]): Resources => ({
  aws_s3_bucket: { x: { bucket: "example" } },
  aws_s3_bucket_server_side_encryption_configuration: { x: { bucket: "${aws_s3_bucket.x.id}", rule } },
});
const aes = { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } };
const BUCKET = 'add an aws_s3_bucket_server_side_encryption_configuration with "aws:kms" or "AES256"';
const BUCKETS: readonly Case[] = [
  ["bucket with one rule", sse(aes), []],
  [
    "bucket with one rule of two",
    sse(aes, { bucket_key_enabled: true }),
    [`aws_s3_bucket.x: ${NOT}; ${BUCKET}`],
  ],
  ["bucket with no rule", sse(), [`aws_s3_bucket.x: ${NOT}; ${BUCKET}`]],
];

test.each([...VOLUMES, ...STREAMS, ...TABLES, ...KEYS, ...BUILDS, ...BUCKETS])(
  "encryption-at-rest: %s",
  (_what, resource, expected) => {
    expect(objections("encryption-at-rest", resource)).toEqual(expected);
  },
);

const repository = (filters: unknown) =>
  only("aws_ecr_repository", {
    image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
    image_tag_mutability_exclusion_filter: filters,
  });
const FILTERS: readonly Case[] = [
  ["a filter", repository([[{ filter: "dev-*" }]]), []],
  [
    "the second of two filters",
    repository([{ filter: "dev-*" }, { filter: "***" }]),
    [
      'aws_ecr_repository.x: the exclusion filter "***" makes every tag mutable; exclude only the tags that must move',
    ],
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

test.each([[-1], [0.5], ["0"], [""], ["a year"], [true], [[365]], ["0x10"], [" 7"], [null]])(
  "retention-on-logs: %j is no number of days",
  (days) => {
    expect(
      objections("retention-on-logs", only("aws_cloudwatch_log_group", { retention_in_days: days })),
    ).toEqual(["aws_cloudwatch_log_group.x: keeps logs for ever; set retention_in_days, for example to 365"]);
  },
);

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
