import { parseCertificate } from "../../notation/x509";
import * as der from "./support/der";
import { certify, extension, LEAF_EXTENSIONS, nameOf, named } from "./support/pki";
import { refusal } from "./support/refusal";

/** Certificates with these are read, wherever they stand. */
const DECIDING: readonly (readonly [string, string, der.Der, string])[] = [
  ["no authority", "2.5.29.19", der.sequence(), "accepted: 1"],
  ["an authority", "2.5.29.19", der.sequence(der.boolean(true), der.integer(3)), "accepted: 1"],
  ["basic constraints that are none", "2.5.29.19", der.integer(1), "has tag 0x2 where 0x30 must be"],
  [
    "an authority that is half one",
    "2.5.29.19",
    der.sequence(der.der(0x01, Buffer.of(1))),
    "has a BOOLEAN that is not DER",
  ],
  [
    "a path length below none",
    "2.5.29.19",
    der.sequence(der.boolean(true), der.der(0x02, Buffer.of(0xff))),
    "has an INTEGER out of range",
  ],
  [
    "a path length and no authority",
    "2.5.29.19",
    der.sequence(der.integer(1)),
    "has a path length without being a certificate authority",
  ],
  ["a key usage", "2.5.29.15", der.namedBits(0), "accepted: 1"],
  ["a key usage that is none", "2.5.29.15", der.integer(3), "has tag 0x2 where 0x3 must be"],
  [
    "a key usage and something more",
    "2.5.29.15",
    Buffer.concat([der.namedBits(0), der.NULL]),
    "has a value more than it may have",
  ],
  [
    "a key usage with bits left over",
    "2.5.29.15",
    der.bits(Buffer.of(0xff), 1),
    "has a BIT STRING that is not DER",
  ],
  ["a purpose", "2.5.29.37", der.sequence(der.oid("1.2.3")), "accepted: 1"],
  ["purposes that are none", "2.5.29.37", der.integer(1), "has tag 0x2 where 0x30 must be"],
  ["a purpose that is none", "2.5.29.37", der.sequence(der.integer(1)), "has tag 0x2 where 0x6 must be"],
  [
    "half a purpose",
    "2.5.29.37",
    der.sequence(der.der(0x06, Buffer.of(0x2a, 0x86))),
    "has an OBJECT IDENTIFIER that is not DER",
  ],
  ["purposes of nothing", "2.5.29.37", der.sequence(), "has an extended key usage without a purpose"],
  [
    "purposes and something more",
    "2.5.29.37",
    Buffer.concat([der.sequence(der.oid("1.2.3")), der.NULL]),
    "has a value more than it may have",
  ],
];

test.each(DECIDING)("a certificate with %s", (_, oid, value, outcome) => {
  const { certificate } = certify({ extensions: [extension(oid, value, true)] });
  expect(refusal(() => parseCertificate(certificate).extensions.size)).toBe(
    outcome.startsWith("accepted") ? outcome : `der-malformed: ${outcome}`,
  );
});

const JUNK = der.octets(Buffer.from("zz"));
const TEXT = "der-malformed: has a name of something that is none";
const ACCEPTED = "accepted: 2";

function read(oid: string, value: der.Der, isCritical = false): string {
  const { certificate } = certify({ extensions: [...LEAF_EXTENSIONS, extension(oid, value, isCritical)] });
  return refusal(() => parseCertificate(certificate).extensions.size);
}

test.each([
  ["subject alternative name", "2.5.29.17"],
  ["name constraints", "2.5.29.30"],
  ["CRL distribution points", "2.5.29.31"],
  ["certificate policies", "2.5.29.32"],
  ["policy mappings", "2.5.29.33"],
  ["authority key identifier", "2.5.29.35"],
  ["policy constraints", "2.5.29.36"],
  ["authority information access", "1.3.6.1.5.5.7.1.1"],
])("a certificate whose %s is no list is refused", (_, oid) => {
  expect(read(oid, JUNK)).toBe("der-malformed: has tag 0x4 where 0x30 must be");
});

const NAME = nameOf(named("x"));
const names = (tag: number, content: der.Der | string) => der.sequence(der.der(tag, content));
const subtrees = (number: number, ...bases: readonly der.Der[]) =>
  der.explicit(number, ...bases.map((base) => der.sequence(base)));
const CONSTRAINT = "der-malformed: has a name constraint that is none";
const RANGE = "der-malformed: has an INTEGER out of range";
const points = (...parts: readonly der.Der[]) => der.sequence(der.sequence(...parts));
const fullName = (...generalNames: readonly der.Der[]) =>
  points(der.explicit(0, der.explicit(0, ...generalNames)));
const MORE = "der-malformed: has a value more than it may have";
const HALF = der.der(0x06, Buffer.of(0x2a, 0x86));
const access = (...parts: readonly der.Der[]) => der.sequence(der.sequence(...parts));
const policy = der.sequence(der.oid("1.2.3"));

test.each<[string, string, der.Der, string]>([
  ["a subject key identifier", "2.5.29.14", der.octets(Buffer.of(1)), ACCEPTED],
  ["a list for a subject key", "2.5.29.14", der.sequence(), "der-malformed: has tag 0x30 where 0x4 must be"],
  ["a key identifier", "2.5.29.35", der.sequence(der.implicit(0, "x"), der.explicit(1, NAME)), ACCEPTED],
  ["the serial number of an issuer", "2.5.29.35", der.sequence(der.implicit(2, Buffer.of(1))), ACCEPTED],
  ["two keys", "2.5.29.14", Buffer.concat([der.octets(NAME), der.NULL]), MORE],
  ["a DNS name", "2.5.29.17", names(0x82, "a.example"), ACCEPTED],
  ["a DNS name beyond ASCII", "2.5.29.17", names(0x82, Buffer.of(0xff)), TEXT],
  ["a DNS name that ends beyond ASCII", "2.5.29.17", names(0x82, Buffer.of(0x61, 0x80)), TEXT],
  ["a DNS name of the last of ASCII", "2.5.29.17", names(0x82, Buffer.of(0x7f)), ACCEPTED],
  ["an address of IPv4", "2.5.29.17", names(0x87, Buffer.alloc(4)), ACCEPTED],
  ["an address of IPv6", "2.5.29.17", names(0x87, Buffer.alloc(16)), ACCEPTED],
  ["an address of three bytes", "2.5.29.17", names(0x87, Buffer.alloc(3)), TEXT],
  ["a directory name", "2.5.29.17", names(0xa4, NAME), ACCEPTED],
  ["another name", "2.5.29.17", names(0x89, "x"), TEXT],
  ...[0xa0, 0xa3, 0xa4, 0xa5, 0x88].map((tag): [string, string, der.Der, string] => [
    `a name of the kind ${tag.toString(16)}`,
    "2.5.29.17",
    names(tag, ""),
    ACCEPTED,
  ]),
  ["a permitted name", "2.5.29.30", der.sequence(subtrees(0, der.implicit(2, "x"))), ACCEPTED],
  ["an excluded range", "2.5.29.30", der.sequence(subtrees(1, der.implicit(7, Buffer.alloc(8)))), ACCEPTED],
  ["a range of IPv6", "2.5.29.30", der.sequence(subtrees(1, der.implicit(7, Buffer.alloc(32)))), ACCEPTED],
  ["a range without a mask", "2.5.29.30", der.sequence(subtrees(1, der.implicit(7, Buffer.alloc(4)))), TEXT],
  ["no constraint", "2.5.29.30", der.sequence(), "der-malformed: has name constraints without a name"],
  ["no name", "2.5.29.30", der.sequence(subtrees(0)), "der-malformed: has name constraints without a name"],
  ["a constraint of two dots", "2.5.29.30", der.sequence(subtrees(0, der.implicit(2, "a..b"))), CONSTRAINT],
  ["a mailbox without a name", "2.5.29.30", der.sequence(subtrees(1, der.implicit(1, "@a"))), CONSTRAINT],
  ["an address for a host", "2.5.29.30", der.sequence(subtrees(1, der.implicit(6, "10.0.0.1"))), CONSTRAINT],
  [
    "a mask that is no prefix",
    "2.5.29.30",
    der.sequence(subtrees(0, der.implicit(7, Buffer.from("0a000000ff00ff00", "hex")))),
    CONSTRAINT,
  ],
  ["a mailbox", "2.5.29.30", der.sequence(subtrees(0, der.implicit(1, "a.b@c.example"))), ACCEPTED],
  ["a point by an address of IPv4", "2.5.29.31", fullName(der.implicit(7, Buffer.alloc(4))), ACCEPTED],
  ["a point by an address of IPv6", "2.5.29.31", fullName(der.implicit(7, Buffer.alloc(16))), ACCEPTED],
  [
    "a point by two names",
    "2.5.29.31",
    fullName(der.implicit(6, "http://x"), der.explicit(4, NAME)),
    ACCEPTED,
  ],
  ["a point by a name beyond ASCII", "2.5.29.31", fullName(der.implicit(6, Buffer.of(0xff))), TEXT],
  ["a point by a name that is a range", "2.5.29.31", fullName(der.implicit(7, Buffer.alloc(8))), TEXT],
  ["a point by something more", "2.5.29.31", points(der.explicit(0, der.explicit(0), der.NULL)), MORE],
  ["a point for some reasons", "2.5.29.31", points(der.implicit(1, Buffer.of(1, 2))), ACCEPTED],
  ["a point for more than reasons", "2.5.29.31", points(der.implicit(3, "x")), MORE],
  [
    "an access by no method",
    "1.3.6.1.5.5.7.1.1",
    access(der.octets(Buffer.of(1)), der.implicit(6, "x")),
    "der-malformed: has tag 0x4 where 0x6 must be",
  ],
  [
    "an access by half a method",
    "1.3.6.1.5.5.7.1.1",
    access(HALF, der.implicit(6, "x")),
    "der-malformed: has an OBJECT IDENTIFIER that is not DER",
  ],
  ["an access to nothing", "1.3.6.1.5.5.7.1.1", access(der.oid("1.2")), "der-malformed: ends too early"],
  ["an access to two", "1.3.6.1.5.5.7.1.1", access(der.oid("1.2"), der.NULL, der.NULL), MORE],
  ["a point of an issuer", "2.5.29.31", der.sequence(der.sequence(der.explicit(2, der.NULL))), ACCEPTED],
  [
    "a point by a part of a name",
    "2.5.29.31",
    der.sequence(der.sequence(der.explicit(0, der.explicit(1, der.NULL)))),
    ACCEPTED,
  ],
  [
    "a point by nothing",
    "2.5.29.31",
    der.sequence(der.sequence(der.explicit(0))),
    "der-malformed: has nothing where 0xa1 must be",
  ],
  ["a policy", "2.5.29.32", der.sequence(policy), ACCEPTED],
  [
    "a policy with qualifiers",
    "2.5.29.32",
    der.sequence(der.sequence(der.oid("1.2.3"), der.sequence())),
    ACCEPTED,
  ],
  [
    "a policy with something more",
    "2.5.29.32",
    der.sequence(der.sequence(der.oid("1.2.3"), der.sequence(), der.NULL)),
    MORE,
  ],
  ["a policy twice", "2.5.29.32", der.sequence(policy, policy), "der-malformed: has the policy 1.2.3 twice"],
  [
    "policies that are one",
    "2.5.29.33",
    der.sequence(der.sequence(der.oid("1.2"), der.oid("1.3"))),
    ACCEPTED,
  ],
  [
    "three policies that are one",
    "2.5.29.33",
    der.sequence(der.sequence(der.oid("1.2"), der.oid("1.3"), der.oid("1.4"))),
    MORE,
  ],
  [
    "a policy that is half of one",
    "2.5.29.33",
    der.sequence(der.sequence(der.oid("1.2"), HALF)),
    "der-malformed: has an OBJECT IDENTIFIER that is not DER",
  ],
  ["half a mapping", "2.5.29.33", der.sequence(policy), "der-malformed: has nothing where 0x6 must be"],
  ["a wanted policy", "2.5.29.36", der.sequence(der.implicit(0, Buffer.of(0))), ACCEPTED],
  [
    "no number",
    "2.5.29.36",
    der.sequence(der.implicit(1, "")),
    "der-malformed: has an INTEGER that is not DER",
  ],
  ["fewer policies than none", "2.5.29.36", der.sequence(der.implicit(0, Buffer.of(0xff))), RANGE],
  ["too late a policy", "2.5.29.36", der.sequence(der.implicit(1, Buffer.alloc(9, 1))), RANGE],
  ["too late a policy for any", "2.5.29.54", der.integer(2n ** 63n), RANGE],
  ["no policy for any", "2.5.29.54", der.integer(0), ACCEPTED],
  ["two numbers for any", "2.5.29.54", Buffer.concat([der.integer(0), der.NULL]), MORE],
  ["no number for any", "2.5.29.54", der.sequence(), "der-malformed: has tag 0x30 where 0x2 must be"],
])("a certificate with %s", (_, oid, value, outcome) => {
  expect(read(oid, value)).toBe(outcome);
});

test.each([
  ["2.5.29.14", der.octets(Buffer.of(1))],
  ["2.5.29.35", der.sequence()],
  ["1.3.6.1.5.5.7.1.1", der.sequence()],
])("the extension %s is never critical", (oid, value) => {
  expect(read(oid, value)).toBe(ACCEPTED);
  expect(read(oid, value, true)).toBe(`der-malformed: has the extension ${oid} as a critical one`);
});

describe("a name constraint", () => {
  const of = (base: der.Der) => read("2.5.29.30", der.sequence(subtrees(0, base)));
  const [HOST, MAIL, URI] = [2, 1, 6];

  test.each([
    [HOST, ["", "example.com", ".example.com", "a"], ["..a", "a.", "a b", "a..b"]],
    [MAIL, ["", "example.com", ".example.com", "a.b+c@d.e"], ["a@", "@a", "a@.b", "a..b@c", "a b@c"]],
    [URI, ["", "example.com", ".example.com"], ["a..b", "a b", "a:443", "https://a/", "10.0.0.1", "1.2"]],
  ])("of the kind %i", (kind, good, bad) => {
    for (const text of good) expect([text, of(der.implicit(kind, text))]).toEqual([text, ACCEPTED]);
    for (const text of bad) expect([text, of(der.implicit(kind, text))]).toEqual([text, CONSTRAINT]);
  });

  test.each([
    ["00000000", ACCEPTED],
    ["80000000", ACCEPTED],
    ["ff800000", ACCEPTED],
    ["ffffffff", ACCEPTED],
    ["7f000000", CONSTRAINT],
    ["ff7f0000", CONSTRAINT],
    ["ff000001", CONSTRAINT],
  ])("of addresses by the mask %s", (mask, outcome) => {
    expect(of(der.implicit(7, Buffer.from(`0a000001${mask}`, "hex")))).toBe(outcome);
  });

  test("of a directory is not read", () => {
    expect(of(der.explicit(4, NAME))).toBe(ACCEPTED);
  });
});
