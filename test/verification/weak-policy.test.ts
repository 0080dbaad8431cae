import { weakPolicy } from "../../verification";
import { API, REPLICA, SETTINGS, settingsWith, STATEMENT, WEB } from "../lambdas/image-verification/support";
import { PROFILE, PROFILE_VERSION } from "../support/registry";

const policy = (...statements: readonly unknown[]) => ({
  trustPolicy: { version: "1.0", trustPolicies: statements },
});

const SIGNER = "signingAuthority:aws-signer-ts";
const GOV_SIGNER = "signingAuthority:aws-us-gov-signer-ts";
const SUBJECT = "x509.subject:C=US,ST=WA,O=Vendor";
const OUTSIDE = "666666666666.dkr.ecr.eu-west-1.amazonaws.com/vendor/agent";
const FOREIGN = [OUTSIDE, "registry.example/agent"];
const VENDOR = { registryScopes: [OUTSIDE], trustStores: ["ca:vendor"], trustedIdentities: [SUBJECT] };

/** Weaknesses as `path code: message; change`. */
function weaknesses(change: Readonly<Record<string, unknown>>, cluster = "shop"): string[] {
  return told(settingsOf({ ...STATEMENT, ...change }), cluster);
}

/** Settings whose cluster runs images of our registry and images outside, under these statements. */
function settingsOf(...statements: readonly object[]) {
  const shop = { ...SETTINGS.clusters.shop, repositories: [API, REPLICA, ...FOREIGN] };
  return settingsWith({ clusters: { ...SETTINGS.clusters, shop }, ...policy(...statements) });
}

function told(settings: ReturnType<typeof settingsWith>, cluster = "shop"): string[] {
  return weakPolicy(settings, cluster).map(
    ({ path, code, message, change: remedy = "" }) => `${path} ${code}: ${message}; ${remedy}`,
  );
}

const WEAK = "too weak for a cluster that blocks";
const OR = ", or let the cluster alert only";
const AT = "trustPolicy.trustPolicies[0]";

test.each([
  ["the plan's", {}],
  ["one of a version of a profile", { trustedIdentities: [PROFILE_VERSION] }],
  ["an empty override", { signatureVerification: { level: "strict", override: {} } }],
  ["AWS Signer's stores of two partitions", { trustStores: [SIGNER, GOV_SIGNER, "tsa:clock"] }],
  ["a signer outside with a root of its own", VENDOR],
  ["one outside that says when it signed", { ...VENDOR, trustStores: ["ca:vendor", "tsa:vendor"] }],
  ["one outside ECR", { ...VENDOR, registryScopes: ["registry.example/agent"] }],
  [
    "one for other repositories",
    { registryScopes: ["a.example/b"], signatureVerification: { level: "audit" } },
  ],
])("a statement is strong enough: %s", (_, change) => {
  expect(weaknesses(change)).toEqual([]);
});

const identity = (text: string) =>
  `${AT}.trustedIdentities[0] weak-policy-identity: is ${JSON.stringify(text)}, ${WEAK}; name each signing profile by its ARN${OR}`;

const below = (stores: unknown) =>
  `${AT}.trustStores weak-policy-store: is ${JSON.stringify(stores) ?? "not said"}, and the ARN of a signing profile says nothing below another root than AWS Signer's, ${WEAK}; name ${SIGNER} or ${GOV_SIGNER}${OR}`;
const shared = (stores: unknown, at = AT) =>
  `${at}.trustStores weak-policy-store: is ${JSON.stringify(stores)}, and the subject of a certificate counts in ca: stores that no other statement names, ${WEAK}; give the statement a ca: store of its own${OR}`;
const own = (index: number, scope: string, at = AT) =>
  `${at}.registryScopes[${String(index)}] weak-policy-scope: is "${scope}" of the organization's own images, and the subject of a certificate counts for images outside, ${WEAK}; trust a signing profile for it${OR}`;

test.each<[string, Readonly<Record<string, unknown>>, string[]]>([
  [
    "every repository",
    { registryScopes: ["*"] },
    [`${AT}.registryScopes weak-policy-scope: is for every repository, ${WEAK}; name each repository${OR}`],
  ],
  [
    "another level",
    { signatureVerification: { level: "audit" } },
    [`${AT}.signatureVerification.level weak-policy-level: is "audit", ${WEAK}; make it strict${OR}`],
  ],
  [
    "no level",
    { signatureVerification: undefined },
    [`${AT}.signatureVerification.level weak-policy-level: is not said, ${WEAK}; make it strict${OR}`],
  ],
  [
    "an override",
    { signatureVerification: { level: "strict", override: { revocation: "skip" } } },
    [
      `${AT}.signatureVerification.override weak-policy-override: is {"revocation":"skip"}, ${WEAK}; take it out${OR}`,
    ],
  ],
  ["every identity", { trustedIdentities: ["*"] }, [identity("*")]],
  ["a wildcard in an ARN", { trustedIdentities: [`${PROFILE}*`] }, [identity(`${PROFILE}*`)]],
  [
    "a subject with a wildcard",
    { ...VENDOR, trustedIdentities: ["x509.subject:C=US,ST=WA,O=*"] },
    [identity("x509.subject:C=US,ST=WA,O=*")],
  ],
  ["a profile below a root of somebody", { trustStores: ["ca:vendor"] }, [below(["ca:vendor"])]],
  [
    "a profile below a root of somebody beside AWS Signer's",
    { trustStores: [SIGNER, "ca:vendor"] },
    [below([SIGNER, "ca:vendor"])],
  ],
  [
    "a profile below another authority's root",
    { trustStores: ["signingAuthority:other"] },
    [below(["signingAuthority:other"])],
  ],
  ["a profile below no root", { trustStores: ["tsa:clock"] }, [below(["tsa:clock"])]],
  [
    "a version of a profile below a root of somebody",
    { trustStores: ["ca:vendor"], trustedIdentities: [PROFILE_VERSION] },
    [below(["ca:vendor"])],
  ],
  ["no trust stores", { trustStores: undefined }, [below(undefined)]],
  ["a subject below AWS Signer's root", { ...VENDOR, trustStores: [SIGNER] }, [shared([SIGNER])]],
  [
    "a subject below AWS Signer's root beside its own",
    { ...VENDOR, trustStores: ["ca:vendor", SIGNER] },
    [shared(["ca:vendor", SIGNER])],
  ],
  ["a subject below no root", { ...VENDOR, trustStores: ["tsa:vendor"] }, [shared(["tsa:vendor"])]],
  [
    "a subject and a profile, which never have the same root",
    { ...VENDOR, trustedIdentities: [SUBJECT, PROFILE] },
    // The profile makes the registry one of those whose images profiles sign.
    [below(["ca:vendor"]), own(0, OUTSIDE)],
  ],
  [
    "a subject for images that are replicated",
    { ...VENDOR, registryScopes: [OUTSIDE, API, REPLICA] },
    [own(1, API), own(2, REPLICA)],
  ],
  ["no identities", { trustedIdentities: "x" }, [identity("*")]],
  ["no scopes", { registryScopes: "*" }, [`${AT} weak-policy-unreadable: has no list of scopes, ${WEAK}; `]],
])("a statement is too weak: %s", (_, change, expected) => {
  expect(weaknesses(change)).toEqual(expected);
});

test("no list of statements is too weak, an empty one trusts nobody and is not", () => {
  const weak = (trustPolicy: object) =>
    weakPolicy(settingsWith({ trustPolicy }), "shop").map(({ code }) => code);
  expect(weak({})).toEqual(["weak-policy-unreadable"]);
  expect(weak({ trustPolicies: [null] })).toEqual(["weak-policy-unreadable"]);
  expect(weak({ trustPolicies: [] })).toEqual([]);
});

test("a cluster that alerts may have any policy, one that is not known may not", () => {
  const any = { registryScopes: ["*"], trustedIdentities: ["*"] };
  expect(weaknesses(any, "tools")).toEqual([]);
  expect(weaknesses(any, "unknown")).toHaveLength(2);
});

test("the repositories of services count as the cluster's", () => {
  const shop = { ...SETTINGS.clusters.shop, repositories: [API], services: { web: [WEB] } };
  const settings = settingsWith({
    clusters: { shop },
    ...policy({ ...STATEMENT, registryScopes: [WEB], trustedIdentities: ["*"] }),
  });
  expect(weakPolicy(settings, "shop").map(({ code }) => code)).toEqual(["weak-policy-identity"]);
});

test("a registry that images are copied from is the organization's own", () => {
  const shop = { ...SETTINGS.clusters.shop, repositories: [OUTSIDE] };
  const settings = settingsWith({
    clusters: { shop },
    replicas: { [REPLICA]: OUTSIDE },
    ...policy({ ...STATEMENT, ...VENDOR }),
  });
  expect(told(settings)).toEqual([own(0, OUTSIDE)]);
});

test("a trust store that two statements name is no signer's own", () => {
  const other = { ...STATEMENT, ...VENDOR, name: "other", registryScopes: ["registry.example/agent"] };
  expect(told(settingsOf({ ...STATEMENT, ...VENDOR }, other))).toEqual([
    shared(["ca:vendor"]),
    shared(["ca:vendor"], "trustPolicy.trustPolicies[1]"),
  ]);
  expect(told(settingsOf({ ...STATEMENT, ...VENDOR }, { ...other, trustStores: ["ca:other"] }))).toEqual([]);
});

test("what a signing profile signs in a registry makes no subject an identity in it", () => {
  const profile = { ...STATEMENT, name: "elsewhere", registryScopes: [OUTSIDE] };
  const other = OUTSIDE.replace("agent", "proxy");
  const shop = { ...SETTINGS.clusters.shop, repositories: [other] };
  const settings = settingsWith({
    clusters: { shop },
    ...policy(profile, { ...STATEMENT, ...VENDOR, registryScopes: [other] }),
  });
  expect(told(settings)).toEqual([own(0, other, "trustPolicy.trustPolicies[1]")]);
});
