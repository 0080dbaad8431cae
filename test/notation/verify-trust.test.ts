import { type RevocationPort, TrustStore, Verifier } from "../../notation";
import { EXTENSION } from "../../notation/x509";
import * as der from "./support/der";
import { type EnvelopeOptions, jws, REFERENCE, SUBJECT } from "./support/envelope";
import {
  CA_EXTENSIONS,
  certify,
  extension,
  LEAF_EXTENSIONS,
  named,
  NOW,
  pki,
  privateKey,
  YEAR,
} from "./support/pki";
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

describe("revocation", () => {
  const OCSP = extension(
    EXTENSION.authorityInformationAccess,
    der.sequence(der.sequence(der.oid("1.3.6.1.5.5.7.48.1"), der.implicit(6, "http://ocsp.example/"))),
  );
  const signer = certify({ issuer: intermediate, extensions: [...LEAF_EXTENSIONS, OCSP] });
  const ask = (port: RevocationPort, policy: Setting["policy"] = {}) =>
    verify({ root, policy, revocation: port }, jws({ signer }));

  test("is not asked for certificates that name nobody to ask", async () => {
    expect((await verify({ root, revocation: {} }, signature)).trusted).toBe(true);
  });

  test.each<[string, RevocationPort, boolean | null, string[]]>([
    ["good", { certificates: () => Promise.resolve({ status: "good" }) }, true, []],
    [
      "revoked",
      { certificates: () => Promise.resolve({ status: "revoked", message: "on 1 May" }) },
      false,
      ["revocation failed revoked: on 1 May"],
    ],
    [
      "unknown",
      { certificates: () => Promise.resolve({ status: "unknown", message: "timeout" }) },
      null,
      ["revocation undecided revocation-unknown: timeout"],
    ],
    [
      "nothing",
      {},
      null,
      ["revocation undecided revocation-unavailable: nobody was given to ask about revocation"],
    ],
    [
      "an error",
      { certificates: () => Promise.reject(new TypeError("x")) },
      null,
      ["revocation undecided revocation-unavailable: the question about revocation ended with an error"],
    ],
    [
      "an error at once",
      {
        certificates: () => {
          throw new TypeError("x");
        },
      },
      null,
      ["revocation undecided revocation-unavailable: the question about revocation ended with an error"],
    ],
    [
      "something else",
      { certificates: () => Promise.resolve({ status: "fine" } as never) },
      null,
      ["revocation undecided revocation-unknown: there was no answer about revocation"],
    ],
    [
      "undefined",
      { certificates: () => Promise.resolve(undefined as never) },
      null,
      ["revocation undecided revocation-unknown: there was no answer about revocation"],
    ],
  ])("answered with %s", async (_, port, trusted, expected) => {
    const verdict = await ask(port);
    expect(verdict.trusted).toBe(trusted);
    expect(problems(verdict)).toEqual(expected);
  });

  test("undecided counts for nothing where it is only logged or skipped", async () => {
    expect((await ask({}, at("permissive"))).trusted).toBe(true);
    expect((await ask({}, at("strict", { revocation: "skip" }))).trusted).toBe(true);
  });

  test("a failure elsewhere outweighs it", async () => {
    const verdict = await verify(
      { root, revocation: {} },
      jws({ signer, signingTime: NOW - YEAR, expiry: NOW - 1 }),
    );
    expect(verdict.trusted).toBe(false);
  });

  test("is asked with the chain and, where it is authentic, the time of signing", async () => {
    const asked: unknown[] = [];
    const port: RevocationPort = {
      certificates: ({ chain, ...rest }) => {
        asked.push({ ...rest, length: chain.length });
        return Promise.resolve({ status: "good" });
      },
    };
    await ask(port);
    await verify({ root, revocation: port }, jws({ signer, scheme: AUTHORITY, signingTime: NOW - 5 }));
    await verify({ root: stranger, revocation: port }, jws({ signer }));
    expect(asked).toEqual([
      { purpose: "codeSigning", now: NOW, length: 3 },
      { purpose: "codeSigning", now: NOW, signingTime: NOW - 5, length: 3 },
    ]);
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
