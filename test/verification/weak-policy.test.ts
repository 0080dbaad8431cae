import { weakPolicy } from "../../verification";
import { API, SETTINGS, settingsWith, STATEMENT, WEB } from "../lambdas/image-verification/support";
import { PROFILE, PROFILE_VERSION } from "../support/registry";

const policy = (...statements: readonly unknown[]) => ({
  trustPolicy: { version: "1.0", trustPolicies: statements },
});

/** Weaknesses as `path code: message; change`. */
function weaknesses(change: Readonly<Record<string, unknown>>, cluster = "shop"): string[] {
  return weakPolicy(settingsWith(policy({ ...STATEMENT, ...change })), cluster).map(
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
  [
    "a signer with a root of its own",
    { trustStores: ["ca:vendor"], trustedIdentities: ["x509.subject:C=US,ST=WA,O=Vendor"] },
  ],
  [
    "one for other repositories",
    { registryScopes: ["a.example/b"], signatureVerification: { level: "audit" } },
  ],
])("a statement is strong enough: %s", (_, change) => {
  expect(weaknesses(change)).toEqual([]);
});

const identity = (text: string) =>
  `${AT}.trustedIdentities[0] weak-policy-identity: is ${JSON.stringify(text)}, ${WEAK}; name each signing profile by its ARN${OR}`;

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
    "a subject below AWS Signer's root",
    { trustedIdentities: ["x509.subject:C=US,ST=WA,O=AWS"] },
    [identity("x509.subject:C=US,ST=WA,O=AWS")],
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
