import { type RevocationPort, TrustStore, Verifier } from "../../notation";
import { EXTENSION, nameText } from "../../notation/x509";
import * as der from "./support/der";
import { jws, REFERENCE, SUBJECT } from "./support/envelope";
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
import { problems, type Setting, verify } from "./support/verify";

const { root, intermediate, leaf } = pki();
const stranger = certify({ name: named("root"), key: privateKey("p256", 9), extensions: CA_EXTENSIONS });
const AUTHORITY = "notary.x509.signingAuthority";
const at = (level: string, override?: Record<string, string>) => ({
  signatureVerification: { level, ...(override && { override }) },
});
const signature = jws({ signer: leaf });

describe("revocation", () => {
  const OCSP = extension(
    EXTENSION.authorityInformationAccess,
    der.sequence(der.sequence(der.oid("1.3.6.1.5.5.7.48.1"), der.implicit(6, "http://ocsp.example/"))),
  );
  const signer = certify({ issuer: intermediate, extensions: [...LEAF_EXTENSIONS, OCSP] });
  const ask = (port: RevocationPort, policy: Setting["policy"] = {}) =>
    verify({ root, policy, revocation: port }, jws({ signer }));

  test("is asked when only an authority below the root names somebody", async () => {
    const authority = certify({
      name: named("authority"),
      key: privateKey("p256", 22),
      issuer: root,
      extensions: [...CA_EXTENSIONS, OCSP],
    });
    const below = jws({ signer: certify({ issuer: authority }) });
    expect((await verify({ root, revocation: {} }, below)).trusted).toBe(null);
    const good: RevocationPort = { certificates: () => Promise.resolve({ status: "good" }) };
    expect((await verify({ root, revocation: good }, below)).trusted).toBe(true);
  });

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

  test("nobody is asked where the policy skips it", async () => {
    let asked = 0;
    const port: RevocationPort = {
      certificates: () => {
        asked += 1;
        return Promise.resolve({ status: "good" });
      },
    };
    expect(problems(await ask(port, at("strict", { revocation: "skip" })))).toEqual([
      "revocation undecided revocation-skipped: the trust policy skips it",
    ]);
    expect(asked).toBe(0);
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
      { purpose: "codeSigning", length: 3 },
      { purpose: "codeSigning", signingTime: NOW - 5, length: 3 },
    ]);
  });

  describe("where a trust store has an intermediate authority", () => {
    const asking = (more: Parameters<typeof certify>[0]) =>
      certify({ ...more, extensions: [...CA_EXTENSIONS, OCSP] });
    const middle = { name: named("middle"), key: privateKey("p256", 22) };
    const issuer = { name: named("issuer"), key: privateKey("p256", 23) };
    const trusted = asking({ ...issuer, issuer: asking({ ...middle, issuer: root }) });
    const below = certify({ issuer: trusted });
    // The authority's name and key, below an authority of whoever read the envelope.
    const replaced = [asking({ ...middle, issuer: stranger }), stranger];
    const put = jws({
      signer: below,
      chain: [below, trusted, ...replaced].map(({ certificate }) => certificate),
    });

    test.each([
      ["as it was published", [trusted], jws({ signer: below }), ["leaf", "issuer", "middle"]],
      ["with others above it", [trusted], put, ["leaf", "issuer", "middle"]],
      [
        "below a root that is trusted too",
        [trusted, root],
        jws({ signer: below }),
        ["leaf", "issuer", "middle", "root"],
      ],
    ])("it is asked about and nothing above it, in a chain %s", async (_, store, envelope, expected) => {
      const asked: (readonly (string | undefined)[])[] = [];
      const revocation: RevocationPort = {
        certificates: ({ chain }) => {
          asked.push(chain.map(({ subject }) => /CN=(\w+)/.exec(nameText(subject))?.[1]));
          return Promise.resolve({ status: "good" });
        },
      };
      const verifier = new Verifier({
        policy: policyOf(statement({ trustStores: ["ca:release"] })),
        trustStore: new TrustStore({ "ca:release": store.map(({ certificate }) => certificate) }),
        revocation,
      });
      const request = { subject: SUBJECT, reference: REFERENCE, at: new Date(NOW) };
      expect((await verifier.verify({ signature: envelope, ...request })).trusted).toBe(true);
      expect(asked).toEqual([expected]);
    });
  });
});
