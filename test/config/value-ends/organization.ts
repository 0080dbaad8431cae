import { hcp, instead, letters, patterns, repository, type Row, section, state } from "./row";

/** An id of AWS after its prefix: 8 to 17 hexadecimal digits. */
const ids = (prefix: string, old: string): Row[] => [
  [
    prefix,
    instead(old, (value) => value),
    [`${prefix}-${"a".repeat(8)}`, `${prefix}-${"0".repeat(17)}`],
    [
      `${prefix}-${"a".repeat(7)}`,
      `${prefix}-${"0".repeat(18)}`,
      `x${prefix}-0a1b2c3d`,
      `${prefix}-0a1b2c3g`,
      `${prefix}-0a1b2c3d/`,
    ],
  ],
];

/** The organization, its accounts, and what belongs to all of them. */
export const ORGANIZATION_ENDS: readonly Row[] = [
  ...ids("vpc", "vpc-0a1b2c3d4e5f60718"),
  ...ids("subnet", "subnet-0a1b2c3d4e5f60711"),
  ...ids("rtb", "rtb-0a1b2c3d4e5f60713"),
  ["subnets", instead("[subnet-0a1b2c3d4e5f60711]", (value) => value), [], ["[]"]],
  ["routeTables", instead("[rtb-0a1b2c3d4e5f60713]", (value) => value), [], ["[]"]],
  [
    "account.role",
    instead("role: workload", (value) => `role: ${value}`),
    ["workload", "[workload]"],
    ["[]"],
  ],
  [
    "account.regions",
    instead("    role: workload\n", (value) => `    role: workload\n    regions: ${value}\n`),
    ["[eu-central-1, eu-west-1]"],
    ["[]"],
  ],
  [
    "ecs cluster.name",
    instead("{ type: ecs }", (value) => `{ type: ecs, name: "${value}" }`),
    ["a", "1", "A-b_c", "_x", "-web", ...letters("a", 255)],
    ["", "a.b", "a b", "a/b", ...letters("a", 256)],
  ],
  [
    "eks cluster.name",
    instead("{ type: eks,", (value) => `{ type: eks, name: "${value}",`),
    ["a", "1", "A-b_c", ...letters("a", 100)],
    ["", "-a", "_a", "a.b", "a b", ...letters("a", 101)],
  ],
  [
    "cluster.engine",
    instead("type: eks", (value) => `type: eks, engine: ${value}`),
    ["kyverno", "gatekeeper"],
    ["opa"],
  ],
  [
    "account key",
    instead("  images: {", (value) => `  ${value}: { id: "888888888888", role: workload }\n  images: {`),
    ["a", "a1", "a-b_c", ...letters("a", 40)],
    ["1a", "a--b", "a-", "-a", "a b", ...letters("a", 41)],
  ],
  [
    "email",
    section((value) => `securityHub: { notify: { high: "${value}" } }`),
    ["a@example.com", `a@${`${"b".repeat(50)}.`.repeat(4)}${"c".repeat(48)}`],
    ["a@b", "a", "@example.com", `a@${`${"b".repeat(50)}.`.repeat(4)}${"c".repeat(49)}`],
  ],
  [
    "externalId",
    section((value) => `deployment: { externalId: "${value}" }`),
    ["ab", "a".repeat(1224), "A9+=,.@:/-_"],
    ["a", "a".repeat(1225), "a b", " ab", "ab ", "${a}"],
  ],
  [
    "validity",
    instead("135 months", (value) => value),
    ["1 days", "4106 days"],
    [
      "0 days",
      "01 days",
      "4107 days",
      "136 months",
      "12 years",
      "10000 days",
      "1 day",
      "1  days",
      "x1 days",
      "1 months.",
      "1.5 years",
    ],
  ],
  [
    "generation",
    instead("{ validity: 135 months }", (value) => `{ trustedGenerations: [${value}] }`),
    ["2", "{ generation: 2 }"],
    ["0", "100", "1.5", "{ generation: 0 }", "{ generation: 100 }"],
  ],
  [
    "validity of a generation",
    instead(
      "{ validity: 135 months }",
      (value) => `{ trustedGenerations: [{ generation: 2, validity: ${value} }] }`,
    ),
    ["1 days", "135 months"],
    ["0 days", "136 months"],
  ],
  [
    "dropped generation",
    instead(
      "{ validity: 135 months }",
      (value) =>
        `{ generation: 3, trustedGenerations: [2], droppedGenerations: [{ generation: ${value}, droppedOn: 2026-03-04, reason: never used, owner: platform }] }`,
    ),
    ["1"],
    ["0", "100", "1.5"],
  ],
  [
    "signing.watch.lateAfterMinutes",
    instead("signing:\n", (value) => `signing:\n  watch: { lateAfterMinutes: ${value} }\n`),
    ["5", "360"],
    ["4", "361", "5.5", '"15"'],
  ],
  [
    "signing.backfill.refuseFrom",
    instead(
      "signing:\n",
      (value) => `signing:\n  backfill: { assumedBy: [{ account: shop, role: a }], refuseFrom: ${value} }\n`,
    ),
    ["critical", "high", "other"],
    ["medium", "1"],
  ],
  [
    "coverage",
    section((value) => `guardDuty: { ecs: ${value}, eks: ${value} }`),
    ["all", "selected", '"off"'],
    ["some"],
  ],
  [
    "standards",
    section((value) => `securityHub: { standards: ${value} }`),
    ["[aws-foundational, cis-3.0, nist-800-53]", "[]"],
    ["[pci]"],
  ],
  [
    "attachTo",
    instead("[production]", (value) => value),
    [],
    [`["${"a".repeat(129)}"]`, patterns("ou-ex4m-abcd12", 101)],
  ],
  [
    "exemptRoles",
    instead("[production]", (value) => `[]\n  exemptRoles: ${value}`),
    [patterns("arn:aws:iam::333333333333:role/r", 20)],
    [
      patterns("arn:aws:iam::333333333333:role/r", 21),
      "[arn:aws:iam::33333333333:role/r]",
      '["arn:aws:iam::*:role/r"]',
      "[xarn:aws:iam::333333333333:role/r]",
    ],
  ],
  [
    "tag key",
    section((value) => `tags: { "${value}": x }`),
    ["a", "a".repeat(128), "Team.of: a/b=c+d-e@f_9"],
    ["", "a".repeat(129), "AWS:a", "a;b", "a${b}", ";"],
  ],
  [
    "tag value",
    section((value) => `tags: { a: "${value}" }`),
    ["", "a".repeat(256), "A b.c:d/e=f+g-h@i_9"],
    ["a".repeat(257), "a;", ";a", "${a}"],
  ],
  [
    "repository tags",
    repository((value) => `{ tags: { "${value}" } }`),
    ['a": "', ...letters("a", 128).map((key) => `${key}": "A b.c:d/e=f+g-h@i_9`), `a": "${"a".repeat(256)}`],
    [
      '": "a',
      ...letters("a", 129).map((key) => `${key}": "`),
      'AWS:a": "',
      'a;": "',
      `a": "${"a".repeat(257)}`,
      'a": ";a',
    ],
  ],
  [
    "hcp organization",
    state((value) => `backend: hcp-terraform, organization: "${value}"`),
    ["a", "A_b-9"],
    ["", "a b", "a/b", " a"],
  ],
  [
    "hcp project",
    hcp((value) => `project: "${value}"`),
    ["abc", "a b", "_-_", ...letters("a", 40)],
    ["ab", " abc", "abc ", "a/b", ...letters("a", 41)],
  ],
  [
    "hcp workspace",
    hcp((value) => `workspace: "${value}"`),
    ["{stack}", "a-{stack}_b"],
    ["a", "{stack} ", " {stack}", "{stack}{stack}", "a.{stack}"],
  ],
  [
    "hcp hostname",
    hcp((value) => `hostname: "${value}"`),
    ["a", "a-b.c9", `${`${"a".repeat(62)}.`.repeat(3)}${"b".repeat(64)}`],
    ["", "-a", "a-", "a..b", ".a", "a.", "A.b", "a:b", `${`${"a".repeat(62)}.`.repeat(3)}${"b".repeat(65)}`],
  ],
  [
    "organization id",
    instead("o-exampleorg1", (value) => value),
    ["o-abcdefghi0", `o-${"a".repeat(32)}`],
    ["o-abcdefghi", `o-${"a".repeat(33)}`, "xo-exampleorg1", "o-exampleorg1.", "o-Exampleorg1"],
  ],
  [
    "root",
    (value) => [
      ["root: r-ex4m", `root: ${value}`],
      ["production: ou-ex4m-prod0001", `production: ou-${value.slice(2)}-prod0001`],
    ],
    ["r-ab12", `r-${"a".repeat(32)}`],
    ["r-ab1", `r-${"a".repeat(33)}`, "xr-ab12", "r-ab12.", "r-AB12"],
  ],
  [
    "unit",
    (value) => [
      ["root: r-ex4m", `root: r-${value.split("-")[1] ?? ""}`],
      ["production: ou-ex4m-prod0001", `production: ${value}`],
    ],
    ["ou-ab12-abcdefgh", `ou-${"a".repeat(32)}-${"b".repeat(32)}`],
    [
      "ou-ab1-abcdefgh",
      "ou-ab12-abcdefg",
      `ou-${"a".repeat(33)}-abcdefgh`,
      `ou-ab12-${"b".repeat(33)}`,
      "xou-ab12-abcdefgh",
      "ou-ab12-abcdefgh.",
    ],
  ],
  [
    "account id",
    instead('"444444444444"', (value) => `"${value}"`),
    ["000000000000", "999999999999"],
    ["44444444444", "4444444444444", "44444444444a"],
  ],
  [
    "partition",
    instead("  root: r-ex4m\n", (value) => `  root: r-ex4m\n  partition: ${value}\n`),
    ["aws"],
    ["aws-eusc"],
  ],
];
