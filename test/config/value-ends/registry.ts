import { times } from "../bad-files/base";
import { instead, letters, patterns, pipeline, repository, type Row } from "./row";

const templates = (text: (value: string) => string) =>
  instead("  repositories:\n", (value) => `  creationTemplates: ${text(value)}\n  repositories:\n`);
const pushers = (count: number) => times(count, (index) => `{ account: images, role: ci/${String(index)} }`);

/** The registry and the pipelines. */
export const REGISTRY_ENDS: readonly Row[] = [
  [
    "untaggedDays",
    repository((value) => `{ keep: { untaggedDays: ${value} } }`),
    ["1", "3650"],
    ["0", "3651", "-1"],
  ],
  ["releases", repository((value) => `{ keep: { releases: ${value} } }`), ["1", "1000"], ["0", "1001"]],
  [
    "releaseTags",
    repository((value) => `{ keep: { releases: 1, releaseTags: ${value} } }`),
    [patterns("v", 10), '["*-v-*-*-*"]', `[${"v".repeat(128)}]`, "[A.b_c-9]"],
    [
      "[]",
      patterns("v", 11),
      '["v*****"]',
      '["*v****"]',
      `[${"v".repeat(129)}]`,
      '[""]',
      '["v/1"]',
      '["v 1"]',
      '["/v"]',
      '[".v"]',
      '["-v"]',
    ],
  ],
  [
    "protectedTags",
    repository((value) => `{ keep: { releases: 1, protectedTags: ${value} } }`),
    [patterns("a", 10), '["*-a-*-*-*", "_a"]', `[${"a".repeat(128)}]`],
    ["[]", patterns("a", 11), '["a*****"]', `[${"a".repeat(129)}]`, '[""]', '["a/1"]', '[".a"]', '["-*"]'],
  ],
  [
    "archive.unpulledDays",
    repository((value) => `{ keep: { archive: { unpulledDays: ${value} } } }`),
    ["180", "3650"],
    ["179", "3651", "200.5"],
  ],
  [
    "archive.deleteAfterDays",
    repository((value) => `{ keep: { archive: { unpulledDays: 180, deleteAfterDays: ${value} } } }`),
    ["90", "3650"],
    ["89", "3651"],
  ],
  [
    "rules.tagPrefixList",
    repository(
      (value) =>
        `{ keep: { rules: [{ tagStatus: tagged, tagPrefixList: ${value}, countType: sinceImagePushed, countNumber: 7 }] } }`,
    ),
    [patterns("v", 100), `[${"v".repeat(128)}]`, "[_]", "[A.b_c-9]"],
    ["[]", patterns("v", 101), `[${"v".repeat(129)}]`, '[""]', "[.v]", "[-v]", '["v*"]', "[v/1]"],
  ],
  [
    "rules.tagPatternList",
    repository(
      (value) =>
        `{ keep: { rules: [{ tagStatus: tagged, tagPatternList: ${value}, countType: sinceImagePushed, countNumber: 7 }] } }`,
    ),
    [patterns("v", 100), '["v-*-*-*-*"]'],
    ["[]", patterns("v", 101), '["v*****"]', "[.v]"],
  ],
  [
    "rules.countNumber",
    repository(
      (value) =>
        `{ keep: { rules: [{ tagStatus: untagged, countType: imageCountMoreThan, countNumber: ${value} }] } }`,
    ),
    ["1", "100000"],
    ["0", "100001", "1.5"],
  ],
  [
    "rules.description",
    repository(
      (value) =>
        `{ keep: { rules: [{ tagStatus: untagged, description: "${value}", countType: imageCountMoreThan, countNumber: 1 }] } }`,
    ),
    ["a", ...letters("a", 256)],
    ["", ...letters("a", 257)],
  ],
  [
    "events.tags",
    repository(
      (value) =>
        `{ events: { told: { on: push, tags: ${value}, target: "arn:aws:sns:eu-central-1:333333333333:told" } } }`,
    ),
    [patterns("v", 20), `[${"v".repeat(128)}]`, '["*-v*"]', "[A.b_c-9]"],
    ["[]", patterns("v", 21), `[${"v".repeat(129)}]`, '["v**"]', "[.v]", "[v/1]"],
  ],
  [
    "events.target",
    repository((value) => `{ events: { told: { on: scan, target: "arn:aws:${value}" } } }`),
    [
      ...letters("a", 1, 64).map((name) => `lambda:eu-central-1:333333333333:function:${name}`),
      "lambda:eu-central-1:333333333333:function:told:live",
      ...letters("a", 80).map((name) => `sqs:eu-central-1:333333333333:${name}`),
      ...letters("a", 256).map((name) => `sns:eu-central-1:333333333333:${name}`),
    ],
    [
      ...letters("a", 65).map((name) => `lambda:eu-central-1:333333333333:function:${name}`),
      "lambda:eu-central-1:333333333333:told",
      ...letters("a", 81).map((name) => `sqs:eu-central-1:333333333333:${name}`),
      "sqs:eu-central-1:333333333333:told.fifo",
      "ses:eu-central-1:333333333333:told",
    ],
  ],
  [
    "creationTemplates.push",
    templates((value) => `{ sandbox: { appliedFor: [CREATE_ON_PUSH], push: [${value}] } }`),
    [1, 20].map(pushers),
    [pushers(21)],
  ],
  [
    "creationTemplates prefix",
    templates((value) => `{ ${value}: { appliedFor: [REPLICATION], regions: [eu-west-1] } }`),
    ["ab", "a/b", "a-b.c_d", ...letters("a", 256)],
    ["a", "A", "a//b", "a/", "-a", "ROOTS", ...letters("a", 257)],
  ],
  [
    "mutableTags",
    repository((value) => `{ mutableTags: ${value} }`),
    ["[]", patterns("v", 5), `[${"v".repeat(128)}]`, "[A.b_c-9]"],
    [patterns("v", 6), '["v***"]', '["**"]', `[${"v".repeat(129)}]`, '[""]', '["v/1"]'],
  ],
  [
    "pullTimeExclusions",
    instead("  replication:", (value) => `  pullTimeExclusions: ["${value}"]\n  replication:`),
    [`arn:aws:iam::222222222222:role/${"p".repeat(160)}/scanner-`],
    [`arn:aws:iam::222222222222:role/${"p".repeat(160)}/scanner-0`, "scanner"],
  ],
  [
    "credentials.version",
    instead("[kubernetes]", (value) => `{ github: { credentials: { version: ${value} } } }`),
    ["1", "1000000"],
    ["0", "1000001", "1.5"],
  ],
  [
    "onPush",
    instead("  replication:", (value) => `  scanning: { onPush: ${value} }\n  replication:`),
    [patterns("a", 100), '["*", "a*/b.c-d_e"]'],
    [patterns("a", 101), '[""]', '["a//b"]', '["/a"]', '["a/"]', "[A]"],
  ],
  [
    "continuous",
    instead("  replication:", (value) => `  scanning: { continuous: ${value} }\n  replication:`),
    [patterns("a", 100)],
    [patterns("a", 101)],
  ],
  [
    "scanning.mode",
    instead("  replication:", (value) => `  scanning: { mode: ${value} }\n  replication:`),
    ["enhanced"],
    ["advanced"],
  ],
  [
    "rescan.pushDate",
    instead("guardrails:\n", (value) => `inspector: { rescan: { pushDate: ${value} } }\nguardrails:\n`),
    ["lifetime", "180 days", "3 days"],
    ["365 days", "1 days", "14", "DAYS_14"],
  ],
  [
    "repository name",
    instead("    shop/api: {", (value) => `    ${value}:\n    shop/api: {`),
    ["ab", "a/b.c_d-e/9", "a".repeat(256)],
    ["a", "a/", "/ab", "a..b", "a.-b", "A/b", "a".repeat(257)],
  ],
  [
    "cluster reference",
    instead("cluster: shop/web", (value) => `cluster: "${value}"`),
    ["shop/web"],
    ["shop", "shop/web/x", "/web", "shop/", "Shop/web", "xshop/ web"],
  ],
  [
    "dockerfile",
    pipeline((value) => `build: { dockerfile: "${value}" }`),
    ["a", "a/b.c_d-e", "a/..b", ...letters("a", 1024)],
    ["", "/a", "-a", "..", "../a", "a/../b", "a/..", "a b", "a;", ...letters("a", 1025)],
  ],
  [
    "github",
    instead("{ github: example/api }", (value) => `{ github: "${value}" }`),
    ["a/b", "A-9b_c/d.e", "a/.github", ...letters("a", 100).map((owner) => `${owner}/${"b".repeat(100)}`)],
    [
      "a",
      "a/b/c",
      "/b",
      "a/",
      "a /b",
      "a/b;",
      "a.b/c",
      "-a/b",
      "a/.",
      "a/..",
      `${"a".repeat(101)}/b`,
      `a/${"b".repeat(101)}`,
    ],
  ],
  [
    "branch",
    instead("{ github: example/api }", (value) => `{ github: example/api, branch: "${value}" }`),
    ["a", "a/b.c_d-e", ...letters("a", 255)],
    ["", "-a", "a b", "a;", "a~1", ...letters("a", 256)],
  ],
  ["architecture", pipeline((value) => `build: { architecture: ${value} }`), ["amd64", "arm64"], ["x86"]],
  [
    "timeoutMinutes",
    pipeline((value) => `build: { timeoutMinutes: ${value} }`),
    ["5", "480"],
    ["4", "481", "5.5"],
  ],
  [
    "service",
    instead("service: api", (value) => `service: "${value}", taskRoles: [task]`),
    ["a", "A_9-b", ...letters("a", 255)],
    ["", "a b", "a.b", "-;", ...letters("a", 256)],
  ],
  [
    "container",
    instead("service: api", (value) => `service: api, container: "${value}"`),
    ["a", "A_9-b", ...letters("a", 255)],
    ["", "a b", "a.b", ";a", ...letters("a", 256)],
  ],
  ["manifests", instead("[deploy/api.yaml]", (value) => value), ["[a, b]"], ["[]", "[../a]"]],
  [
    "namespace",
    instead("manifests: [deploy/api.yaml]", (value) => `manifests: [a], namespace: "${value}"`),
    ["a", "9", "a-b", ...letters("a", 63)],
    ["", "-a", "a-", "A", "a.b", "a b", ...letters("a", 64)],
  ],
  [
    "secret of a cache",
    instead(
      "[kubernetes]",
      (value) =>
        `{ docker-hub: { credentials: "arn:aws:secretsmanager:eu-central-1:333333333333:secret:${value}" } }`,
    ),
    [
      "ecr-pullthroughcache/a-AbCd12",
      `ecr-pullthroughcache/${"a".repeat(491)}-AbCd12`,
      "ecr-pullthroughcache/a/b_c+=.@-d-AbCd12",
    ],
    [
      "ecr-pullthroughcache/-AbCd12",
      "ecr-pullthroughcache/a-AbCd1",
      "ecr-pullthroughcache/a-AbCd123",
      "ecr-pullthroughcache/a-AbC_12",
      "ecr-pullthroughcache/a-AbCd12 ",
      "ecr-pullthroughcache/a b-AbCd12",
      `ecr-pullthroughcache/${"a".repeat(492)}-AbCd12`,
      "a:secret:ecr-pullthroughcache/a-AbCd12",
    ],
  ],
];
