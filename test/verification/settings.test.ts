import { type ProblemError } from "../../problem";
import { clusterOf, holds, parseSettings, stopLimitOf } from "../../verification";
import { SETTINGS } from "../lambdas/image-verification/support";

/** What is wrong, as `path code: message; allowed`. */
function problems(change: Readonly<Record<string, unknown>>): string[] {
  return of({ ...SETTINGS, ...change });
}

function of(value: unknown): string[] {
  try {
    parseSettings(value);
    return [];
  } catch (error) {
    return (error as ProblemError).problems.map(
      ({ path, code, message, allowed }) =>
        `${path} ${code}: ${message}${allowed === undefined ? "" : `; ${allowed}`}`,
    );
  }
}

const REPOSITORY =
  "<registry>/<repository> without scheme, tag, digest or wildcard, in ECR by <account>.dkr.ecr.<region>";
const STORE = "ca:, signingAuthority: or tsa: and a name, but none of AWS Signer's own";
const NAME = "a name of letters, digits, - and _";
const DIGEST = `sha256:${"1".repeat(64)}`;
const SAID = { reason: "so", owner: "platform", expires: "2026-12-31" };
const { shop } = SETTINGS.clusters;
const clusters = (change: object) => ({ clusters: { shop: { ...shop, ...change } } });
const exception = (change: object) => ({
  exceptions: [{ image: `a.example/b@${DIGEST}`, ...SAID, ...change }],
});
const breakGlass = (change: object) => ({ breakGlass: [{ cluster: "shop", ...SAID, ...change }] });

test("good settings are read as they are", () => {
  const settings = { ...SETTINGS, unverified: ["lab"], ...exception({}), ...breakGlass({ service: "web" }) };
  expect(JSON.parse(JSON.stringify(parseSettings(settings)))).toEqual(settings);
});

test.each([
  [undefined, { stops: 5, minutes: 10 }],
  [
    { stops: 1, minutes: 1 },
    { stops: 1, minutes: 1 },
  ],
  [
    { stops: 100, minutes: 60 },
    { stops: 100, minutes: 60 },
  ],
])("the limit of stops %j means %j", (stopLimit, expected) => {
  expect(stopLimitOf(parseSettings({ ...SETTINGS, ...(stopLimit && { stopLimit }) }))).toEqual(expected);
});

test("a limit of stops that is null is no default", () => {
  expect(problems({ stopLimit: null })).toEqual([
    "stopLimit invalid-value: is null; an object",
    "stopLimit.stops missing-key: is missing; a whole number from 1 to 100",
    "stopLimit.minutes missing-key: is missing; a whole number from 1 to 60",
  ]);
});

test("every problem is told at once, missing members among them", () => {
  expect(of({ version: 1, regions: [] })).toEqual([
    "regions unknown-key: is not known; version, partition, accountId, region, clusters, unverified, trustPolicy, trustStores, replicas, exceptions, breakGlass, stopLimit",
    "clusters missing-key: is missing; an object",
    "trustPolicy missing-key: is missing; a trust policy of the Notary Project",
    "partition missing-key: is missing; a partition such as aws",
    "accountId missing-key: is missing; 12 digits",
    "region missing-key: is missing; a region",
    "trustStores missing-key: is missing; an object",
    "replicas missing-key: is missing; an object",
    "exceptions missing-key: is missing; a list",
    "breakGlass missing-key: is missing; a list",
  ]);
});

test.each<[unknown, string[]]>([
  [2, ["version unsupported-version: is 2, and this code reads version 1 only"]],
  ["1", ['version unsupported-version: is "1", and this code reads version 1 only']],
  [undefined, ["version missing-key: is missing; 1"]],
])("version %j is refused", (version, expected) => {
  expect(problems({ version })).toEqual(expected);
});

test.each([null, [], "x", 1])("%j is no object of settings", (value) => {
  expect(of(value)).toContain(`${""} invalid-value: is ${JSON.stringify(value)}; an object`);
});

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ["a partition", { partition: "azure" }, 'partition invalid-value: is "azure"; a partition such as aws'],
  ["an account", { accountId: 444444444444 }, "accountId invalid-value: is 444444444444; 12 digits"],
  ["a region", { region: "eu" }, 'region invalid-value: is "eu"; a region'],
  ["a mode", clusters({ mode: "warn" }), 'clusters.shop.mode invalid-value: is "warn"; block, alert'],
  ["a rule for tags", clusters({ tags: true }), "clusters.shop.tags invalid-value: is true; refuse, detect"],
  [
    "a wildcard",
    clusters({ repositories: ["a.example/*"] }),
    `clusters.shop.repositories[0] invalid-value: is "a.example/*"; ${REPOSITORY}`,
  ],
  [
    "a tag",
    clusters({ repositories: ["a.example/b:1"] }),
    `clusters.shop.repositories[0] invalid-value: is "a.example/b:1"; ${REPOSITORY}`,
  ],
  [
    "no stops",
    { stopLimit: { stops: 0, minutes: 10 } },
    "stopLimit.stops invalid-value: is 0; a whole number from 1 to 100",
  ],
  [
    "too many stops",
    { stopLimit: { stops: 101, minutes: 10 } },
    "stopLimit.stops invalid-value: is 101; a whole number from 1 to 100",
  ],
  [
    "half a stop",
    { stopLimit: { stops: 1.5, minutes: 10 } },
    "stopLimit.stops invalid-value: is 1.5; a whole number from 1 to 100",
  ],
  [
    "a text of stops",
    { stopLimit: { stops: "5", minutes: 10 } },
    'stopLimit.stops invalid-value: is "5"; a whole number from 1 to 100',
  ],
  [
    "no minutes",
    { stopLimit: { stops: 5, minutes: 0 } },
    "stopLimit.minutes invalid-value: is 0; a whole number from 1 to 60",
  ],
  [
    "too many minutes",
    { stopLimit: { stops: 5, minutes: 61 } },
    "stopLimit.minutes invalid-value: is 61; a whole number from 1 to 60",
  ],
  [
    "a limit without minutes",
    { stopLimit: { stops: 5 } },
    "stopLimit.minutes missing-key: is missing; a whole number from 1 to 60",
  ],
  [
    "another key of the limit",
    { stopLimit: { stops: 5, minutes: 10, seconds: 1 } },
    "stopLimit.seconds unknown-key: is not known; stops, minutes",
  ],
  [
    "another host name of ECR",
    clusters({ repositories: ["333333333333.dkr-ecr.eu-central-1.on.aws/shop/api"] }),
    `clusters.shop.repositories[0] invalid-value: is "333333333333.dkr-ecr.eu-central-1.on.aws/shop/api"; ${REPOSITORY}`,
  ],
  [
    "a short name",
    clusters({ services: { web: ["nginx"] } }),
    `clusters.shop.services.web[0] invalid-value: is "nginx"; ${REPOSITORY}`,
  ],
  [
    "a service",
    clusters({ services: { "a/b": [] } }),
    `clusters.shop.services.a/b invalid-value: is "a/b"; ${NAME}`,
  ],
  [
    "a time",
    clusters({ enforcedSince: "2026-02-30T00:00:00Z" }),
    'clusters.shop.enforcedSince invalid-value: is "2026-02-30T00:00:00Z"; a time such as 2026-12-31T23:59:59Z',
  ],
  [
    "a member of a cluster",
    clusters({ note: "x" }),
    "clusters.shop.note unknown-key: is not known; mode, tags, repositories, services, enforcedSince",
  ],
  [
    "a name of a cluster that is off",
    { unverified: ["a/b"] },
    `unverified[0] invalid-value: is "a/b"; ${NAME}`,
  ],
  [
    "a cluster that is off and is not",
    { unverified: ["lab", "tools"] },
    "unverified[1] cluster-verified: tools is one of the clusters whose images are verified",
  ],
  [
    "a trust policy",
    { trustPolicy: "x" },
    'trustPolicy invalid-value: is "x"; a trust policy of the Notary Project',
  ],
  ["a trust store", { trustStores: { x: [] } }, `trustStores.x invalid-value: is "x"; ${STORE}`],
  [
    "a trust store in the place of AWS Signer's",
    { trustStores: { "signingAuthority:aws-signer-ts": [] } },
    `trustStores.signingAuthority:aws-signer-ts invalid-value: is "signingAuthority:aws-signer-ts"; ${STORE}`,
  ],
  [
    "a certificate",
    { trustStores: { "ca:x": ["MII"] } },
    'trustStores.ca:x[0] invalid-value: is "MII"; certificates in PEM',
  ],
  [
    "a replica",
    { replicas: { "a.example/b": "x" } },
    `replicas.a.example/b invalid-value: is "x"; ${REPOSITORY}`,
  ],
  [
    "a replica of itself",
    { replicas: { "a.example/b": "a.example/b" } },
    "replicas.a.example/b replica-of-itself: is filled from itself",
  ],
  [
    "an exception for a tag",
    exception({ image: "a.example/b:1" }),
    'exceptions[0].image invalid-value: is "a.example/b:1"; <registry>/<repository>@sha256:… without a tag',
  ],
  [
    "an exception for a tag with its digest",
    exception({ image: `a.example/b:1@${DIGEST}` }),
    `exceptions[0].image invalid-value: is "a.example/b:1@${DIGEST}"; <registry>/<repository>@sha256:… without a tag`,
  ],
  [
    "no reason",
    exception({ reason: " " }),
    'exceptions[0].reason invalid-value: is " "; a text that is not empty',
  ],
  [
    "no owner",
    exception({ owner: undefined }),
    "exceptions[0].owner missing-key: is missing; a text that is not empty",
  ],
  [
    "no end",
    exception({ expires: undefined }),
    "exceptions[0].expires missing-key: is missing; a day such as 2026-12-31",
  ],
  [
    "a day that is none",
    exception({ expires: "2026-02-29" }),
    'exceptions[0].expires invalid-value: is "2026-02-29"; a day such as 2026-12-31',
  ],
  [
    "a cluster that is not there",
    breakGlass({ cluster: "toString", service: "web" }),
    "breakGlass[0].cluster unknown-cluster: toString is none of the clusters",
  ],
  [
    "a digest that is none",
    breakGlass({ digest: "sha256:1" }),
    'breakGlass[0].digest invalid-value: is "sha256:1"; sha256: and 64 hexadecimal digits',
  ],
])("%s is refused", (_, change, expected) => {
  expect(problems(change)).toEqual([expected]);
});

test.each([{}, { service: "web", digest: DIGEST }])("break-glass for %j is refused", (what) => {
  expect(problems(breakGlass(what))).toEqual([
    expect.stringMatching(
      /^breakGlass\[0\] invalid-value: is .*; exactly one of service and digest$/,
    ) as string,
  ]);
});

test("names that every object has are no clusters", () => {
  const settings = parseSettings(SETTINGS);
  expect(clusterOf(settings, "shop")).toMatchObject({ mode: "block" });
  for (const name of ["constructor", "__proto__", "toString"])
    expect(clusterOf(settings, name)).toBeUndefined();
  expect("toString" in settings.clusters).toBe(false);
});

test.each(["breakGlass", "exception"] as const)(
  "what somebody answers for holds to the end of its last day in UTC: %s",
  (kind) => {
    const entry = { ...SAID, expires: "2026-02-28" };
    expect(holds(kind, entry, Date.UTC(2026, 1, 28, 23, 59, 59, 999))).toBe(true);
    expect(holds(kind, entry, Date.UTC(2026, 2, 1))).toBe(false);
  },
);

test.each([
  ["breakGlass", Date.UTC(2026, 1, 14)],
  ["exception", Date.UTC(2025, 1, 28)],
] as const)("what ends later than anybody can answer for does not hold yet: %s", (kind, start) => {
  const entry = { ...SAID, expires: "2026-02-28" };
  expect(holds(kind, entry, start)).toBe(true);
  expect(holds(kind, entry, start - 1)).toBe(false);
});
