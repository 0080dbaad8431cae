import * as der from "./support/der";
import { NOW, privateKey, YEAR } from "./support/pki";
import { ODD_TOKENS } from "./support/odd-tokens";
import { result, setting, tsa } from "./support/timestamped";
import {
  attribute,
  CONTENT_TYPE,
  MESSAGE_DIGEST,
  reverse,
  SIGNING_CERTIFICATE_V2,
  SIGNING_TIME,
  signingCertificateV2,
  timestampingAuthority,
  type TokenOptions,
} from "./support/tsa";

test.each(ODD_TOKENS)("a timestamp with %s", async (_, token, problem) => {
  expect(await result(token)).toBe(
    problem === undefined ? "passed" : `der-malformed: the timestamp: ${problem}`,
  );
});

test.each([
  [CONTENT_TYPE, der.oid("1.2.840.113549.1.9.16.1.4")],
  [SIGNING_CERTIFICATE_V2, signingCertificateV2(tsa.certificate)],
])("a timestamp with the signed attribute %s twice is refused", async (oid, value) => {
  expect(await result({ attributes: [attribute(oid, value)] })).toBe(
    `der-malformed: the timestamp: has the signed attribute ${oid} twice`,
  );
});

test("a timestamp has at most 32 signed attributes", async () => {
  const more = (count: number) =>
    result({
      attributes: Array.from({ length: count }, (_, index) => attribute(`1.2.${String(index)}`, der.NULL)),
    });
  expect(await more(29)).toBe("passed");
  expect(await more(30)).toBe("der-malformed: the timestamp: has too many signed attributes");
});

test.each([
  ["signed", { changeSigned: reverse }],
  ["sent", { changeSent: reverse }],
])("a timestamp whose signed attributes were %s out of order is refused", async (_, change) => {
  expect(await result(change)).toBe(
    "der-malformed: the timestamp: has signed attributes in an order that is not of DER",
  );
});

test("certificates must have begun where the range that a timestamp promises begins", async () => {
  const earlier = { notBefore: NOW - 2 * YEAR };
  const by = timestampingAuthority(earlier, earlier);
  const ask = (seconds: number) =>
    result(
      { tsa: by.tsa, time: NOW - YEAR + 2_000, accuracy: [der.integer(seconds)] },
      { ...setting, tsa: [by.root.certificate] },
    );
  expect(await ask(2)).toBe("passed");
  expect(await ask(3)).toContain(
    "certificate-not-valid: the timestamp 2025-06-15T11:59:59.000Z is outside the validity of",
  );
});

const withNull = (...value: readonly der.Der[]) => Buffer.concat([...value, der.NULL]);
const MORE = "der-malformed: the timestamp: has a value more than it may have";
test.each<[string, Partial<TokenOptions>, string]>([
  [
    "two values for contentType",
    { edit: (a) => a.set(CONTENT_TYPE, withNull(a.get(CONTENT_TYPE) ?? der.NULL)) },
    "timestamp-invalid: the timestamp: the signed attribute contentType is not TSTInfo",
  ],
  [
    "two values for messageDigest",
    { edit: (a) => a.set(MESSAGE_DIGEST, withNull(a.get(MESSAGE_DIGEST) ?? der.NULL)) },
    MORE,
  ],
  ["two signing times", { edit: (a) => a.set(SIGNING_TIME, withNull(der.time(NOW))) }, MORE],
  [
    "a time of two digits for the year",
    { rawTime: der.time(NOW, { short: true }) },
    "der-malformed: the timestamp: has a time that is no GeneralizedTime",
  ],
  [
    "an ordering that is neither true nor false",
    { more: [der.der(0x01, Buffer.of(1))] },
    "der-malformed: the timestamp: has a BOOLEAN that is not DER",
  ],
  [
    "a nonce that is not as short as it can be",
    { more: [der.der(0x02, Buffer.of(0, 1))] },
    "der-malformed: the timestamp: has an INTEGER that is not DER",
  ],
  [
    "a serial number that is not as short as it can be",
    { serial: der.der(0x02, Buffer.of(0, 1)) },
    "der-malformed: the timestamp: has an INTEGER that is not DER",
  ],
  [
    "an accuracy of 1000 microseconds",
    { accuracy: [der.implicit(1, Buffer.from("03e8", "hex"))] },
    "der-malformed: the timestamp: has an accuracy that is out of range",
  ],
])("a timestamp with %s is refused", async (_, token, message) => {
  expect(await result(token)).toBe(message);
});

describe("the signer of a timestamp", () => {
  const rsa = timestampingAuthority({ key: privateKey("rsa2048") });
  const trusted = { ...setting, tsa: [rsa.root.certificate] };
  const UNFIT = "timestamp-invalid: the timestamp: the signature does not fit what was signed";

  test.each([
    ["ECDSA", tsa, setting],
    ["RSA", rsa.tsa, trusted],
  ])("does not name one hash and sign with another by %s", async (_, by, use) => {
    expect(await result({ tsa: by, hash: "sha384" }, use)).toBe("passed");
    expect(await result({ tsa: by, hash: "sha384", signatureHash: "sha256" }, use)).toBe(UNFIT);
  });

  test("may name the kind of its key where the hash stands beside it", async () => {
    const algorithm = der.sequence(der.oid("1.2.840.113549.1.1.1"), der.NULL);
    expect(await result({ tsa: rsa.tsa, hash: "sha384", algorithm }, trusted)).toBe("passed");
    expect(await result({ tsa: rsa.tsa, hash: "sha384", signatureHash: "sha256", algorithm }, trusted)).toBe(
      UNFIT,
    );
  });
});

describe("a time between two seconds", () => {
  const end = NOW + YEAR;
  const later = timestampingAuthority({ notAfter: end + YEAR }, { notAfter: end + YEAR });
  const ask = (second: number, digits: string, accuracy?: readonly der.Der[]) => {
    const text = new Date(second).toISOString().replace(/[-:T]|\.\d+Z$/g, "");
    const rawTime = der.der(0x18, `${text}.${digits}Z`);
    return result(
      { tsa: later.tsa, rawTime, ...(accuracy && { accuracy }) },
      { ...setting, tsa: [later.root.certificate] },
    );
  };

  test("is before the end of a certificate or behind it", async () => {
    expect(await ask(end - 1_000, "999999999")).toBe("passed");
    expect(await ask(end, "000000001")).toContain("certificate-not-valid");
    expect(await ask(NOW - YEAR, "000000001")).toBe("passed");
    expect(await ask(NOW - YEAR - 1_000, "999999999")).toContain("timestamp-untrusted");
  });

  test("is behind it by its accuracy", async () => {
    const milliseconds = [der.implicit(0, Buffer.of(2))];
    expect(await ask(end - 1_000, "997", milliseconds)).toBe("passed");
    expect(await ask(end - 1_000, "998000001", milliseconds)).toContain("certificate-not-valid");
    expect(await ask(end - 1_000, "9999995", [der.implicit(1, Buffer.of(1))])).toContain(
      "certificate-not-valid",
    );
  });
});
