import { IssuerCache, parseCertificate, PURPOSE } from "../../notation";
import { checkTimestampRoot, findChain } from "../../notation/timestamp/path";
import { type Certificate } from "../../notation/x509";
import * as der from "./support/der";
import {
  basicConstraints,
  CA_EXTENSIONS,
  type CertificateOptions,
  certify,
  extension,
  type Identity,
  keyUsage,
  LEAF_EXTENSIONS,
  nameOf,
  named,
  NOW,
  privateKey,
  purposes,
} from "./support/pki";
import { refusal } from "./support/refusal";
import { timestampingAuthority } from "./support/tsa";
import { result, tsaRoot } from "./support/timestamped";

const UNTRUSTED =
  "timestamp-untrusted: no chain of certificates that were valid at its time leads from the timestamp to a root in a trust store tsa:";

const authority = (name: string, key: number, options: CertificateOptions = {}) =>
  certify({ name: named(name), key: privateKey("p256", key), extensions: CA_EXTENSIONS, ...options });
const parsed = ({ certificate }: Identity) => parseCertificate(certificate);

/** How many certificates the chain has that is found from a timestamping certificate of this issuer. */
function lengthOf(issuer: Identity, others: readonly Identity[], root = tsaRoot): string {
  const { tsa } = timestampingAuthority({ issuer });
  return refusal(
    () => findChain(parsed(tsa), others.map(parsed), [parsed(root)], NOW, new IssuerCache()).length,
  );
}

test("a chain has at most ten certificates, the root among them", () => {
  const between: Identity[] = [];
  for (let number = 0; number < 9; number += 1)
    between.push(authority(`between ${String(number)}`, 60 + number, { issuer: between.at(-1) ?? tsaRoot }));
  const [eighth = tsaRoot, ninth = tsaRoot] = between.slice(7);
  expect(lengthOf(eighth, between)).toBe("accepted: 10");
  expect(lengthOf(ninth, between)).toBe(UNTRUSTED);
});

test("a chain that would be too long is passed over for a shorter one", () => {
  const short = authority("between", 60, { issuer: tsaRoot });
  let long = tsaRoot;
  const detour: Identity[] = [];
  for (let number = 1; number < 9; number += 1) {
    long = authority(`detour ${String(number)}`, 60 + number, { issuer: long });
    detour.push(long);
  }
  detour.push(authority("between", 60, { issuer: long }));
  expect(lengthOf(short, detour)).toBe(UNTRUSTED);
  expect(lengthOf(short, [...detour, short])).toBe("accepted: 3");
});

test("an authority whose path length is too short is passed over for one where it suffices", () => {
  const between = (pathLength: number) =>
    authority("between", 60, {
      issuer: tsaRoot,
      extensions: [basicConstraints(true, pathLength), keyUsage(["keyCertSign"])],
    });
  const below = authority("below", 61, { issuer: between(1) });
  expect(lengthOf(below, [below, between(0)])).toBe(UNTRUSTED);
  expect(lengthOf(below, [below, between(0), between(1)])).toBe("accepted: 4");
});

test("an authority that certified itself anew leads nowhere", () => {
  const renewed = () => authority("between", 60);
  const below = renewed();
  const others = Array.from({ length: 10 }, renewed);
  expect(lengthOf(below, others)).toBe(UNTRUSTED);
  expect(lengthOf(below, [...others, authority("between", 60, { issuer: tsaRoot })])).toBe("accepted: 3");
});

test("authorities of one name and several keys may certify each other", () => {
  const upper = authority("between", 60, { issuer: tsaRoot });
  const lower = authority("between", 61, { issuer: upper });
  expect(lengthOf(lower, [lower, upper])).toBe("accepted: 4");
});

test("authorities of one key and several names may certify each other", () => {
  const between = certify({
    name: named("between"),
    key: tsaRoot.key,
    issuer: tsaRoot,
    extensions: CA_EXTENSIONS,
  });
  expect(lengthOf(between, [between])).toBe("accepted: 3");
});

test("no more than 64 links are tried", () => {
  let tried = 0;
  const issuers = new (class extends IssuerCache {
    override isCertifiedBy(certificate: Certificate, issuer: Certificate): boolean {
      tried += 1;
      return super.isCertifiedBy(certificate, issuer);
    }
  })();
  const level = (number: number) => authority(`level ${String(number)}`, 60 + number);
  const twice = Array.from({ length: 14 }, (_, index) =>
    authority(`level ${String(index >> 1)}`, 60 + (index >> 1), { issuer: level((index >> 1) + 1) }),
  );
  const { tsa } = timestampingAuthority({ issuer: level(0) });
  const find = () => findChain(parsed(tsa), twice.map(parsed), [parsed(tsaRoot)], NOW, issuers);
  expect(refusal(find)).toBe(UNTRUSTED);
  expect(tried).toBe(64);
});

test("what is no refusal of a signature is thrown on, also where another root would fit", () => {
  let asked = 0;
  const issuers = new (class extends IssuerCache {
    override isCertifiedBy(certificate: Certificate, issuer: Certificate): boolean {
      asked += 1;
      if (asked === 1) throw new RangeError("out of memory");
      return super.isCertifiedBy(certificate, issuer);
    }
  })();
  const { root, tsa } = timestampingAuthority();
  const roots = [parsed(root), parsed(root)];
  expect(() => findChain(parsed(tsa), [], roots, NOW, issuers)).toThrow(new RangeError("out of memory"));
});

test("a root does not sign timestamps itself", async () => {
  expect(await result({ tsa: tsaRoot, certificates: tsaRoot.chain })).toBe(
    UNTRUSTED.replace(": ", ": the timestamp: "),
  );
});

test.each([
  ["timestamps", PURPOSE.timeStamping, "accepted: 3"],
  ["any purpose", PURPOSE.any, "accepted: 3"],
  ["code", "1.3.6.1.5.5.7.3.3", UNTRUSTED],
])("an authority for %s", (_, purpose, outcome) => {
  const extensions = [...CA_EXTENSIONS, purposes(["1.2.3", purpose])];
  const between = authority("between", 60, { issuer: tsaRoot, extensions });
  expect(lengthOf(between, [between])).toBe(outcome);
});

test.each([
  ["a name", extension("2.5.29.17", der.sequence(der.explicit(4, nameOf(named("x")))), true), "passed"],
  ["a policy", extension("2.5.29.32", der.sequence(der.sequence(der.oid("1.2.3"))), true), "passed"],
  [
    "constraints of names",
    extension("2.5.29.30", der.sequence(der.explicit(1, der.sequence(der.implicit(2, "x")))), true),
    UNTRUSTED.replace(": ", ": the timestamp: "),
  ],
])("a timestamping certificate with %s that is critical", async (_, critical, outcome) => {
  const extensions = [...LEAF_EXTENSIONS, purposes([PURPOSE.timeStamping], true), critical];
  const { tsa } = timestampingAuthority({ issuer: tsaRoot, extensions });
  expect(await result({ tsa })).toBe(outcome);
});

test.each<[string, readonly der.Der[], string]>([
  ["any purpose", CA_EXTENSIONS, "accepted: root"],
  ["timestamps", [...CA_EXTENSIONS, purposes([PURPOSE.timeStamping])], "accepted: root"],
  [
    "code",
    [...CA_EXTENSIONS, purposes(["1.3.6.1.5.5.7.3.3"])],
    "timestamp-untrusted: it is for other purposes than timestamps, or has a critical extension that is not looked at",
  ],
  [
    "signing alone",
    LEAF_EXTENSIONS,
    "basic-constraints: its basic constraints are not critical with cA true",
  ],
])("a root for %s", (_, extensions, outcome) => {
  const check = () => {
    checkTimestampRoot(parsed(authority("root", 60, { extensions })));
    return "root";
  };
  expect(refusal(check)).toBe(outcome);
});
