import { parseCertificate as parse } from "../../notation";
import { IssuerCache } from "../../notation/x509/issuer-cache";
import { certify, pki, privateKey } from "./support/pki";

test("a key is read once, and forgotten when 64 others came after it", () => {
  const { certificate } = certify({ key: privateKey("p256", 500) });
  const first = parse(certificate).key.object();
  expect(parse(certificate).key.object()).toBe(first);
  for (let index = 0; index < 63; index += 1) {
    parse(certify({ key: privateKey("p256", 501 + index) }).certificate).key.object();
  }
  expect(parse(certificate).key.object()).toBe(first);
  parse(certify({ key: privateKey("p256", 600) }).certificate).key.object();
  expect(parse(certificate).key.object()).not.toBe(first);
});

test("of issuers no more are remembered than there is room for", () => {
  const cache = new IssuerCache(3);
  const { root } = pki();
  const issuer = parse(root.certificate);
  for (let index = 0; index < 10; index += 1) {
    const certificate = parse(certify({ issuer: root, key: privateKey("p256", 700 + index) }).certificate);
    expect(cache.isCertifiedBy(certificate, issuer)).toBe(true);
  }
  const { known } = cache as unknown as { readonly known: ReadonlySet<string> };
  expect(known.size).toBe(3);
});

describe("the certificate of an authority", () => {
  test("is read once, and forgotten when 64 others came after it", () => {
    const cache = new IssuerCache();
    const { root } = pki();
    const first = cache.authority(root.certificate);
    expect(first.fingerprint()).toBe(parse(root.certificate).fingerprint());
    for (let index = 0; index < 63; index += 1) cache.authority(certify().certificate);
    expect(cache.authority(Uint8Array.from(root.certificate))).toBe(first);
    cache.authority(certify().certificate);
    expect(cache.authority(root.certificate)).not.toBe(first);
  });

  test("does not change with the bytes that it was read from, and other bytes are another", () => {
    const cache = new IssuerCache();
    const { root } = pki();
    const bytes = Buffer.from(root.certificate);
    const first = cache.authority(bytes);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    expect(Buffer.from(first.raw)).toEqual(root.certificate);
    expect(cache.authority(bytes)).not.toBe(first);
    expect(cache.authority(bytes).fingerprint()).toBe(parse(bytes).fingerprint());
  });

  test("that cannot be read is refused each time", () => {
    const cache = new IssuerCache();
    const read = () => cache.authority(Buffer.of(48, 0));
    expect(read).toThrow("has nothing where 0x30 must be");
    expect(read).toThrow("has nothing where 0x30 must be");
  });
});
