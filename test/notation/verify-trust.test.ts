import { TrustStore, Verifier } from "../../notation";
import * as der from "./support/der";
import { type EnvelopeOptions, jws, REFERENCE, SUBJECT } from "./support/envelope";
import { CA_EXTENSIONS, certify, named, NOW, pki, privateKey, YEAR } from "./support/pki";
import { policyOf, statement } from "./support/policy";
import { outcome, problems, type Setting, verify } from "./support/verify";

const { root, intermediate, leaf } = pki();
const stranger = certify({ name: named("root"), key: privateKey("p256", 9), extensions: CA_EXTENSIONS });
const AUTHORITY = "notary.x509.signingAuthority";
const at = (level: string, override?: Record<string, string>) => ({
  signatureVerification: { level, ...(override && { override }) },
});
const signature = jws({ signer: leaf });

describe("the trust store", () => {
  test("must hold a certificate of the chain, the root or one below it", async () => {
    expect((await verify({ root }, signature)).trusted).toBe(true);
    expect((await verify({ root: intermediate }, signature)).trusted).toBe(true);
    const verdict = await verify({ root: stranger }, signature);
    expect(verdict.trusted).toBe(false);
    expect(problems(verdict)).toEqual([
      "trustStore failed chain-untrusted: no certificate of the chain is in a trust store ca: of the policy",
      "revocation undecided chain-untrusted: nobody is asked about a chain that is not trusted",
    ]);
  });

  test("of another type does not count", async () => {
    const only = (trustStores: string[]) => ({ root, policy: { trustStores } });
    expect(outcome(await verify(only(["signingAuthority:release"]), signature), "trustStore")).toBe(
      "failed chain-untrusted",
    );
    const authority = jws({ signer: leaf, scheme: AUTHORITY });
    expect(outcome(await verify(only(["ca:release"]), authority), "trustStore")).toBe(
      "failed chain-untrusted",
    );
    expect(outcome(await verify(only(["signingAuthority:release"]), authority), "trustStore")).toBe("passed");
  });

  test("that is missing is a failure", async () => {
    expect(problems(await verify({ root, policy: { trustStores: ["ca:other"] } }, signature))[0]).toBe(
      "trustStore failed trust-store-missing: the trust store ca:other has no certificate",
    );
  });
});

describe("the trusted identity", () => {
  const only = (...trustedIdentities: string[]): Setting => ({ root, policy: { trustedIdentities } });

  test("matches a part of the signer's name", async () => {
    expect((await verify(only("x509.subject: C=US, ST=WA, O=Example"), signature)).trusted).toBe(true);
    expect(
      (
        await verify(
          only("x509.subject:CN=other,C=US,ST=WA,O=Example", "x509.subject:CN=leaf,C=US,S=WA,O=Example"),
          signature,
        )
      ).trusted,
    ).toBe(true);
  });

  test.each([
    [
      "another value",
      "x509.subject:C=US,ST=WA,O=example",
      "the signer CN=leaf,O=Example,ST=WA,C=US is not among the trusted identities",
    ],
    [
      "an attribute more",
      "x509.subject:C=US,ST=WA,O=Example,L=x",
      "the signer CN=leaf,O=Example,ST=WA,C=US is not among the trusted identities",
    ],
    [
      "only a profile",
      "arn:aws:signer:eu-central-1:111111111111:/signing-profiles/release",
      "the trust policy has no x509.subject among its trusted identities",
    ],
  ])("with %s does not match", async (_, identity, message) => {
    const verdict = await verify(only(identity), signature);
    expect(verdict.trusted).toBe(false);
    expect(problems(verdict)).toEqual([`trustedIdentity failed identity-untrusted: ${message}`]);
  });

  test.each([
    [
      "without O",
      [
        ["C", "US"],
        ["ST", "WA"],
      ],
      "the signer's name has no attribute O",
    ],
    [
      "with two O",
      [
        ["C", "US"],
        ["ST", "WA"],
        ["O", "Example"],
        ["O", "x"],
      ],
      "the signer's name has the attribute O twice",
    ],
    [
      "with an address",
      [
        ["C", "US"],
        ["ST", "WA"],
        ["O", "Example"],
        ["E", "x"],
      ],
      "the signer's name has an attribute that no policy can name",
    ],
  ] as const)("does not match a signer %s", async (_, name, message) => {
    const signer = certify({ name, issuer: intermediate });
    expect(problems(await verify(only("x509.subject:C=US,ST=WA,O=Example"), jws({ signer })))).toEqual([
      `trustedIdentity failed identity-untrusted: ${message}`,
    ]);
  });

  test("does not match a signer whose name has a part with two attributes", async () => {
    const part = (oid: string, value: string) => der.sequence(der.oid(oid), der.utf8(value));
    const rawName = der.sequence(
      der.setOf(part("2.5.4.6", "US")),
      der.setOf(part("2.5.4.8", "WA")),
      der.setOf(part("2.5.4.10", "Example"), part("2.5.4.3", "leaf")),
    );
    const signer = certify({ rawName, issuer: intermediate });
    expect(problems(await verify(only("x509.subject:C=US,ST=WA,O=Example"), jws({ signer })))).toEqual([
      "trustedIdentity failed identity-untrusted: the signer's name has a part with more than one attribute",
    ]);
  });
});

describe("levels", () => {
  const expired: Partial<EnvelopeOptions> = { signingTime: NOW - YEAR, expiry: NOW - 1 };
  const trusted = async (policy: Setting["policy"], options: Partial<EnvelopeOptions> = expired, by = root) =>
    (await verify({ root: by, policy: policy ?? {} }, jws({ signer: leaf, ...options }))).trusted;

  test("strict enforces the expiry, permissive and audit only tell of it", async () => {
    expect(await trusted(at("strict"))).toBe(false);
    expect(await trusted(at("permissive"))).toBe(true);
    expect(await trusted(at("audit"))).toBe(true);
    const verdict = await verify({ root, policy: at("permissive") }, jws({ signer: leaf, ...expired }));
    expect(verdict.checks.find(({ name }) => name === "expiry")).toMatchObject({
      action: "log",
      outcome: "failed",
    });
  });

  test("an override changes one of them", async () => {
    expect(await trusted(at("strict", { expiry: "log" }))).toBe(true);
    expect(await trusted(at("audit", { expiry: "enforce" }))).toBe(false);
  });

  test("audit does not enforce who signed, permissive does", async () => {
    expect(await trusted(at("permissive"), {}, stranger)).toBe(false);
    expect(await trusted(at("audit"), {}, stranger)).toBe(true);
  });

  test("skip verifies nothing and is never trusted", async () => {
    const skip = { ...at("skip"), trustStores: [], trustedIdentities: [] };
    const verdict = await verify({ root, policy: skip }, undefined);
    expect(verdict.trusted).toBeNull();
    expect(new Set(verdict.checks.map(({ action }) => action))).toEqual(new Set(["skip"]));
    expect(outcome(verdict, "signature")).toBe("undecided level-skip");
  });
});

test("one verifier serves many verifications at a time", async () => {
  const verifier = new Verifier({
    policy: policyOf(statement()),
    trustStore: new TrustStore({ "ca:release": [root.certificate] }),
  });
  const other = jws({ signer: certify({ issuer: stranger }) });
  const verdicts = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      verifier.verify({
        signature: index % 2 ? other : signature,
        subject: SUBJECT,
        reference: REFERENCE,
        at: new Date(NOW),
      }),
    ),
  );
  expect(verdicts.map(({ trusted }) => trusted)).toEqual(verdicts.map((_, index) => index % 2 === 0));
});
