import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TrustPolicyDocument, trustPolicyDocument } from "../../trust-policy";
import { describeWith, NOTATION, notationProgram } from "../support/tools";
import { run } from "../../local/tools-process";

const REGISTRY = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";
const RELEASE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
const PARTNER = "arn:aws:signer:eu-central-1:444444444444:/signing-profiles/partner_5e6f7a8b";
const US_GOV = "arn:aws-us-gov:signer:us-gov-west-1:333333333333:/signing-profiles/release";
const DOCUMENT = trustPolicyDocument({
  profiles: [
    { name: "release", profileArns: [RELEASE], registryScopes: [`${REGISTRY}/shop/api`, `${REGISTRY}/shop`] },
    {
      name: "partner with two profiles",
      profileArns: [PARTNER, RELEASE],
      registryScopes: [`${REGISTRY}/shop/a-b_c.d/e`],
    },
  ],
});

type Statement = TrustPolicyDocument["trustPolicies"][number];

/** The document with parts of its first statement replaced. */
function withFirst(part: Readonly<Record<string, unknown>>): unknown {
  const [first, ...others] = DOCUMENT.trustPolicies as [Statement, ...Statement[]];
  return { ...DOCUMENT, trustPolicies: [{ ...first, ...part }, ...others] };
}

describeWith([NOTATION], "the trust policy, imported by the real notation", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "notation-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  async function notation(...args: readonly string[]) {
    // The settings of whoever runs the tests stay untouched.
    const env = { XDG_CONFIG_HOME: folder, HOME: folder, APPDATA: folder };
    return run(notationProgram(), args, { cwd: folder, env });
  }

  async function importPolicy(document: unknown) {
    const file = join(folder, "policy.json");
    writeFileSync(file, JSON.stringify(document));
    return notation("policy", "import", file);
  }

  test("is taken whole", async () => {
    expect(await importPolicy(DOCUMENT)).toMatchObject({ code: 0, stderr: "" });
    const shown = await notation("policy", "show");
    expect(JSON.parse(shown.stdout)).toEqual(DOCUMENT);
  });

  test.each([
    ["AWS GovCloud", { profileArns: [US_GOV] }],
    ["a registry with a port", { profileArns: [RELEASE], registryScopes: ["localhost:5000/shop"] }],
  ])("is taken for %s", async (_, part) => {
    const profiles = [{ name: "release", registryScopes: [`${REGISTRY}/shop`], ...part }];
    expect(await importPolicy(trustPolicyDocument({ profiles }))).toMatchObject({ code: 0 });
  });

  // A document that notation took whatever it says would prove nothing.
  test.each([
    ["a wildcard beside a repository", withFirst({ registryScopes: ["*", `${REGISTRY}/shop/api`] })],
    ["a wildcard inside a repository", withFirst({ registryScopes: [`${REGISTRY}/shop/*`] })],
    ["a repository with a tag", withFirst({ registryScopes: [`${REGISTRY}/shop/api:1.0`] })],
    ["a repository with a scheme", withFirst({ registryScopes: [`https://${REGISTRY}/shop/api`] })],
    ["a repository of another statement", withFirst({ registryScopes: [`${REGISTRY}/shop/a-b_c.d/e`] })],
    ["no repository", withFirst({ registryScopes: [] })],
    ["the name of another statement", withFirst({ name: "partner with two profiles" })],
    ["no name", withFirst({ name: "" })],
    ["everybody beside a profile", withFirst({ trustedIdentities: ["*", RELEASE] })],
    ["an identity that is no ARN", withFirst({ trustedIdentities: ["release_1a2b3c4d"] })],
    ["no identity", withFirst({ trustedIdentities: [] })],
    ["no trust store", withFirst({ trustStores: [] })],
    ["an unknown kind of trust store", withFirst({ trustStores: ["signer:aws-signer-ts"] })],
    ["an unknown level", withFirst({ signatureVerification: { level: "exact" } })],
    ["no statement", { ...DOCUMENT, trustPolicies: [] }],
    ["an unknown version", { ...DOCUMENT, version: "2.0" }],
  ])("is refused with %s", async (_, document) => {
    const { code, stderr } = await importPolicy(document);
    expect({ code, said: stderr.split(":")[0] }).toEqual({ code: 1, said: "Error" });
    expect(await notation("policy", "show")).toMatchObject({ code: 1 });
  });
});
