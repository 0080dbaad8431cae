import { parseQuery, QUERY_FORMS } from "../../where";

const DIGEST = `sha256:${"0a".repeat(32)}`;
const HOST = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";

test.each<[string, object]>([
  ["CVE-2024-3094", { kind: "vulnerability", id: "CVE-2024-3094" }],
  ["cve-2024-3094", { kind: "vulnerability", id: "CVE-2024-3094" }],
  ["GHSA-rxwq-x6h5-x525", { kind: "vulnerability", id: "GHSA-rxwq-x6h5-x525" }],
  ["ghsa-RXWQ-x6h5-x525", { kind: "vulnerability", id: "GHSA-rxwq-x6h5-x525" }],
  ["ALAS2023-2024-500", { kind: "vulnerability", id: "ALAS2023-2024-500" }],
  ["RHSA-2024:1234", { kind: "vulnerability", id: "RHSA-2024:1234" }],
  ["xz-utils", { kind: "package", name: "xz-utils", ambiguous: true }],
  ["pkg:xz-utils", { kind: "package", name: "xz-utils" }],
  ["pkg:RHSA-1", { kind: "package", name: "RHSA-1" }],
  ["@babel/traverse", { kind: "package", name: "@babel/traverse" }],
  ["golang.org/x/net", { kind: "package", name: "golang.org/x/net", ambiguous: true }],
  ["libstdc++6", { kind: "package", name: "libstdc++6" }],
  [
    "pkg:org.apache.logging.log4j:log4j-core",
    { kind: "package", name: "org.apache.logging.log4j:log4j-core" },
  ],
  [DIGEST, { kind: "image", reference: { digest: DIGEST } }],
  ["shop/api:1.4.2", { kind: "image", repository: "shop/api", reference: { tag: "1.4.2" } }],
  [`shop/api@${DIGEST}`, { kind: "image", repository: "shop/api", reference: { digest: DIGEST } }],
  [`shop/api:1.4.2@${DIGEST}`, { kind: "image", repository: "shop/api", reference: { digest: DIGEST } }],
  [
    `${HOST}/shop/api:1.4.2`,
    {
      kind: "image",
      repository: "shop/api",
      account: "333333333333",
      region: "eu-central-1",
      reference: { tag: "1.4.2" },
    },
  ],
  [
    `333333333333.dkr-ecr.eu-central-1.on.aws/shop/api@${DIGEST}`,
    {
      kind: "image",
      repository: "shop/api",
      account: "333333333333",
      region: "eu-central-1",
      reference: { digest: DIGEST },
    },
  ],
])("%s", (text, query) => {
  expect(parseQuery(text)).toEqual(query);
});

const WITHOUT_IMAGE: [string, string] = [
  "has the host of a registry, but neither a tag nor a digest",
  "write HOST/REPOSITORY:TAG or HOST/REPOSITORY@sha256:DIGEST",
];

test.each<[string, string, string | undefined]>([
  ["CVE-2024", "is no CVE id", "write CVE-, a year and four digits or more"],
  ["CVE-24-3094", "is no CVE id", "write CVE-, a year and four digits or more"],
  ["GHSA-rxwq-x6h5", "is no GHSA id", "write GHSA- and three groups of four characters"],
  ["pkg:", "is no name of a package", "write pkg:xz-utils"],
  ["pkg:two words", "is no name of a package", "write pkg:xz-utils"],
  ["sha256:abc", "is no digest", "write sha256: and 64 digits 0-9 a-f, all of them"],
  [`sha256:${"G".repeat(64)}`, "is no digest", "write sha256: and 64 digits 0-9 a-f, all of them"],
  ["shop/api@sha256:abc", "is no digest", "write sha256: and 64 digits 0-9 a-f, all of them"],
  ["shop/api@latest", "is no digest", "write sha256: and 64 digits 0-9 a-f, all of them"],
  ["shop/api:", "is no REPOSITORY:TAG", "write pkg: before the name of a package that has a colon"],
  ["a:b:c", "is no REPOSITORY:TAG", "write pkg: before the name of a package that has a colon"],
  [
    "Shop/API:1",
    'names the repository "Shop/API", which ECR does not allow',
    "name it as ECR does, without the registry's host or with an ECR host",
  ],
  [
    "ghcr.io/shop//api:1",
    'names the repository "ghcr.io/shop//api", which ECR does not allow',
    "name it as ECR does, without the registry's host or with an ECR host",
  ],
  [HOST, ...WITHOUT_IMAGE],
  [`${HOST}/`, ...WITHOUT_IMAGE],
  [`${HOST}/shop/api`, ...WITHOUT_IMAGE],
  ["333333333333.dkr-ecr.eu-central-1.on.aws/shop/api", ...WITHOUT_IMAGE],
  ["two words", "has none of the forms of a query", undefined],
  ["$(id)", "has none of the forms of a query", undefined],
  ["-x", "has none of the forms of a query", undefined],
])("%s is refused", (text, message, change) => {
  expect(() => parseQuery(text)).toThrow(
    expect.objectContaining({
      problems: [
        {
          code: "invalid-query",
          path: text,
          message,
          allowed: QUERY_FORMS,
          ...(change === undefined ? {} : { change }),
        },
      ],
    }),
  );
});

test("a text that is too long is refused without being repeated", () => {
  expect(() => parseQuery("a".repeat(1_025))).toThrow(
    `${"a".repeat(40)}…: is longer than 1024 characters; allowed: ${QUERY_FORMS} [invalid-query]`,
  );
});
