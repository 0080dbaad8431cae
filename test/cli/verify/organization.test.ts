import { readFileSync } from "node:fs";
import { trustOf } from "../../../cli/verify/registry/trust";
import { loadOrganization } from "../../../config";
import { registryTrustPolicy } from "../../../plan";
import { jws } from "../../notation/support/envelope";
import { NOW, pki } from "../../notation/support/pki";
import { GOOD, problems } from "../../notation/support/verify";
import { ROOT_PEM, signerEnvelope } from "../../support/registry";
import { Setting } from "./registry-support";
import { Disk } from "./support";

const FILE = "organization.yaml";
const TODAY = "2026-06-15";
const [{ registryScopes, trustedIdentities }] = registryTrustPolicy(loadOrganization(FILE, TODAY))
  .trustPolicies as [ReturnType<typeof registryTrustPolicy>["trustPolicies"][number]];
const subject = {
  mediaType: "application/vnd.oci.image.manifest.v1+json",
  digest: `sha256:${"1".repeat(64)}`,
  size: 1,
};
const reference = `${registryScopes[0] ?? ""}@${subject.digest}`;
const signature = (profile = trustedIdentities[0] ?? "") =>
  signerEnvelope(subject, { profileVersionArn: `${profile}/0123456789` });

describe("the organization's file", () => {
  const disk = new Disk();
  const store = disk.write("signer/x509/signingAuthority/aws-signer-ts/root.pem", ROOT_PEM);
  const trustStore = store.slice(0, store.indexOf("/x509"));
  afterAll(() => {
    disk.remove();
  });

  test("says which profiles are trusted", async () => {
    const verifier = trustOf({ organization: FILE, trustStore }, TODAY, GOOD).verifier;
    expect((await verifier.verify({ signature: signature(), subject, reference })).trusted).toBe(true);
    const other = "arn:aws:signer:eu-central-1:666666666666:/signing-profiles/other";
    expect(problems(await verifier.verify({ signature: signature(other), subject, reference }))).toEqual([
      `trustedIdentity failed identity-untrusted: the signing profile ${other}/0123456789 is not among the trusted identities`,
    ]);
  });

  test("needs no trust store: the roots of AWS Signer are there", async () => {
    const verifier = trustOf({ organization: FILE }, TODAY, GOOD).verifier;
    const verdict = await verifier.verify({ signature: signature(), subject, reference });
    expect(problems(verdict)[0]).toBe(
      "trustStore failed chain-untrusted: no certificate of the chain is in a trust store signingAuthority: of the policy",
    );
  });

  describe("with a publisher", () => {
    const { root, leaf } = pki();
    const PUBLISHED = "888888888888.dkr.ecr.eu-central-1.amazonaws.com/partner/agent";
    const pem = `-----BEGIN CERTIFICATE-----\n${root.certificate.toString("base64")}\n-----END CERTIFICATE-----`;
    const file = disk.write(
      "published.yaml",
      `${readFileSync("examples/minimal/organization.yaml", "utf8")}
verification:
  publishers:
    partner:
      repositories: [${PUBLISHED}]
      accounts: [shop]
      identities: ["x509.subject: C=US, ST=WA, O=Example"]
      certificates:
        - |
          ${pem.replaceAll("\n", "\n          ")}
`,
    );
    const verify = (repository: string, trustStore?: string) =>
      trustOf({ organization: file, trustStore }, TODAY, GOOD).verifier.verify({
        signature: jws({ signer: leaf, payload: { targetArtifact: subject } }),
        subject,
        reference: `${repository}@${subject.digest}`,
        at: new Date(NOW),
      });

    test("its signatures are trusted for its repositories", async () => {
      expect(problems(await verify(PUBLISHED))).toEqual([]);
      expect((await verify(PUBLISHED)).trusted).toBe(true);
    });

    test("and for no other", async () => {
      expect(problems(await verify(PUBLISHED.replace("partner/agent", "partner/other")))).toEqual([
        expect.stringContaining("policy-none"),
      ]);
      expect((await verify(registryScopes[0] ?? "")).trusted).toBe(false);
    });

    test("a folder of trust stores takes nothing from it", async () => {
      expect((await verify(PUBLISHED, trustStore)).trusted).toBe(true);
    });
  });

  test("without a signed repository trusts nobody", () => {
    const text = readFileSync("examples/minimal/organization.yaml", "utf8");
    const unsigned = text
      .replace("signing:\n  profiles:\n    release:\n", "")
      .replace("{ type: ecs }", '{ type: ecs, signatures: "off" }');
    const file = disk.write("unsigned.yaml", unsigned);
    expect(() => trustOf({ organization: file }, TODAY, GOOD)).toThrow(
      `${file}: has no repository that anything signs; name the signing profile of a repository with \`signedBy\` [trusts-nobody]`,
    );
  });
});

describe("verify IMAGE --organization", () => {
  let setting: Setting;
  beforeEach(async () => {
    setting = await new Setting().start();
  });
  afterEach(() => {
    setting.stop();
  });
  const verify = (...args: readonly string[]) =>
    setting.disk.verify(setting.registry.reference, ...args, "--at", "2026-06-15T12:00:00Z");

  test("refuses an image that is none of the organization's", async () => {
    setting.registry.sign(setting.good());
    const { status, out } = await verify("--organization", FILE);
    expect(status).toBe(1);
    expect(out).toContain("policy-none");
  });

  test("tells mistakes of the file and asks nobody", async () => {
    const file = setting.disk.write("broken.yaml", "organization: {}\n");
    const { status, err } = await verify("--organization", file);
    expect(status).toBe(2);
    expect(err).toContain("broken.yaml:1:");
    expect(setting.registry.asked).toEqual([]);
  });

  test("tells mistakes of the file as the schema of a verdict has them", async () => {
    const file = setting.disk.write("broken.yaml", "organization: {}\n");
    const { status, out } = await verify("--organization", file, "--json");
    expect(status).toBe(2);
    expect(setting.disk.valid(out).problems?.[0]).toMatchObject({
      path: "organization.id",
      place: { line: 1, column: 1 },
    });
  });

  test.each([
    [[], "verify IMAGE needs --policy FILE or --organization FILE"],
    [["--organization", FILE, "--policy", "x"], "verify IMAGE takes --policy or --organization, not both"],
  ])("with %j is a mistake", async (args, message) => {
    const { status, err } = await verify(...args);
    expect({ status, first: err.split("\n")[0] }).toEqual({ status: 64, first: message });
  });

  test("needs IMAGE", async () => {
    const { status, err } = await setting.disk.verify("--organization", FILE, "--signature", "x");
    expect({ status, first: err.split("\n")[0] }).toEqual({
      status: 64,
      first: "--organization needs IMAGE",
    });
  });
});
