import { createPublicKey } from "node:crypto";
import * as der from "./der";
import { cose, jws, Tagged } from "./envelope";
import {
  CA_EXTENSIONS,
  certify,
  extension,
  LEAF_EXTENSIONS,
  named,
  privateKey,
  pssAlgorithm,
  purposes,
} from "./pki";
import { AUTHORITY, type VectorMaker } from "./vector-maker";

const URI_CONSTRAINT = {
  difference: "RFC 5280 section 4.2.1.10 wants a host; notation-go takes a URI and a port, too",
};
const MAIL_CONSTRAINT = {
  difference:
    "RFC 5280 section 4.2.1.10 wants a mailbox; notation-go takes one of no host and of quoted words",
};
const SMALL_VALUE = {
  difference: "one bound for every integer; notation-go takes smaller ones as values of attributes",
};

/** What is refused although nothing depends on it, as another reader refuses it. */
export function strictVectors(maker: VectorMaker): void {
  constraints(maker);
  numbers(maker);
  keys(maker);
  times(maker);
}

/** Name constraints that nobody checks names against. */
function constraints({ below }: VectorMaker): void {
  const names: readonly (readonly [number, readonly string[], object?])[] = [
    [2, ["", "example.com", ".example.com", "*.a_b-c", ".", "a..b", "..a", "example.com.", "a b", "a\0b"]],
    [1, ["", "a@example.com", "a.b+c@d", ".example.com", "@example.com", "a@.b", "a@b.", ".a@b", "a..b@c"]],
    [1, ["exa mple", "a b@c", "a@b c"]],
    [1, ["a@", '"a b"@c'], MAIL_CONSTRAINT],
    [6, ["", "example.com", ".example.com", "10.0.0.1", "::1", "http://x y", "."]],
    [6, ["https://example.com/", "example.com:443", "1.2"], URI_CONSTRAINT],
  ];
  for (const subtrees of [0, 1]) {
    const of = (name: string, base: der.Der, more = {}) => {
      const value = der.sequence(der.explicit(subtrees, der.sequence(base)));
      const extensions = [...CA_EXTENSIONS, extension("2.5.29.30", value, true)];
      below(`a name constraint [${String(subtrees)}] ${name}`, { extensions }, more);
    };
    for (const [kind, texts, more] of names)
      for (const text of texts) of(`${String(kind)} ${JSON.stringify(text)}`, der.implicit(kind, text), more);
    for (const mask of ["00000000", "ffffffff", "ffe00000", "ff00ff00", "0fffffff", "ff000001"])
      of(`mask ${mask}`, der.implicit(7, Buffer.from(`0a000000${mask}`, "hex")));
    of("mask of IPv6", der.implicit(7, Buffer.concat([Buffer.alloc(16), Buffer.alloc(16, 0x0f)])));
  }
}

/** Numbers in certificates and in CBOR, at the bounds of other readers. */
function numbers({ leaf, signing, add, signedBy }: VectorMaker): void {
  const large = 2 ** 31;
  for (const arc of [large - 1, large]) {
    const oid = `1.2.${String(arc)}`;
    const access = der.sequence(der.sequence(der.oid(oid), der.implicit(6, "http://x/")));
    const name = der.sequence(der.setOf(der.sequence(der.oid(oid), der.utf8("x"))));
    const having = (more: der.Der) => ({ extensions: [...LEAF_EXTENSIONS, more] });
    signedBy(`an extension ${oid}`, having(extension(oid, der.NULL)));
    signedBy(`a purpose ${oid}`, having(purposes([oid])));
    signedBy(`an access ${oid}`, having(extension("1.3.6.1.5.5.7.1.1", access)));
    signedBy(`a name of ${oid}`, { rawName: name });
  }
  for (const [name, id, value] of [
    ["policy constraints", "2.5.29.36", der.sequence(der.implicit(1, Buffer.alloc(9, 0x11)))],
    ["any policies", "2.5.29.54", der.integer(2n ** 63n)],
  ] as const) {
    signedBy(`${name} beyond 64 bits`, { extensions: [...LEAF_EXTENSIONS, extension(id, value, true)] });
  }
  for (const units of ["d83dde00", "fffe", "ffff", "fdd0", "fdef", "fdf0", "0061fe"]) {
    const value = der.der(0x1e, Buffer.from(units, "hex"));
    const rawName = der.sequence(der.setOf(der.sequence(der.oid("2.5.4.3"), value)));
    signedBy(`a BMPString ${units} in the signer's name`, { rawName });
  }

  const least = -(2n ** 63n);
  const attribute = (name: string, label: unknown, value: unknown, more = {}) => {
    add(name, cose({ signer: leaf, ...signing, edit: (h) => h.set(label, value) }), more);
  };
  for (const number of [least, least - 1n]) {
    attribute(`a label ${String(number)}`, number, 1);
    attribute(`a key ${String(number)}`, "x", new Map([[number, 1]]));
    attribute(`a time ${String(number)}`, "x", new Tagged(1, number));
    attribute(`a value ${String(number)}`, "x", number, number < least ? SMALL_VALUE : {});
  }
  for (const length of [128 * 1024, 128 * 1024 + 1])
    attribute(`a list of ${String(length)}`, "x", new Array(length).fill(0));
}

/** Keys and algorithms with something else beside their names. */
function keys({ valid, root, both, signedBy }: VectorMaker): void {
  const key = privateKey("rsa2048");
  const bits = der.bits(createPublicKey(key).export({ type: "pkcs1", format: "der" }));
  for (const [name, parameters] of [
    ["NULL", [der.NULL]],
    ["nothing", []],
    ["a number", [der.integer(1)]],
  ] as const) {
    const spki = der.sequence(der.sequence(der.oid("1.2.840.113549.1.1.1"), ...parameters), bits);
    signedBy(`an RSA key with ${name}`, { key, spki });
  }
  const authority = certify({
    name: named("rsa"),
    key: privateKey("rsa2048", 1),
    extensions: CA_EXTENSIONS,
    issuer: root,
    ...valid,
  });
  for (const [name, inHash, inMask] of [
    ["NULL", [der.NULL], [der.NULL]],
    ["nothing", [], []],
    ["a number beside the hash", [der.integer(1)], [der.NULL]],
    ["a number beside the hash of the mask", [der.NULL], [der.integer(1)]],
  ] as const) {
    const algorithm = pssAlgorithm("sha256", inHash, inMask);
    const signer = certify({ issuer: authority, usePss: true, algorithm, ...valid });
    both(`RSASSA-PSS with ${name}`, { signer });
  }
}

/** Times of signing next to the bounds of a certificate. */
function times({ now, add, intermediate }: VectorMaker): void {
  const end = now - 60_000;
  const signer = certify({ issuer: intermediate, notBefore: end - 60_000, notAfter: end });
  const at = (second: number, fraction: string) => {
    const text = new Date(second).toISOString().replace(/\.\d+Z$/, `${fraction}Z`);
    const edit = (h: Map<unknown, unknown>) => h.set("io.cncf.notary.authenticSigningTime", text);
    add(`authentic time ${text} to ${new Date(end).toISOString()}`, jws({ signer, scheme: AUTHORITY, edit }));
  };
  for (const fraction of ["", ".000000001", ".0000001", ".001"]) at(end, fraction);
  for (const fraction of [".999999999", ".9999", ".999"]) {
    at(end - 1_000, fraction);
    at(end - 61_000, fraction);
  }
}
