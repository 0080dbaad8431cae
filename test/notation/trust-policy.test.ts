import { TrustPolicy } from "../../notation";
import { refusal } from "./support/refusal";
import { policyOf, policyText, statement } from "./support/policy";

const read = (text: string) => refusal(() => TrustPolicy.parse(Buffer.from(text)).statements.length);
const one = (change: Record<string, unknown>) => read(policyText(statement(change)));
const verification = (signatureVerification: unknown) => one({ signatureVerification });
const invalid = (message: string) => `policy-invalid: trustPolicies[0]: ${message}`;
const SKIP = { signatureVerification: { level: "skip" }, trustStores: [], trustedIdentities: [] };

test.each([
  [
    "another version",
    JSON.stringify({ version: "1.1", trustPolicies: [statement()] }),
    'policy-invalid: the version of the policy is not "1.0"',
  ],
  [
    "no version",
    JSON.stringify({ trustPolicies: [statement()] }),
    'policy-invalid: the version of the policy is not "1.0"',
  ],
  ["no statement", policyText(), "policy-invalid: the policy has no statement"],
  ["no list", JSON.stringify({ version: "1.0" }), "policy-invalid: the policy has no statement"],
  ["a statement that is none", policyText(1), invalid("the statement is not an object")],
  ["a member twice", '{"version":"1.0","version":"1.0"}', 'json-malformed: has the member "version" twice'],
  [
    "a member in another case",
    '{"Version":"1.0"}',
    'policy-invalid: the member "Version" is written in another case',
  ],
  [
    "a name twice",
    policyText(statement(), statement({ registryScopes: ["*"] })),
    'policy-invalid: two statements have the name "release"',
  ],
  [
    "a scope in two statements",
    policyText(statement(), statement({ name: "b" })),
    'policy-invalid: the registry scope "registry.example/shop/api" is there twice',
  ],
  [
    "a scope twice in one",
    policyText(statement({ registryScopes: ["a/b", "a/b"] })),
    'policy-invalid: the registry scope "a/b" is there twice',
  ],
  ["more than 1 MiB", " ".repeat(1024 * 1024 + 1), "policy-invalid: the policy has more than 1048576 bytes"],
])("a policy with %s is refused", (_, text, message) => {
  expect(read(text)).toBe(message);
});

test.each<[string, Record<string, unknown>, string]>([
  ["no name", { name: undefined }, "name is not a string"],
  ["an empty name", { name: "" }, "the name is empty"],
  ["no scope", { registryScopes: [] }, "has no registry scope"],
  [
    "* beside a scope",
    { registryScopes: ["*", "a/b"] },
    "the registry scope * stands beside others; it must be alone",
  ],
  ["no trust store", { trustStores: [] }, "has no trust store or no trusted identity; both are needed"],
  [
    "no trusted identity",
    { trustedIdentities: undefined },
    "has no trust store or no trusted identity; both are needed",
  ],
  ["trust stores that are no list", { trustStores: "ca:x" }, "trustStores is not an array"],
  [
    "a trust store of another type",
    { trustStores: ["CA:x"] },
    'the trust store "CA:x" is not ca:, signingAuthority: or tsa: and a name of letters, digits, _ . -',
  ],
  [
    "a trust store without name",
    { trustStores: ["ca:"] },
    'the trust store "ca:" is not ca:, signingAuthority: or tsa: and a name of letters, digits, _ . -',
  ],
  [
    "a trust store with a path",
    { trustStores: ["ca:../x"] },
    'the trust store "ca:../x" is not ca:, signingAuthority: or tsa: and a name of letters, digits, _ . -',
  ],
  [
    "level skip with stores",
    { signatureVerification: { level: "skip" } },
    "level skip is not allowed with trust stores or trusted identities",
  ],
  [
    "level skip for every repository",
    { ...SKIP, registryScopes: ["*"] },
    "level skip is not allowed for the registry scope *",
  ],
  [
    "* beside an identity",
    { trustedIdentities: ["*", "a:b"] },
    "the trusted identity * stands beside others; it must be alone",
  ],
  [
    "an identity without colon",
    { trustedIdentities: ["x509.subject"] },
    'the trusted identity "x509.subject" has no colon',
  ],
])("a statement with %s is refused", (_, change, message) => {
  expect(one(change)).toBe(invalid(message));
});

test.each([
  "registry.example",
  "https://images.example/a",
  "registry.example/a:tag",
  "registry.example/a@sha256:0",
  "registry.example/*",
  "*.example/a",
  "registry.example/A",
  "registry.example//a",
  "registry.example/a/",
  "registry.example/a___b",
  "-registry/a",
  "registry:x/a",
  "",
])("the scope %j is refused", (scope) => {
  expect(one({ registryScopes: [scope] })).toBe(
    invalid(
      `the registry scope ${JSON.stringify(scope)} is not registry/repository without scheme, tag or wildcard`,
    ),
  );
});

test.each([
  "registry.example:5000/a",
  "localhost/a",
  "111111111111.dkr.ecr.eu-central-1.amazonaws.com/shop/api_v1--b.c__d",
])("the scope %s is taken", (scope) => {
  expect(one({ registryScopes: [scope] })).toBe("accepted: 1");
});

test.each<[string, unknown, string]>([
  ["none", undefined, "signatureVerification is not an object"],
  ["no level", {}, "signatureVerification.level is not a string"],
  ["another level", { level: "Strict" }, 'the level "Strict" is not strict, permissive, audit or skip'],
  [
    "the level constructor",
    { level: "constructor" },
    'the level "constructor" is not strict, permissive, audit or skip',
  ],
  [
    "an override of integrity",
    { level: "strict", override: { integrity: "enforce" } },
    'override of "integrity" is not allowed',
  ],
  [
    "an override of something else",
    { level: "strict", override: { toString: "log" } },
    'override of "toString" is not allowed',
  ],
  [
    "a skipped expiry",
    { level: "strict", override: { expiry: "skip" } },
    "override of expiry is not enforce or log",
  ],
  [
    "a revocation by warning",
    { level: "strict", override: { revocation: "warn" } },
    "override of revocation is not enforce or log or skip",
  ],
  [
    "an override in another case",
    { level: "strict", Override: {} },
    'the member "Override" is written in another case',
  ],
  [
    "an override of level skip",
    { level: "skip", override: { expiry: "log" } },
    "level skip is not allowed with an override",
  ],
  [
    "another verifyTimestamp",
    { level: "strict", verifyTimestamp: "never" },
    "verifyTimestamp is not always or afterCertExpiry",
  ],
])("signatureVerification with %s is refused", (_, value, message) => {
  expect(verification(value)).toBe(invalid(message));
});

test("levels and overrides decide about the actions", () => {
  const actions = (signatureVerification: unknown) =>
    policyOf(statement({ signatureVerification })).statements[0]?.actions;
  expect(actions({ level: "strict" })).toEqual({
    integrity: "enforce",
    authenticity: "enforce",
    authenticTimestamp: "enforce",
    expiry: "enforce",
    revocation: "enforce",
  });
  expect(actions({ level: "permissive", override: { expiry: "enforce", revocation: "skip" } })).toEqual({
    integrity: "enforce",
    authenticity: "enforce",
    authenticTimestamp: "log",
    expiry: "enforce",
    revocation: "skip",
  });
  expect(actions({ level: "audit" })).toEqual({
    integrity: "enforce",
    authenticity: "log",
    authenticTimestamp: "log",
    expiry: "log",
    revocation: "log",
  });
});

test("the statement that names the repository goes before the one for all", () => {
  const policy = policyOf(statement({ name: "all", registryScopes: ["*"] }), statement());
  expect(policy.statementFor("registry.example/shop/api@sha256:0").name).toBe("release");
  expect(policy.statementFor("registry.example/shop@sha256:0").name).toBe("all");
});

test.each([
  [
    "registry.example/other@sha256:0",
    "policy-none: no statement of the trust policy is for registry.example/other",
  ],
  ["registry.example/shop/api:latest", "reference-invalid: the reference is not registry/repository@digest"],
  [
    "registry.example/shop/api:latest@sha256:0",
    "reference-invalid: the reference is not registry/repository@digest",
  ],
  ["@sha256:0", "reference-invalid: the reference is not registry/repository@digest"],
])("the reference %s has no statement", (reference, message) => {
  expect(refusal(() => policyOf(statement()).statementFor(reference))).toBe(message);
});

test("members that nobody knows are ignored, as nothing that is missing is less strict", () => {
  expect(one({ note: "x" })).toBe("accepted: 1");
});
