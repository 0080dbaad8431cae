import { parseToken, parseTstInfo } from "../../notation/timestamp";
import { readSigningCertificate } from "../../notation/timestamp/signing-certificate";
import { DerReader } from "../../notation/der";
import { parseCertificate } from "../../notation/x509";
import * as der from "./support/der";
import { refusal } from "./support/refusal";
import { tsa } from "./support/timestamped";
import { signingCertificateV2, timestampToken } from "./support/tsa";

/** The value once for each list in it, with a NULL more at the end of that list. */
function grown(bytes: Uint8Array): Uint8Array[] {
  const { tag, content } = new DerReader(bytes).next();
  if ((tag & 0x20) === 0) return [];
  const items: Uint8Array[] = [];
  for (const reader = new DerReader(content); !reader.isDone;) items.push(reader.next().raw);
  const inside = items.flatMap((item, index) => grown(item).map((other) => items.with(index, other)));
  return [[...items, der.NULL], ...inside].map((list) => der.der(tag, ...list));
}

/** What is read where something more is taken all the same. */
const taken = (bytes: Uint8Array, read: (bytes: Uint8Array) => unknown) =>
  grown(bytes).flatMap((more) => (refusal(() => read(more)).startsWith("accepted") ? [read(more)] : []));

const token = timestampToken(Buffer.of(1), {
  tsa,
  accuracy: [der.integer(1)],
  certificates: [],
  unsigned: [der.explicit(1, der.sequence(der.oid("1.2.3"), der.der(0x31)))],
});

test("a token has nothing more but in what is compared or kept as it is", () => {
  const good = parseToken(token);
  const kept = taken(token, parseToken) as (typeof good)[];
  expect(kept.length).toBeGreaterThan(0);
  const isSame = ({ issuer, signed }: typeof good) =>
    Buffer.compare(issuer, good.issuer) === 0 && Buffer.compare(signed, good.signed) === 0;
  // NULL beside the algorithm, which means nothing, and in the unsigned attribute, at which nobody looks.
  expect(kept.filter(isSame).length).toBe(2);
});

test.each([
  ["1.2.840.113549.1.7.2", "is not CMS SignedData"],
  ["1.2.840.113549.1.9.16.1.4", "does not hold a TSTInfo"],
])("a token with another type for %s is refused", (type, message) => {
  const bytes = Buffer.from(token);
  const oid = der.oid(type);
  bytes[bytes.indexOf(oid) + oid.length - 1] = 99;
  expect(refusal(() => parseToken(bytes))).toBe(`der-malformed: ${message}`);
});

test.each([
  ["0.4.0.2023.1.1", 1_000],
  ["0.4.0.2023.1.2", 0],
])("the policy %s promises a time up to %i milliseconds off", (policy, accuracy) => {
  const { content } = parseToken(timestampToken(Buffer.of(1), { tsa, policy }));
  expect(parseTstInfo(content).accuracy).toBe(accuracy);
});

test("an accuracy is told in milliseconds, of which a part counts whole", () => {
  const of = (...accuracy: readonly der.Der[]) =>
    parseTstInfo(parseToken(timestampToken(Buffer.of(1), { tsa, accuracy })).content).accuracy;
  expect(of(der.integer(4))).toBe(4_000);
  expect(of(der.integer(4), der.implicit(0, Buffer.of(2)))).toBe(4_002);
  expect(of(der.integer(4), der.implicit(0, Buffer.of(2)), der.implicit(1, Buffer.of(1)))).toBe(4_003);
});

test("a TSTInfo has nothing more", () => {
  expect(taken(parseToken(token).content, parseTstInfo)).toEqual([]);
});

test("a SigningCertificateV2 has nothing more but in the name of the issuer", () => {
  const { issuer, serial } = parseCertificate(tsa.certificate);
  const named = der.sequence(der.sequence(der.explicit(4, issuer)), der.der(0x02, serial));
  const list = new DerReader(signingCertificateV2(tsa.certificate, "sha256", [named])).inside().next().raw;
  const value = der.sequence(list, der.sequence(der.sequence(der.oid("1.2.3"))));
  const kept = taken(value, readSigningCertificate) as ReturnType<typeof readSigningCertificate>[];
  expect(kept.filter((id) => Buffer.compare(id.issuer ?? Buffer.of(), issuer) === 0)).toEqual([]);
  expect(readSigningCertificate(value).issuer).toEqual(issuer);
});
