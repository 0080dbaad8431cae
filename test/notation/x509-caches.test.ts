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
