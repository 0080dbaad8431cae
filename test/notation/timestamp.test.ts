import { createHash } from "node:crypto";
import { parseCertificate } from "../../notation";
import * as der from "./support/der";
import { jws } from "./support/envelope";
import { extension, NOW, privateKey, YEAR } from "./support/pki";
import {
  CONTENT_TYPE,
  MESSAGE_DIGEST,
  SIGNING_CERTIFICATE_V2,
  SIGNING_TIME,
  signingCertificateV2,
  timestampingAuthority,
  type TokenOptions,
} from "./support/tsa";
import { outcome, problems, verify } from "./support/verify";
import { leaf, result, root, setting, sign, tsa, tsaRoot, WITH_TSA } from "./support/timestamped";

test("a timestamp that holds makes the time of signing authentic", async () => {
  expect(problems(await verify(setting, sign()))).toEqual([]);
});

test("without a store tsa: nobody looks at a timestamp", async () => {
  const broken = jws({ signer: leaf, timestamp: () => Buffer.of(1) });
  expect((await verify({ root }, broken)).trusted).toBe(true);
});

test("with a store tsa: a timestamp is needed, unless it is only for expired certificates", async () => {
  const without = jws({ signer: leaf });
  expect(problems(await verify(setting, without))).toEqual([
    "authenticTimestamp failed timestamp-missing: the trust policy wants a timestamp and there is none",
  ]);
  const later = {
    ...WITH_TSA,
    signatureVerification: { level: "strict", verifyTimestamp: "afterCertExpiry" },
  };
  expect((await verify({ ...setting, policy: later }, without)).trusted).toBe(true);
  const expired = await verify({ ...setting, policy: later }, without, { at: new Date(NOW + 2 * YEAR) });
  expect(outcome(expired, "authenticTimestamp")).toBe("failed timestamp-missing");
  expect(
    (await verify({ ...setting, policy: later }, sign(), { at: new Date(NOW + 2 * YEAR) })).trusted,
  ).toBe(true);
});

test("certificates must be valid in the whole range that the timestamp promises", async () => {
  const end = NOW + YEAR;
  const later = timestampingAuthority({ notAfter: end + YEAR }, { notAfter: end + YEAR });
  const ask = (time: number, accuracy?: TokenOptions["accuracy"], policy = "1.2.3.4") =>
    result(
      { tsa: later.tsa, time, policy, ...(accuracy && { accuracy }) },
      { ...setting, tsa: [later.root.certificate] },
    );
  expect(await ask(end)).toBe("passed");
  expect(await ask(end + 1_000)).toContain(
    "certificate-not-valid: the timestamp 2027-06-15T12:00:01.000Z is outside the validity of",
  );
  expect(await ask(end - 1_000, [der.integer(1)])).toBe("passed");
  expect(await ask(end - 1_000, [der.integer(1), der.implicit(1, Buffer.of(1))])).toContain(
    "certificate-not-valid",
  );
  expect(await ask(end, undefined, "0.4.0.2023.1.1")).toContain("certificate-not-valid");
  expect(await ask(end - 1_000, undefined, "0.4.0.2023.1.1")).toBe("passed");
  // What the token says itself counts also under the policy that promises a second.
  expect(await ask(end - 4_000, [der.integer(5)], "0.4.0.2023.1.1")).toContain("certificate-not-valid");
  expect(await ask(end - 5_000, [der.integer(5)], "0.4.0.2023.1.1")).toBe("passed");
  expect(await ask(NOW - YEAR - 1_000)).toContain("timestamp-untrusted");
});

test("certificates of a timestamp are valid from their first second to their last", async () => {
  const first = NOW - 10_000;
  const last = NOW + 10_000;
  const short = timestampingAuthority({ notBefore: first, notAfter: last });
  const ask = (token: Partial<TokenOptions>) =>
    result({ tsa: short.tsa, ...token }, { ...setting, tsa: [short.root.certificate] });
  for (const time of [first, last]) {
    expect(await ask({ time })).toBe("passed");
    expect(await ask({ edit: (a) => a.set(SIGNING_TIME, der.time(time, { short: true })) })).toBe("passed");
  }
  for (const time of [first - 1_000, last + 1_000]) {
    expect(await ask({ time })).toContain("timestamp-untrusted");
    expect(await ask({ edit: (a) => a.set(SIGNING_TIME, der.time(time, { short: true })) })).toContain(
      "its signing time is outside the validity of its certificates",
    );
  }
});

const IN = "the timestamp: ";
/** A SigningCertificateV2 that names issuer and serial number of a certificate. */
const withSerial = (certificate: Uint8Array) => {
  const { issuer, serial } = parseCertificate(certificate);
  return withIssuer(der.explicit(4, issuer), serial);
};
const withIssuer = (names: der.Der, serial = parseCertificate(tsa.certificate).serial) =>
  signingCertificateV2(tsa.certificate, "sha256", [der.sequence(der.sequence(names), der.der(0x02, serial))]);
const named = (value: der.Der): Partial<TokenOptions> => ({
  edit: (a) => a.set(SIGNING_CERTIFICATE_V2, value),
});
/** The same with this behind the first certificate, and with this behind the list. */
const withMore = (certificates: readonly der.Der[], policies: readonly der.Der[]) => {
  const digest = createHash("sha256").update(tsa.certificate).digest();
  return der.sequence(der.sequence(der.sequence(der.octets(digest)), ...certificates), ...policies);
};
const NO_ISSUER = `der-malformed: ${IN}names an issuer by something that is no name of a directory`;
test.each<[string, Partial<TokenOptions>, string]>([
  [
    "of something else",
    { message: Buffer.of(1) },
    `timestamp-mismatch: ${IN}it was made for another signature`,
  ],
  [
    "with SHA-1 over the signature",
    { imprintHash: "sha1" },
    `timestamp-invalid: ${IN}the hash 1.3.14.3.2.26 is not SHA-256, SHA-384 or SHA-512`,
  ],
  [
    "signed with SHA-1",
    { hash: "sha1" },
    `timestamp-invalid: ${IN}the hash 1.3.14.3.2.26 is not SHA-256, SHA-384 or SHA-512`,
  ],
  ["with a TSTInfo of version 2", { tstVersion: 2 }, `der-malformed: ${IN}is not a TSTInfo of version 1`],
  ["with SignedData of version 1", { version: 1 }, `der-malformed: ${IN}is not SignedData of version 3`],
  [
    "with a signer of version 3",
    { signerVersion: 3 },
    `der-malformed: ${IN}has a signer that is not of version 1`,
  ],
  ["with two signers", { signers: 2 }, `der-malformed: ${IN}has more than one signer`],
  ["with no signer", { signers: 0 }, `der-malformed: ${IN}has nothing where 0x30 must be`],
  [
    "without certificates",
    { certificates: [] },
    `timestamp-invalid: ${IN}the signing certificate is not in it`,
  ],
  [
    "with too many certificates",
    { certificates: Array.from({ length: 17 }, () => tsa.certificate) },
    `der-malformed: ${IN}has too many certificates`,
  ],
  [
    "signed by another key",
    { key: privateKey("p256", 13) },
    `timestamp-invalid: ${IN}the signature does not fit what was signed`,
  ],
  [
    "with a critical extension",
    { more: [der.explicit(1, extension("1.2.3", der.NULL, true))] },
    `der-malformed: ${IN}has the critical extension 1.2.3, which is not understood`,
  ],
  [
    "with an accuracy of 1000 ms",
    { accuracy: [der.der(0x80, Buffer.from("03e8", "hex"))] },
    `der-malformed: ${IN}has an accuracy that is out of range`,
  ],
  [
    "without contentType",
    { edit: (a) => a.delete(CONTENT_TYPE) },
    `timestamp-invalid: ${IN}the signed attribute contentType is missing`,
  ],
  [
    "with another contentType",
    { edit: (a) => a.set(CONTENT_TYPE, der.oid("1.2.840.113549.1.7.1")) },
    `timestamp-invalid: ${IN}the signed attribute contentType is not TSTInfo`,
  ],
  [
    "without messageDigest",
    { edit: (a) => a.delete(MESSAGE_DIGEST) },
    `timestamp-invalid: ${IN}the signed attribute messageDigest is missing`,
  ],
  [
    "with another messageDigest",
    { edit: (a) => a.set(MESSAGE_DIGEST, der.octets(Buffer.alloc(32))) },
    `timestamp-invalid: ${IN}the signed attribute messageDigest does not fit`,
  ],
  [
    "without SigningCertificateV2",
    { edit: (a) => a.delete(SIGNING_CERTIFICATE_V2) },
    `timestamp-invalid: ${IN}the signed attribute SigningCertificateV2 is missing`,
  ],
  [
    "with the hash of another certificate",
    { edit: (a) => a.set(SIGNING_CERTIFICATE_V2, signingCertificateV2(tsaRoot.certificate)) },
    `timestamp-invalid: ${IN}the signing certificate is not the one of SigningCertificateV2`,
  ],
  [
    "with a certificate hash by SHA-1",
    { edit: (a) => a.set(SIGNING_CERTIFICATE_V2, signingCertificateV2(tsa.certificate, "sha1")) },
    `timestamp-invalid: ${IN}the hash 1.3.14.3.2.26 is not SHA-256, SHA-384 or SHA-512`,
  ],
  [
    "with the serial number of another certificate",
    { edit: (a) => a.set(SIGNING_CERTIFICATE_V2, withSerial(tsaRoot.certificate)) },
    `timestamp-invalid: ${IN}the serial number in SigningCertificateV2 is another one`,
  ],
  [
    "with another issuer of its certificate",
    named(withIssuer(der.explicit(4, parseCertificate(tsa.certificate).subject))),
    `timestamp-invalid: ${IN}the issuer in SigningCertificateV2 is another one`,
  ],
  ["with an issuer by its DNS name", named(withIssuer(der.implicit(2, "x"))), NO_ISSUER],
  ["with no name of an issuer", named(withIssuer(Buffer.of())), NO_ISSUER],
  [
    "with two names of an issuer",
    named(
      withIssuer(
        Buffer.concat([der.explicit(4, parseCertificate(tsa.certificate).issuer), der.implicit(2, "x")]),
      ),
    ),
    `der-malformed: ${IN}has a value more than it may have`,
  ],
  [
    "with more than the name of an issuer",
    named(withIssuer(der.explicit(4, parseCertificate(tsa.certificate).issuer, der.NULL))),
    `der-malformed: ${IN}has a value more than it may have`,
  ],
  [
    "with a second certificate that is none",
    named(withMore([der.octets(Buffer.of(1))], [])),
    `der-malformed: ${IN}has tag 0x4 where 0x30 must be`,
  ],
  [
    "with a second certificate of no hash",
    named(withMore([der.sequence(der.NULL)], [])),
    `der-malformed: ${IN}has tag 0x5 where 0x4 must be`,
  ],
  [
    "with a policy that is none",
    named(withMore([], [der.sequence(der.NULL)])),
    `der-malformed: ${IN}has tag 0x5 where 0x30 must be`,
  ],
  [
    "with a policy of half a name",
    named(withMore([], [der.sequence(der.sequence(der.der(0x06, Buffer.of(0x2a, 0x86))))])),
    `der-malformed: ${IN}has an OBJECT IDENTIFIER that is not DER`,
  ],
  [
    "with a signing time outside its certificates",
    { edit: (a) => a.set(SIGNING_TIME, der.time(NOW + 2 * YEAR)) },
    `timestamp-invalid: ${IN}its signing time is outside the validity of its certificates`,
  ],
])("a timestamp %s is refused", async (_, token, message) => {
  expect(await result(token)).toBe(message);
});

test.each<[string, Partial<TokenOptions>]>([
  [
    "SHA-512 everywhere",
    {
      imprintHash: "sha512",
      hash: "sha384",
      edit: (a) => a.set(SIGNING_CERTIFICATE_V2, signingCertificateV2(tsa.certificate, "sha512")),
    },
  ],
  ["a signing time", { edit: (a) => a.set(SIGNING_TIME, der.time(NOW, { short: true })) }],
  ["its root beside", { certificates: tsa.chain }],
  ["sixteen certificates", { certificates: Array.from({ length: 16 }, () => tsa.certificate) }],
  [
    "the largest accuracy below a second",
    { accuracy: [0, 1].map((part) => der.implicit(part, Buffer.from("03e7", "hex"))) },
  ],
  [
    "its own serial number in SigningCertificateV2",
    { edit: (a) => a.set(SIGNING_CERTIFICATE_V2, withSerial(tsa.certificate)) },
  ],
  [
    "a second certificate and a policy in SigningCertificateV2",
    named(
      withMore([der.sequence(der.octets(Buffer.alloc(32)))], [der.sequence(der.sequence(der.oid("1.2.3")))]),
    ),
  ],
  [
    "a policy with qualifiers in SigningCertificateV2",
    named(withMore([], [der.sequence(der.sequence(der.oid("1.2.3"), der.sequence()))])),
  ],
  [
    "everything that is optional",
    {
      accuracy: [der.integer(0), der.implicit(0, Buffer.of(5))],
      more: [
        der.boolean(true),
        der.integer(9),
        der.explicit(0, der.explicit(4, der.sequence())),
        der.explicit(1, extension("1.2.3", der.NULL)),
      ],
    },
  ],
])("a timestamp with %s is taken", async (_, token) => {
  expect(await result(token)).toBe("passed");
});
