import { PURPOSE } from "../../../notation";
import { cose, jws } from "./envelope";
import * as der from "./der";
import {
  basicConstraints,
  CA_EXTENSIONS,
  certify,
  extension,
  type KeyKind,
  keyUsage,
  LEAF_EXTENSIONS,
  named,
  privateKey,
  purposes,
} from "./pki";

import { AUTHORITY, type VectorMaker } from "./vector-maker";
/** Keys, certificates and chains, good and bad. */
export function certificateVectors({
  now,
  valid,
  root,
  intermediate,
  leaf,
  signing,
  add,
  both,
  signedBy,
  below,
}: VectorMaker): void {
  // Keys and algorithms.
  for (const kind of ["rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521"] as KeyKind[])
    signedBy(`a key ${kind}`, { key: privateKey(kind) });
  both("a signing authority", { scheme: AUTHORITY });
  both("a self-signed signer", { signer: certify(valid) }, { root: certify(valid) });
  const own = certify(valid);
  both("a self-signed signer that is trusted", { signer: own }, { root: own });
  const short = certify({ key: privateKey("rsa2048"), issuer: root, ...valid });
  add("an RSA salt that is not as long as the hash", jws({ signer: short, ...signing, saltLength: 20 }), {
    difference: "RFC 7518 section 3.5 wants a salt as long as the hash; notation-go takes any",
  });
  add("an RSA salt that is not as long as the hash", cose({ signer: short, ...signing, saltLength: 20 }));

  // Signing certificates.
  signedBy("an expired certificate", { notAfter: now - 10_000 });
  signedBy("a certificate of the future", { notBefore: now + 100_000 });
  for (const name of [
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
  ] as const) {
    signedBy(`key usage ${name}`, { extensions: [keyUsage(["digitalSignature", name])] });
  }
  signedBy("key usage nonRepudiation", { extensions: [extension("2.5.29.15", der.namedBits(0, 1), true)] });
  signedBy("no key usage", { extensions: [] });
  signedBy("key usage that is not critical", { extensions: [keyUsage(["digitalSignature"], false)] });
  signedBy("basic constraints with cA true", { extensions: [...LEAF_EXTENSIONS, basicConstraints(true)] });
  signedBy("basic constraints with cA false", { extensions: [...LEAF_EXTENSIONS, basicConstraints(false)] });
  for (const [name, oid] of Object.entries(PURPOSE)) {
    const more =
      name === "any"
        ? { difference: "the specification forbids anyExtendedKeyUsage; notation-go takes it" }
        : {};
    signedBy(`purpose ${name}`, { extensions: [...LEAF_EXTENSIONS, purposes([oid])] }, more);
  }
  signedBy("purpose codeSigning and one of its own", {
    extensions: [...LEAF_EXTENSIONS, purposes(["1.3.6.1.5.5.7.3.3", "1.2.3"])],
  });
  signedBy("an unknown critical extension", {
    extensions: [...LEAF_EXTENSIONS, extension("1.2.3.4", der.NULL, true)],
  });
  signedBy("SHA-1", { hash: "sha1" });
  signedBy(
    "a number beside the algorithm",
    { algorithm: der.sequence(der.oid("1.2.840.10045.4.3.2"), der.integer(1)) },
    { difference: "RFC 5758 section 3.2 wants nothing beside the name; notation-go does not look" },
  );
  for (const id of [14, 17, 30, 31, 32, 33, 35, 36, 54].map((last) => `2.5.29.${String(last)}`)) {
    signedBy(`an extension ${id} of something else`, {
      extensions: [...LEAF_EXTENSIONS, extension(id, der.der(0x16, "x"))],
    });
  }
  const identifiers: readonly (readonly [string, der.Der])[] = [
    ["2.5.29.14", der.octets(Buffer.alloc(20))],
    ["2.5.29.35", der.sequence(der.implicit(0, Buffer.alloc(20)))],
    ["1.3.6.1.5.5.7.1.1", der.sequence()],
  ];
  for (const isCritical of [false, true]) {
    for (const [id, value] of identifiers) {
      signedBy(`an extension ${id}${isCritical ? " that is critical" : ""}`, {
        extensions: [...LEAF_EXTENSIONS, extension(id, value, isCritical)],
      });
    }
  }
  for (const [text, value] of [
    ["a PrintableString with @", der.printable("a@b")],
    ["a PrintableString with *", der.printable("*.a & b")],
    ["a NumericString with letters", der.der(0x12, "abc")],
    ["a UTF8String that is none", der.der(0x0c, Buffer.of(0xff))],
  ] as const) {
    const rawName = der.sequence(der.setOf(der.sequence(der.oid("2.5.4.3"), value)));
    signedBy(`${text} in the signer's name`, { rawName });
  }

  // Certificate authorities.
  const loose = {
    difference: "the specification wants critical basic constraints; notation-go does not look",
  };
  below("no basic constraints", { extensions: [keyUsage(["keyCertSign"])] });
  below("basic constraints with cA false", {
    extensions: [basicConstraints(false), keyUsage(["keyCertSign"])],
  });
  below(
    "basic constraints that are not critical",
    { extensions: [basicConstraints(true, undefined, false), keyUsage(["keyCertSign"])] },
    loose,
  );
  below("no key usage", { extensions: [basicConstraints(true)] });
  below("key usage that is not critical", {
    extensions: [basicConstraints(true), keyUsage(["keyCertSign"], false)],
  });
  below("no keyCertSign", { extensions: [basicConstraints(true), keyUsage(["cRLSign"])] });
  below("a path length of 0 above a signer", {
    extensions: [basicConstraints(true, 0), keyUsage(["keyCertSign"])],
  });
  below("an unknown critical extension", {
    extensions: [...CA_EXTENSIONS, extension("1.2.3.4", der.NULL, true)],
  });
  below("an expired authority", { notAfter: now - 10_000 });
  const tight = certify({
    name: named("root"),
    key: privateKey("p256", 1),
    extensions: [basicConstraints(true, 0), keyUsage(["keyCertSign"])],
    ...valid,
  });
  const under = certify({
    name: named("i"),
    key: privateKey("p256", 2),
    extensions: CA_EXTENSIONS,
    issuer: tight,
    ...valid,
  });
  both(
    "a path length of 0 above an authority",
    { signer: certify({ issuer: under, ...valid }) },
    { root: tight },
  );

  // Chains.
  const stranger = certify({
    name: named("root"),
    key: privateKey("p256", 9),
    extensions: CA_EXTENSIONS,
    ...valid,
  });
  both("another root with the same name in the store", {}, { root: stranger });
  both("an intermediate in the store", {}, { root: intermediate });
  both("no root", { chain: [leaf.certificate, intermediate.certificate] });
  both("the wrong order", { chain: [leaf.certificate, root.certificate, intermediate.certificate] });
  both("another root behind the root", { chain: [...leaf.chain, stranger.certificate] });
  /** A signer below this many authorities, the root among them. */
  const signerBelow = (authorities: number) => {
    let issuer = root;
    for (let number = 1; number < authorities; number += 1) {
      const name = named(`authority ${String(number)}`);
      const key = privateKey("p256", 30 + number);
      issuer = certify({ name, key, issuer, extensions: CA_EXTENSIONS, ...valid });
    }
    return certify({ issuer, ...valid });
  };
  both("ten certificates", { signer: signerBelow(9) });
  both(
    "eleven certificates",
    { signer: signerBelow(10) },
    { difference: "a bound of time: a chain has ten certificates here; notation-go takes any number" },
  );
  both("no certificate", { chain: [] });
  both("a signer with the name of its root", {
    signer: certify({ name: named("root"), issuer: root, ...valid }),
  });
}
