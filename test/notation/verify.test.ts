import { X509Certificate } from "node:crypto";
import { cose, DIGEST, type EnvelopeOptions, jws, REFERENCE, signJws, SUBJECT } from "./support/envelope";
import {
  certify,
  extension,
  type KeyKind,
  LEAF_EXTENSIONS,
  named,
  NOW,
  pki,
  privateKey,
  YEAR,
} from "./support/pki";
import * as der from "./support/der";
import { outcome, problems, type Setting, verify } from "./support/verify";

const { root, leaf } = pki();
const setting: Setting = { root };
const AUTHORITY = "notary.x509.signingAuthority";
const sign = (options: Partial<EnvelopeOptions> = {}) => jws({ signer: leaf, ...options });

test("a good signature is trusted and the verdict says who signed", async () => {
  const verdict = await verify(setting, sign({ expiry: NOW + YEAR }));
  expect(verdict).toEqual({
    trusted: true,
    checks: [
      ["policy", "enforce"],
      ["envelope", "enforce"],
      ["certificateChain", "enforce"],
      ["signature", "enforce"],
      ["criticalAttributes", "enforce"],
      ["subject", "enforce"],
      ["trustStore", "enforce"],
      ["trustedIdentity", "enforce"],
      ["expiry", "enforce"],
      ["authenticTimestamp", "enforce"],
      ["revocation", "enforce"],
    ].map(([name, action]) => ({ name, action, outcome: "passed" })),
    policy: { statement: "release", level: "strict" },
    signature: {
      mediaType: "application/jose+json",
      algorithm: "ES256",
      signingScheme: "notary.x509",
      signingTime: "2026-06-15T12:00:00.000Z",
      expiry: "2027-06-15T12:00:00.000Z",
      signer: "CN=leaf,O=Example,ST=WA,C=US",
      certificates: leaf.chain.map((bytes) =>
        new X509Certificate(bytes).fingerprint256.replaceAll(":", "").toLowerCase(),
      ),
    },
  });
  expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict);
});

test.each<KeyKind>(["rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521"])(
  "a key %s signs JWS and COSE",
  async (kind) => {
    const signer = certify({ key: privateKey(kind), issuer: root });
    expect(problems(await verify(setting, jws({ signer })))).toEqual([]);
    expect(problems(await verify(setting, cose({ signer, scheme: AUTHORITY })))).toEqual([]);
  },
);

test("no signature is a failure", async () => {
  const verdict = await verify(setting, undefined);
  expect(verdict.trusted).toBe(false);
  expect(problems(verdict)).toEqual(["envelope failed signature-missing: there is no signature"]);
  expect(outcome(verdict, "signature")).toBe("undecided not-reached");
  expect(verdict.signature).toBeUndefined();
});

test("a malformed envelope is a failure", async () => {
  const verdict = await verify(setting, Buffer.from("{}"));
  expect(verdict.trusted).toBe(false);
  expect(problems(verdict)).toEqual(["envelope failed envelope-malformed: protected is not a string"]);
});

test.each<[string, (envelope: ReturnType<typeof signJws>) => void]>([
  [
    "payload",
    (e) =>
      (e.payload = signJws({ signer: leaf, payload: { targetArtifact: { ...SUBJECT, size: 1 } } }).payload),
  ],
  ["protected", (e) => (e.protected = signJws({ signer: leaf, expiry: NOW + YEAR }).protected)],
  ["signature", (e) => (e.signature = signJws({ signer: leaf, expiry: NOW + YEAR }).signature)],
])("a %s of another envelope breaks the signature", async (_, change) => {
  const envelope = signJws({ signer: leaf });
  change(envelope);
  const verdict = await verify(setting, Buffer.from(JSON.stringify(envelope)));
  expect(verdict.trusted).toBe(false);
  expect(problems(verdict)).toEqual([
    "signature failed signature-invalid: the signature does not fit what was signed",
  ]);
});

test("a signature in DER is refused", async () => {
  const envelope = signJws({ signer: leaf });
  const raw = Buffer.from(envelope.signature, "base64url");
  envelope.signature = Buffer.from(
    der.sequence(der.integer(raw.subarray(0, 32)), der.integer(raw.subarray(32))),
  ).toString("base64url");
  expect(problems(await verify(setting, Buffer.from(JSON.stringify(envelope))))).toEqual([
    "signature failed signature-invalid: the signature does not fit what was signed",
  ]);
});

test("an RSA salt that is not as long as the hash is refused", async () => {
  const signer = certify({ key: privateKey("rsa2048"), issuer: root });
  expect(problems(await verify(setting, jws({ signer, saltLength: 20 })))).toEqual([
    "signature failed signature-invalid: the signature does not fit what was signed",
  ]);
});

test("an algorithm that is not the one of the key is refused", async () => {
  expect(problems(await verify(setting, sign({ algorithm: "ES384" })))).toEqual([
    "signature failed algorithm-mismatch: the header says ES384, the key of the signer ES256",
  ]);
});

test("a chain that breaks the rules is refused before the signature is looked at", async () => {
  const signer = certify({ issuer: root, extensions: [] });
  expect(problems(await verify(setting, jws({ signer })))).toEqual([
    "certificateChain failed key-usage: certificate 1 of the chain: it has no key usage",
  ]);
});

describe("the subject", () => {
  test.each([
    [
      "media type",
      { ...SUBJECT, mediaType: "application/vnd.oci.image.index.v1+json" },
      'mediaType "application/vnd.oci.image.manifest.v1+json" was signed, not "application/vnd.oci.image.index.v1+json"',
    ],
    ["size", { ...SUBJECT, size: 529 }, 'size "528" was signed, not "529"'],
    [
      "digest",
      { ...SUBJECT, digest: `sha256:${"cd".repeat(32)}` },
      `digest "${DIGEST}" was signed, not "sha256:${"cd".repeat(32)}"`,
    ],
  ])("with another %s is refused", async (_, subject, message) => {
    const verdict = await verify(setting, sign(), { subject });
    expect(verdict.trusted).toBe(false);
    expect(problems(verdict)).toEqual([`subject failed subject-mismatch: ${message}`]);
  });

  test("must be the one of the reference", async () => {
    const verdict = await verify(setting, sign(), {
      reference: `registry.example/shop/api@sha256:${"0".repeat(64)}`,
    });
    expect(problems(verdict)).toEqual([
      "subject failed subject-mismatch: the reference has another digest than the subject",
    ]);
  });

  test("counts at level audit too", async () => {
    const audit = { ...setting, policy: { signatureVerification: { level: "audit" } } };
    expect((await verify(audit, sign(), { subject: { ...SUBJECT, size: 1 } })).trusted).toBe(false);
  });
});

test("annotations that are asked for must have been signed", async () => {
  const signature = sign({ payload: { targetArtifact: { ...SUBJECT, annotations: { build: "7" } } } });
  expect(outcome(await verify(setting, signature, { userMetadata: { build: "7" } }), "userMetadata")).toBe(
    "passed",
  );
  expect(problems(await verify(setting, signature, { userMetadata: { build: "8" } }))).toEqual([
    'userMetadata failed user-metadata-missing: "build" was not signed with the value wanted',
  ]);
  expect(problems(await verify(setting, signature, { userMetadata: { toString: "x" } }))).toEqual([
    'userMetadata failed user-metadata-missing: "toString" was not signed with the value wanted',
  ]);
});

describe("the time of signing", () => {
  const old = certify({ issuer: root, notBefore: NOW - 2 * YEAR, notAfter: NOW - YEAR });

  test("under notary.x509 is not believed: the certificates must be valid now", async () => {
    const verdict = await verify(setting, jws({ signer: old, signingTime: NOW - 1.5 * YEAR }));
    expect(verdict.trusted).toBe(false);
    expect(problems(verdict)).toEqual([
      "authenticTimestamp failed certificate-not-valid: the time of verification 2026-06-15T12:00:00.000Z is outside the validity of CN=leaf,O=Example,ST=WA,C=US, 2024-06-15T12:00:00.000Z to 2025-06-15T12:00:00.000Z",
    ]);
  });

  test("of a signing authority is believed: expired certificates do not matter", async () => {
    // The authorities must be valid at that time as well.
    const authority = certify({
      name: named("root"),
      key: privateKey("p256", 1),
      extensions: [...CA],
      notBefore: NOW - 3 * YEAR,
    });
    const signer = certify({ issuer: authority, notBefore: NOW - 2 * YEAR, notAfter: NOW - YEAR });
    const at = (signingTime: number) =>
      verify({ root: authority }, jws({ signer, scheme: AUTHORITY, signingTime }));
    expect((await at(NOW - 1.5 * YEAR)).trusted).toBe(true);
    expect((await at(NOW - YEAR)).trusted).toBe(true);
    expect(outcome(await at(NOW - YEAR + 1_000), "authenticTimestamp")).toBe("failed certificate-not-valid");
    expect(outcome(await at(NOW - 2 * YEAR - 1_000), "authenticTimestamp")).toBe(
      "failed certificate-not-valid",
    );
  });

  test("that is no time is refused", async () => {
    const verdict = await verify(setting, sign({ expiry: NOW + YEAR }), { at: new Date(NaN) });
    expect(verdict.trusted).toBe(false);
    expect(outcome(verdict, "expiry")).toBe("failed signature-expired");
    expect(outcome(verdict, "authenticTimestamp")).toBe("failed certificate-not-valid");
  });
});

test("an expired signature is refused from the very moment on", async () => {
  const signature = sign({ signingTime: NOW - 1_000, expiry: NOW });
  expect((await verify(setting, signature, { at: new Date(NOW - 1) })).trusted).toBe(true);
  expect(problems(await verify(setting, signature))).toEqual([
    "expiry failed signature-expired: the signature expired at 2026-06-15T12:00:00.000Z",
  ]);
});

describe("critical attributes", () => {
  test.each<[string, Partial<EnvelopeOptions>, string]>([
    [
      "that nobody understands",
      { attributes: { x: "1" }, critical: ["x"] },
      'critical-attribute-unknown: the critical attribute "x" is not understood',
    ],
    [
      "for another plugin",
      {
        attributes: { "io.cncf.notary.verificationPlugin": "other" },
        critical: ["io.cncf.notary.verificationPlugin"],
      },
      "plugin-unsupported: the signature asks for a plugin that is not com.amazonaws.signer.notation.plugin",
    ],
    [
      "with a plugin that is not critical",
      { attributes: { "io.cncf.notary.verificationPlugin": "other" } },
      "plugin-unsupported: io.cncf.notary.verificationPlugin is not a critical text",
    ],
    [
      "with a version but no plugin",
      {
        attributes: { "io.cncf.notary.verificationPluginMinVersion": "1.0.0" },
        critical: ["io.cncf.notary.verificationPluginMinVersion"],
      },
      'critical-attribute-unknown: the critical attribute "io.cncf.notary.verificationPluginMinVersion" is not understood',
    ],
  ])("%s are refused", async (_, options, message) => {
    const verdict = await verify(
      { ...setting, policy: { signatureVerification: { level: "audit" } } },
      sign(options),
    );
    expect(verdict.trusted).toBe(false);
    expect(problems(verdict)).toEqual([`criticalAttributes failed ${message}`]);
  });
});

const CA = [
  extension("2.5.29.19", der.sequence(der.boolean(true)), true),
  extension("2.5.29.15", der.namedBits(5), true),
];

test("certificates may have critical extensions that nobody knows", async () => {
  const signer = certify({
    issuer: root,
    extensions: [...LEAF_EXTENSIONS, extension("1.2.3.4", der.NULL, true)],
  });
  expect((await verify(setting, jws({ signer }))).trusted).toBe(true);
});

test("the reference decides about the policy", async () => {
  const verdict = await verify(setting, sign(), { reference: REFERENCE.replace("api", "web") });
  expect(verdict.trusted).toBe(false);
  expect(verdict.policy).toBeUndefined();
  expect(problems(verdict)).toEqual([
    "policy failed policy-none: no statement of the trust policy is for registry.example/shop/web",
  ]);
});
