import * as der from "./support/der";
import { NOW, privateKey, YEAR } from "./support/pki";
import { ODD_TOKENS } from "./support/odd-tokens";
import { result, setting, tsa } from "./support/timestamped";
import {
  attribute,
  CONTENT_TYPE,
  SIGNING_CERTIFICATE_V2,
  signingCertificateV2,
  timestampingAuthority,
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
