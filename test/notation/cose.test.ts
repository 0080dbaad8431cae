import { parseCose, parseEnvelope, parsePayload } from "../../notation/envelope";
import { cbor } from "./support/cbor";
import {
  cose,
  type Cose,
  encodeCose,
  type EnvelopeOptions,
  epoch,
  Raw,
  signCose,
  SUBJECT,
  Tagged,
} from "./support/envelope";
import { certify, NOW } from "./support/pki";
import { refusal } from "./support/refusal";

const signer = certify();
const AUTHORITY = "notary.x509.signingAuthority";
const TIME = "io.cncf.notary.signingTime";
const AUTHENTIC = "io.cncf.notary.authenticSigningTime";
const SCHEME = "io.cncf.notary.signingScheme";
const EXPIRY = "io.cncf.notary.expiry";

const read = (bytes: Uint8Array) => refusal(() => parseCose(bytes).algorithm);
const sign = (options: Partial<EnvelopeOptions> = {}) => read(cose({ signer, ...options }));

function changed(change: (message: Cose) => void): string {
  const message = signCose({ signer });
  change(message);
  return read(encodeCose(message));
}

test("a COSE message is read with all it says", () => {
  const envelope = parseEnvelope(
    cose({
      signer,
      scheme: AUTHORITY,
      expiry: Date.UTC(2120, 0),
      attributes: { a: "b" },
      critical: ["a"],
      timestamp: () => Buffer.of(7),
    }),
    "application/cose",
  );
  expect(envelope).toMatchObject({
    algorithm: "ES256",
    signingScheme: AUTHORITY,
    signingTime: NOW,
    expiry: Date.UTC(2120, 0),
    extendedAttributes: new Map([["a", { isCritical: true, value: "b" }]]),
    certificates: signer.chain,
    timestamp: Buffer.of(7),
  });
  expect(parsePayload(envelope.payload)).toEqual({ ...SUBJECT, annotations: new Map() });
});

test.each<[string, (message: Cose) => void, string]>([
  ["a detached payload", (m) => (m.payload = null), "envelope-malformed: the payload is not a byte string"],
  ["a payload as text", (m) => (m.payload = "x"), "envelope-malformed: the payload is not a byte string"],
  [
    "a protected header that is a map",
    (m) => (m.protected = new Map()),
    "envelope-malformed: the protected header is not a byte string",
  ],
  [
    "an empty protected header",
    (m) => (m.protected = Buffer.of()),
    "cbor-malformed: protected: ends too early",
  ],
  [
    "a protected header that is no map",
    (m) => (m.protected = Buffer.of(0)),
    "envelope-malformed: protected: the header is not a map",
  ],
  [
    "an unprotected header that is no map",
    (m) => (m.unprotected = [] as never),
    "envelope-malformed: the unprotected header is not a map",
  ],
  [
    "a signature that is no bytes",
    (m) => (m.signature = "x"),
    "envelope-malformed: the signature is not a byte string",
  ],
  [
    "no chain",
    (m) => m.unprotected.delete(33),
    "envelope-malformed: x5chain is not an array in the unprotected header",
  ],
  [
    "a lone certificate",
    (m) => m.unprotected.set(33, signer.certificate),
    "envelope-malformed: x5chain is not an array in the unprotected header",
  ],
  [
    "a certificate that is no bytes",
    (m) => m.unprotected.set(33, ["x"]),
    "envelope-malformed: x5chain[0] is not a byte string",
  ],
  [
    "a timestamp that is no bytes",
    (m) => m.unprotected.set("io.cncf.notary.timestampSignature", null),
    "envelope-malformed: io.cncf.notary.timestampSignature is not a byte string",
  ],
  [
    "a label in both headers",
    (m) => m.unprotected.set(1, -7),
    "envelope-malformed: the label 1 is in both headers",
  ],
])("a COSE message with %s is refused", (_, change, message) => {
  expect(changed(change)).toBe(message);
});

test.each<[string, (message: Cose) => unknown, string]>([
  [
    "untagged",
    (m) => Object.values(m),
    "envelope-malformed: the envelope is not a tagged COSE_Sign1 message",
  ],
  [
    "with another tag",
    (m) => new Tagged(98, Object.values(m)),
    "envelope-malformed: the envelope is not a tagged COSE_Sign1 message",
  ],
  [
    "with a map inside",
    () => new Tagged(18, new Map()),
    "envelope-malformed: the envelope is not a tagged COSE_Sign1 message",
  ],
  [
    "with five parts",
    (m) => new Tagged(18, [...Object.values(m), 0]),
    "envelope-malformed: the envelope is not an array of 4",
  ],
])("a COSE message %s is refused", (_, encode, message) => {
  expect(read(cbor(encode(signCose({ signer }))))).toBe(message);
});

test("bytes after the message are refused", () => {
  expect(read(Buffer.concat([cose({ signer }), Buffer.of(0)]))).toBe(
    "cbor-malformed: has bytes after its end",
  );
});

test("a chain in the protected header only is refused", () => {
  const message = signCose({ signer, edit: (header) => header.set(33, signer.chain) });
  message.unprotected.delete(33);
  expect(read(encodeCose(message))).toBe(
    "envelope-malformed: x5chain is not an array in the unprotected header",
  );
});

test("unknown unprotected labels are ignored", () => {
  expect(changed((m) => m.unprotected.set("x", new Map([[1, [2]]])))).toBe("accepted: ES256");
});

const invalid = (message: string) => `header-invalid: protected: ${message}`;
const ALGORITHMS = "alg is not one of PS256, PS384, PS512, ES256, ES384, ES512";
const NO_TIME = `${TIME} is not a time with tag 1 in whole seconds`;

test.each<[string, Partial<EnvelopeOptions>, string]>([
  ["alg RS256", { edit: (h) => h.set(1, -257) }, ALGORITHMS],
  ["alg as text", { edit: (h) => h.set(1, "ES256") }, ALGORITHMS],
  ["no alg", { edit: (h) => h.delete(1) }, ALGORITHMS],
  [
    "no content type",
    { edit: (h) => h.delete(3) },
    "the content type is not application/vnd.cncf.notary.payload.v1+json",
  ],
  [
    "a content type as number",
    { edit: (h) => h.set(3, 50) },
    "the content type is not application/vnd.cncf.notary.payload.v1+json",
  ],
  [
    "no scheme",
    { edit: (h) => h.delete(SCHEME) },
    "the signing scheme is neither notary.x509 nor notary.x509.signingAuthority",
  ],
  ["a time without tag", { edit: (h) => h.set(TIME, 1_700_000_000) }, NO_TIME],
  ["a time with tag 0", { edit: (h) => h.set(TIME, new Tagged(0, "2026-01-01T00:00:00Z")) }, NO_TIME],
  ["a time with another tag", { edit: (h) => h.set(TIME, new Tagged(1_001, 1_700_000_000)) }, NO_TIME],
  [
    "a time in floating point",
    { edit: (h) => h.set(TIME, new Raw(Buffer.from("c1fb41d954fc40000000", "hex"))) },
    NO_TIME,
  ],
  ["a time beyond every calendar", { edit: (h) => h.set(TIME, epoch(9e15)) }, NO_TIME],
  ["a time of 64 bits", { edit: (h) => h.set(TIME, new Tagged(1, 2n ** 62n)) }, NO_TIME],
  ["an expiry at the time of signing", { expiry: NOW }, "the expiry is not after the time of signing"],
  [
    "both times",
    { edit: (h) => h.set(AUTHENTIC, epoch(NOW)) },
    `${AUTHENTIC} must not occur under notary.x509`,
  ],
  ["an empty crit", { edit: (h) => h.set(2, []) }, "crit is empty"],
  ["no crit", { edit: (h) => h.delete(2) }, "crit is not an array"],
  ["crit with a byte string", { edit: (h) => h.set(2, [Buffer.of(1)]) }, "crit names what is no label"],
  ["crit with a label twice", { edit: (h) => h.set(2, [SCHEME, SCHEME]) }, "crit names an attribute twice"],
  ["crit with what is missing", { critical: ["x"] }, 'crit names "x", which is missing'],
  ["crit with alg", { edit: (h) => h.set(2, [SCHEME, 1]) }, "crit names 1, which it must not"],
  [
    "crit without the scheme",
    { attributes: { a: 1 }, edit: (h) => h.set(2, ["a"]) },
    `crit does not name ${SCHEME}`,
  ],
  [
    "crit without the authentic time",
    { scheme: AUTHORITY, edit: (h) => h.set(2, [SCHEME]) },
    `crit does not name ${AUTHENTIC}`,
  ],
  [
    "crit without the expiry",
    { expiry: NOW + 1_000, edit: (h) => h.set(2, [SCHEME]) },
    `crit does not name ${EXPIRY}`,
  ],
])("a COSE header with %s is refused", (_, options, message) => {
  expect(sign(options)).toBe(invalid(message));
});

test.each<[string, Uint8Array, string]>([
  [
    "without a tag",
    encodeCose(signCose({ signer })).subarray(1),
    "envelope-malformed: the envelope is not a tagged COSE_Sign1 message",
  ],
  [
    "with its tag in two bytes",
    Buffer.concat([Buffer.of(0xd8, 18), encodeCose(signCose({ signer })).subarray(1)]),
    "cbor-malformed: has a number that is not shortest",
  ],
])("a COSE message %s is told from a JWS", (_, bytes, message) => {
  expect(refusal(() => parseEnvelope(bytes))).toBe(message);
});
