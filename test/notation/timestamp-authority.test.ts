import { PURPOSE } from "../../notation";
import * as der from "./support/der";

import {
  basicConstraints,
  CA_EXTENSIONS,
  certify,
  type CertificateOptions,
  extension,
  keyUsage,
  LEAF_EXTENSIONS,
  named,
  NOW,
  privateKey,
  purposes,
} from "./support/pki";
import { timestampingAuthority } from "./support/tsa";
import { GOOD, outcome, type Setting, verify } from "./support/verify";
import { result, setting, sign, tsaRoot, WITH_TSA } from "./support/timestamped";

describe("the authority", () => {
  const by = (certificate: CertificateOptions, authority: CertificateOptions = {}) => {
    const made = timestampingAuthority(certificate, authority);
    return result({ tsa: made.tsa }, { ...setting, tsa: [made.root.certificate] });
  };
  const UNTRUSTED = `timestamp-untrusted: the timestamp: no chain of certificates that were valid at its time leads from the timestamp to a root in a trust store tsa:`;
  const PURPOSES = `extended-key-usage: the timestamp: certificate 1 of the chain: its extended key usage is not critical with timeStamping alone`;

  test.each<[string, CertificateOptions, string]>([
    [
      "for timestamps and more",
      { extensions: [...LEAF_EXTENSIONS, purposes([PURPOSE.timeStamping, "1.2.3"], true)] },
      PURPOSES,
    ],
    [
      "for timestamps, not critical",
      { extensions: [...LEAF_EXTENSIONS, purposes([PURPOSE.timeStamping])] },
      PURPOSES,
    ],
    ["for everything", { extensions: LEAF_EXTENSIONS }, PURPOSES],
    ["for code", { extensions: [...LEAF_EXTENSIONS, purposes(["1.3.6.1.5.5.7.3.3"], true)] }, UNTRUSTED],
    ["expired at that time", { notAfter: NOW - 1_000 }, UNTRUSTED],
    [
      "with a critical extension that is not understood",
      {
        extensions: [
          ...LEAF_EXTENSIONS,
          purposes([PURPOSE.timeStamping], true),
          extension("1.2.3", der.NULL, true),
        ],
      },
      UNTRUSTED,
    ],
  ])("%s is refused", async (_, certificate, message) => {
    expect(await by(certificate)).toBe(message);
  });

  test("whose root is expired is refused", async () => {
    expect(await by({}, { notAfter: NOW - 1_000 })).toBe(UNTRUSTED);
  });

  test("whose root is not in the store is refused", async () => {
    const other = timestampingAuthority({}, { key: privateKey("p256", 14) });
    expect(await result({}, { ...setting, tsa: [other.root.certificate] })).toBe(UNTRUSTED);
    expect(await result({}, { ...setting, tsa: [] })).toBe(
      "trust-store-missing: the trust store tsa:time has no certificate",
    );
  });

  test("whose root the token brings along, and no store has, is refused", async () => {
    const { root, tsa } = timestampingAuthority({}, { key: privateKey("p256", 14) });
    expect(await result({ tsa, certificates: tsa.chain }, { ...setting, tsa: [root.certificate] })).toBe(
      "passed",
    );
    expect(await result({ tsa, certificates: tsa.chain })).toBe(UNTRUSTED);
  });

  test("may be below an intermediate that the token brings along", async () => {
    const between = certify({
      name: named("tsa between"),
      key: privateKey("p256", 15),
      extensions: CA_EXTENSIONS,
      issuer: tsaRoot,
    });
    const { tsa: below } = timestampingAuthority({ issuer: between });
    expect(await result({ tsa: below })).toBe("passed");
    expect(await result({ tsa: below, certificates: [below.certificate] })).toBe(UNTRUSTED);
  });

  describe("whose token brings along two certificates of its intermediate", () => {
    const authority = { name: named("tsa between"), key: privateKey("p256", 15), issuer: tsaRoot };
    const good = certify({ ...authority, extensions: CA_EXTENSIONS });
    const { tsa: below } = timestampingAuthority({ issuer: good });

    test.each<[string, CertificateOptions, string]>([
      [
        "signed with SHA-1",
        { extensions: CA_EXTENSIONS, hash: "sha1" },
        "signature-algorithm-weak: the timestamp: the signature algorithm 1.2.840.10045.4.1 is not RSA or ECDSA with SHA-256, SHA-384 or SHA-512",
      ],
      ["without basic constraints", { extensions: [keyUsage(["keyCertSign"])] }, UNTRUSTED],
      ["with cA false", { extensions: [basicConstraints(false), keyUsage(["keyCertSign"])] }, UNTRUSTED],
      ["signed by itself", { extensions: CA_EXTENSIONS, issuer: undefined }, UNTRUSTED],
      ["that may not sign", { extensions: [basicConstraints(true), keyUsage(["cRLSign"])] }, UNTRUSTED],
      ["of another name", { extensions: CA_EXTENSIONS, name: named("other") }, UNTRUSTED],
      ["of the past", { extensions: CA_EXTENSIONS, notAfter: NOW - 1_000 }, UNTRUSTED],
    ])("is believed where one, %s, is worthless and the other is not", async (_, options, alone) => {
      const worthless = certify({ ...authority, ...options }).certificate;
      const bring = (...others: readonly Buffer[]) =>
        result({ tsa: below, certificates: [below.certificate, ...others] });
      expect(await bring(worthless, good.certificate)).toBe("passed");
      expect(await bring(good.certificate, worthless)).toBe("passed");
      expect(await bring(worthless)).toBe(alone);
    });
  });

  test("is refused where its intermediate has no key usage", async () => {
    const extensions = [basicConstraints(true)];
    const between = certify({
      name: named("tsa between"),
      key: privateKey("p256", 15),
      issuer: tsaRoot,
      extensions,
    });
    const { tsa: below } = timestampingAuthority({ issuer: between });
    expect(await result({ tsa: below })).toBe(
      "key-usage: the timestamp: certificate 2 of the chain: it has no key usage",
    );
  });

  test("is the certificate with the issuer and the number that the token names", async () => {
    const serial = 4711;
    const { root, tsa: one } = timestampingAuthority({ serial });
    const sibling = certify({ name: named("sibling"), issuer: root, serial: serial + 1 });
    const stranger = certify({ name: named("stranger"), serial });
    for (const { certificate } of [sibling, stranger]) {
      expect(
        await result(
          { tsa: one, certificates: [certificate, one.certificate] },
          { ...setting, tsa: [root.certificate] },
        ),
      ).toBe("passed");
    }
  });

  test("below authorities that certified each other ends", async () => {
    const [a, b] = [privateKey("p256", 16), privateKey("p256", 17)];
    const first = certify({ name: named("a"), key: a, extensions: CA_EXTENSIONS });
    const cycle = Array.from({ length: 12 }, (_, index) =>
      certify({
        name: named(index % 2 ? "a" : "b"),
        key: index % 2 ? a : b,
        extensions: CA_EXTENSIONS,
        issuer: index % 2 ? { ...first, name: der.sequence(), key: b } : first,
      }),
    );
    const { tsa: below } = timestampingAuthority({ issuer: first });
    expect(
      await result({
        tsa: below,
        certificates: [below.certificate, ...cycle.map(({ certificate }) => certificate)],
      }),
    ).toBe(UNTRUSTED);
  });

  describe("that names somebody to ask", () => {
    const ocsp = extension(
      "1.3.6.1.5.5.7.1.1",
      der.sequence(der.sequence(der.oid("1.3.6.1.5.5.7.48.1"), der.implicit(6, "http://ocsp.example/"))),
    );
    const made = timestampingAuthority({
      extensions: [...LEAF_EXTENSIONS, purposes([PURPOSE.timeStamping], true), ocsp],
    });
    const ask = (revocation: Setting["revocation"], more: Partial<Setting> = {}) =>
      verify({ ...setting, tsa: [made.root.certificate], revocation, ...more }, sign({ tsa: made.tsa }));

    test("and is revoked, or of which nobody knows, is not believed", async () => {
      expect(outcome(await ask(GOOD), "authenticTimestamp")).toBe("passed");
      const revoked = await ask({
        certificates: ({ purpose }) =>
          Promise.resolve(
            purpose === "timestamping" ? { status: "revoked", message: "x" } : { status: "good" },
          ),
      });
      expect(outcome(revoked, "authenticTimestamp")).toBe("failed revoked");
      expect(revoked.trusted).toBe(false);
      expect((await ask({})).trusted).toBeNull();
    });

    test.each([
      ["nobody is asked", "enforce", [], "undecided revocation-unknown"],
      ["they are asked where it may be trusted all the same", "log", ["timestamping"], "passed"],
    ])("for the signature of a stranger %s", async (_, authenticity, expected, told) => {
      const asked: string[] = [];
      const revocation: Setting["revocation"] = {
        certificates: ({ purpose }) => {
          asked.push(purpose);
          return Promise.resolve({ status: "good" });
        },
      };
      const policy = {
        ...WITH_TSA,
        signatureVerification: { level: "permissive", override: { authenticity } },
      };
      const another = certify({
        name: named("another"),
        key: privateKey("p256", 50),
        extensions: CA_EXTENSIONS,
      });
      const verdict = await ask(revocation, { root: another, policy });
      expect(outcome(verdict, "trustStore")).toBe("failed chain-untrusted");
      expect([asked, outcome(verdict, "authenticTimestamp")]).toEqual([expected, told]);
    });
  });
});
