import { parseEnvelope, parseJws, parsePayload } from "../../notation/envelope";
import { type EnvelopeOptions, jws, type Jws, signJws, signJwsText, SUBJECT } from "./support/envelope";
import { certify, NOW } from "./support/pki";
import { refusal } from "./support/refusal";

const signer = certify();
const AUTHORITY = "notary.x509.signingAuthority";

const read = (envelope: object) => refusal(() => parseJws(Buffer.from(JSON.stringify(envelope))).algorithm);
const sign = (options: Partial<EnvelopeOptions> = {}) => read(signJws({ signer, ...options }));

function changed(change: (envelope: Jws & Record<string, unknown>) => void): string {
  const envelope = { ...signJws({ signer }) };
  change(envelope as Jws & Record<string, unknown>);
  return read(envelope);
}

test("a JWS is read with all it says", () => {
  const envelope = parseEnvelope(
    jws({
      signer,
      scheme: AUTHORITY,
      expiry: NOW + 1_000,
      attributes: { a: "b" },
      critical: ["a"],
      timestamp: () => Buffer.of(7),
    }),
    "application/jose+json",
  );
  expect(envelope).toMatchObject({
    algorithm: "ES256",
    signingScheme: AUTHORITY,
    signingTime: NOW,
    expiry: NOW + 1_000,
    extendedAttributes: new Map([["a", { isCritical: true, value: "b" }]]),
    certificates: signer.chain,
    timestamp: Buffer.of(7),
  });
  expect(parsePayload(envelope.payload)).toEqual({ ...SUBJECT, annotations: new Map() });
});

test.each<[string, (envelope: Jws & Record<string, unknown>) => void, string]>([
  [
    "another member",
    (e) => (e["more"] = 1),
    'envelope-malformed: the envelope has the unknown member "more"',
  ],
  [
    "a member in another case",
    (e) => (e["Payload"] = e.payload),
    'envelope-malformed: the envelope has the unknown member "Payload"',
  ],
  [
    "the general form",
    (e) => (e["signatures"] = []),
    'envelope-malformed: the envelope has the unknown member "signatures"',
  ],
  ["no payload", (e) => Reflect.deleteProperty(e, "payload"), "envelope-malformed: payload is not a string"],
  [
    "no signature",
    (e) => Reflect.deleteProperty(e, "signature"),
    "envelope-malformed: signature is not a string",
  ],
  [
    "no protected header",
    (e) => Reflect.deleteProperty(e, "protected"),
    "envelope-malformed: protected is not a string",
  ],
  [
    "certificates in another case",
    (e) => (e.header["X5C"] = []),
    'envelope-malformed: the member "X5C" is written in another case',
  ],
  [
    "a name in both headers",
    (e) => (e.header["alg"] = "none"),
    'envelope-malformed: the name "alg" is in both headers',
  ],
  ["no header", (e) => Reflect.deleteProperty(e, "header"), "envelope-malformed: header is not an object"],
  ["no certificates", (e) => (e.header = {}), "envelope-malformed: x5c is not an array"],
  [
    "a certificate that is no text",
    (e) => (e.header = { x5c: [1] }),
    "envelope-malformed: x5c[0] is not a string",
  ],
  [
    "a certificate in base64url",
    (e) => (e.header = { x5c: ["_-__"] }),
    "base64-malformed: x5c[0]: is not canonical base64",
  ],
  [
    "a timestamp that is no text",
    (e) => (e.header["io.cncf.notary.timestampSignature"] = 1),
    "envelope-malformed: io.cncf.notary.timestampSignature: the value is not a string",
  ],
  [
    "a padded signature",
    (e) => (e.signature += "="),
    "base64-malformed: signature: is not canonical base64url",
  ],
  [
    "a line break in the payload",
    (e) => (e.payload += "\n"),
    "base64-malformed: payload: is not canonical base64url",
  ],
  [
    "a protected header that is no JSON",
    (e) => (e.protected = "AAAA"),
    "json-malformed: protected: has an unexpected character at offset 0",
  ],
  [
    "a protected header that is no object",
    (e) => (e.protected = "MQ"),
    "envelope-malformed: protected: the header is not an object",
  ],
])("a JWS with %s is refused", (_, change, message) => {
  expect(changed(change)).toBe(message);
});

test("the compact form is refused", () => {
  const { protected: header, payload, signature } = signJws({ signer });
  expect(refusal(() => parseEnvelope(Buffer.from(`${header}.${payload}.${signature}`)))).toBe(
    "envelope-malformed: the envelope is neither JWS nor COSE",
  );
});

test("a member twice is refused, in the envelope and in the protected header", () => {
  const text = JSON.stringify(signJws({ signer }));
  const twice = text.replace('{"payload"', '{"payload":"","payload"');
  expect(refusal(() => parseJws(Buffer.from(twice)))).toBe('json-malformed: has the member "payload" twice');
  expect(read(signJwsText({ signer }, '{"alg":"ES256","alg":"ES256"}'))).toBe(
    'json-malformed: protected: has the member "alg" twice',
  );
});

test("unknown unprotected members are ignored", () => {
  expect(changed((e) => (e.header["io.cncf.notary.SigningAgent"] = { x: 1 }))).toBe("accepted: ES256");
});

test("unknown protected attributes that are not critical are kept and no reason to refuse", () => {
  expect(sign({ attributes: { "example.more": [1.5, { a: null }] } })).toBe("accepted: ES256");
});

const invalid = (message: string) => `header-invalid: protected: ${message}`;
const TIME = "io.cncf.notary.signingTime";
const AUTHENTIC = "io.cncf.notary.authenticSigningTime";
const SCHEME = "io.cncf.notary.signingScheme";
const EXPIRY = "io.cncf.notary.expiry";
const ALGORITHMS = "alg is not one of PS256, PS384, PS512, ES256, ES384, ES512";

test.each<[string, Partial<EnvelopeOptions>, string]>([
  ["alg none", { edit: (h) => h.set("alg", "none") }, ALGORITHMS],
  ["alg HS256", { edit: (h) => h.set("alg", "HS256") }, ALGORITHMS],
  ["no alg", { edit: (h) => h.delete("alg") }, ALGORITHMS],
  [
    "a name in another case",
    { edit: (h) => h.set("Alg", "ES256") },
    'the member "Alg" is written in another case',
  ],
  [
    "an attribute in another case",
    { edit: (h) => h.set("io.cncf.notary.Expiry", "2099-01-01T00:00:00Z") },
    'the member "io.cncf.notary.Expiry" is written in another case',
  ],
  [
    "no cty",
    { edit: (h) => h.delete("cty") },
    "the content type is not application/vnd.cncf.notary.payload.v1+json",
  ],
  [
    "another cty",
    { edit: (h) => h.set("cty", "text/plain") },
    "the content type is not application/vnd.cncf.notary.payload.v1+json",
  ],
  [
    "no scheme",
    { edit: (h) => h.delete(SCHEME) },
    "the signing scheme is neither notary.x509 nor notary.x509.signingAuthority",
  ],
  [
    "another scheme",
    { scheme: "notary.x509.SigningAuthority" },
    "the signing scheme is neither notary.x509 nor notary.x509.signingAuthority",
  ],
  ["no time", { edit: (h) => h.delete(TIME) }, `${TIME} is missing`],
  ["no authentic time", { scheme: AUTHORITY, edit: (h) => h.delete(AUTHENTIC) }, `${AUTHENTIC} is missing`],
  [
    "both times",
    { edit: (h) => h.set(AUTHENTIC, "2026-01-01T00:00:00Z") },
    `${AUTHENTIC} must not occur under notary.x509`,
  ],
  [
    "both times under the authority",
    { scheme: AUTHORITY, edit: (h) => h.set(TIME, null) },
    `${TIME} must not occur under ${AUTHORITY}`,
  ],
  [
    "a time without seconds",
    { edit: (h) => h.set(TIME, "2026-01-01T00:00Z") },
    `${TIME} is not a time as RFC 3339 writes it`,
  ],
  [
    "a time without offset",
    { edit: (h) => h.set(TIME, "2026-01-01T00:00:00") },
    `${TIME} is not a time as RFC 3339 writes it`,
  ],
  [
    "a time in lower case",
    { edit: (h) => h.set(TIME, "2026-01-01t00:00:00z") },
    `${TIME} is not a time as RFC 3339 writes it`,
  ],
  [
    "a leap second",
    { edit: (h) => h.set(TIME, "2026-06-30T23:59:60Z") },
    `${TIME} is not a time as RFC 3339 writes it`,
  ],
  [
    "a day that is none",
    { edit: (h) => h.set(TIME, "2026-02-30T00:00:00Z") },
    `${TIME} is not a time as RFC 3339 writes it`,
  ],
  [
    "an offset that is none",
    { edit: (h) => h.set(TIME, "2026-02-03T00:00:00+24:00") },
    `${TIME} is not a time as RFC 3339 writes it`,
  ],
  ["a time that is a number", { edit: (h) => h.set(TIME, 1) }, `${TIME} is not a time as RFC 3339 writes it`],
  [
    "an expiry that is null",
    { edit: (h) => h.set(EXPIRY, null).set("crit", [SCHEME, EXPIRY]) },
    `${EXPIRY} is not a time as RFC 3339 writes it`,
  ],
  ["an expiry at the time of signing", { expiry: NOW }, "the expiry is not after the time of signing"],
  ["an empty crit", { edit: (h) => h.set("crit", []) }, "crit is empty"],
  ["no crit", { edit: (h) => h.delete("crit") }, "crit is not an array"],
  ["crit with a number", { edit: (h) => h.set("crit", [1]) }, "crit[0] is not a string"],
  [
    "crit with a name twice",
    { edit: (h) => h.set("crit", [SCHEME, SCHEME]) },
    "crit names an attribute twice",
  ],
  ["crit with what is missing", { critical: ["x"] }, 'crit names "x", which is missing'],
  ["crit with alg", { critical: ["alg"] }, "crit names alg, which it must not"],
  [
    "crit without the scheme",
    { attributes: { a: 1 }, edit: (h) => h.set("crit", ["a"]) },
    `crit does not name ${SCHEME}`,
  ],
  [
    "crit without the authentic time",
    { scheme: AUTHORITY, edit: (h) => h.set("crit", [SCHEME]) },
    `crit does not name ${AUTHENTIC}`,
  ],
  [
    "crit without the expiry",
    { expiry: NOW + 1_000, edit: (h) => h.set("crit", [SCHEME]) },
    `crit does not name ${EXPIRY}`,
  ],
])("a protected header with %s is refused", (_, options, message) => {
  expect(sign(options)).toBe(invalid(message));
});

test.each([
  ["2026-06-15T20:00:00+08:00", Date.UTC(2026, 5, 15, 12)],
  ["2026-06-15T04:30:00-07:30", Date.UTC(2026, 5, 15, 12)],
  ["2026-06-15T12:00:00.5Z", Date.UTC(2026, 5, 15, 12) + 500],
  ["2026-06-15T12:00:00.000000001Z", Date.UTC(2026, 5, 15, 12) + 1],
  ["2026-06-15T12:00:00.999999999Z", Date.UTC(2026, 5, 15, 12) + 999],
  ["2026-06-15T12:00:00.000000000Z", Date.UTC(2026, 5, 15, 12)],
])("the time %s is read", (text, expected) => {
  const bytes = Buffer.from(JSON.stringify(signJws({ signer, edit: (header) => header.set(TIME, text) })));
  expect(parseJws(bytes).signingTime).toBe(expected);
});

test.each<[string, Uint8Array, string | undefined, string]>([
  ["nothing", Buffer.of(), undefined, "signature-missing: there is no signature"],
  [
    "more than 256 KiB",
    Buffer.alloc(256 * 1024 + 1),
    undefined,
    "envelope-too-large: the envelope has more than 262144 bytes",
  ],
  [
    "another media type",
    jws({ signer }),
    "application/cose",
    "envelope-malformed: the envelope is application/jose+json, not what it is called",
  ],
])("an envelope of %s is refused", (_, bytes, mediaType, message) => {
  expect(refusal(() => parseEnvelope(bytes, mediaType))).toBe(message);
});
