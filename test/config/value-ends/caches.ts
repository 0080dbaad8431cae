import { instead, letters, type Row } from "./row";

/** Pull-through caches; a check says how long a prefix may be. */
export const CACHE_ENDS: readonly Row[] = [
  [
    "cache prefix",
    instead("[kubernetes]", (value) => `{ ${value}: { upstream: quay } }`),
    ["ab", "1a", "quay.io", "docker/hub", "a-b.c_d/e", ...letters("a", 30)],
    ["Quay", "a//b", "a/", "/a", "-a", "a..b", "ROOT"],
  ],
  [
    "azure",
    instead(
      "[kubernetes]",
      (value) =>
        `{ azure: { credentials: "arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/a-AbCdEf", registry: "${value}" } }`,
    ),
    [
      "abcde.azurecr.io",
      `${"a".repeat(50)}.azurecr.io`,
      "contoso-e7ggejfuhzhgedc8.azurecr.io",
      `${"a".repeat(50)}-${"b".repeat(12)}.azurecr.io`,
    ],
    [
      "abcd.azurecr.io",
      `${"a".repeat(51)}.azurecr.io`,
      "a-cde.azurecr.io",
      "abcde-.azurecr.io",
      "abcde-e7gg-jfuh.azurecr.io",
      "abcde-E7GG.azurecr.io",
      `${"a".repeat(50)}-${"b".repeat(13)}.azurecr.io`,
      "abcde.azurecr.io.example",
      "abcde.example.io",
    ],
  ],
  [
    "ecr",
    instead("[kubernetes]", (value) => `{ ecr: { registry: "${value}" } }`),
    ["666666666666.dkr.ecr.eu-west-1.amazonaws.com", "666666666666.dkr.ecr.ap-southeast-5.amazonaws.com"],
    [
      "66666666666.dkr.ecr.eu-west-1.amazonaws.com",
      "666666666666.dkr.ecr.eu-west-1.amazonaws.com.cn",
      "666666666666.dkr.ecr..amazonaws.com",
      "x666666666666.dkr.ecr.eu-west-1.amazonaws.com",
      "666666666666.dkr.ecr.eu-west-1.amazonaws.com/shop",
    ],
  ],
];
