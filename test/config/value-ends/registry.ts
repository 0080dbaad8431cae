import { instead, letters, patterns, pipeline, repository, type Row } from "./row";

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
    "mutableTags",
    repository((value) => `{ mutableTags: ${value} }`),
    ["[]", patterns("v", 5), `[${"v".repeat(128)}]`, "[A.b_c-9]"],
    [patterns("v", 6), '["v***"]', '["**"]', `[${"v".repeat(129)}]`, '[""]', '["v/1"]'],
  ],
  [
    "azure",
    instead(
      "[kubernetes]",
      (value) =>
        `{ azure: { credentials: "arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/a-AbCdEf", registry: "${value}" } }`,
    ),
    ["abcde.azurecr.io", `${"a".repeat(50)}.azurecr.io`],
    [
      "abcd.azurecr.io",
      `${"a".repeat(51)}.azurecr.io`,
      "a-cde.azurecr.io",
      "abcde.azurecr.io.example",
      "abcde.example.io",
    ],
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
    ["a/b", "A-9.b_c/d.e"],
    ["a", "a/b/c", "/b", "a/", "a /b", "a/b;"],
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
    instead("service: api", (value) => `service: "${value}"`),
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
