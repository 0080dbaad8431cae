import { parseCertificate } from "../../notation/x509";
import * as der from "./support/der";
import { certify, extension, LEAF_EXTENSIONS, nameOf, named } from "./support/pki";
import { refusal } from "./support/refusal";

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
const access = (...parts: readonly der.Der[]) => der.sequence(der.sequence(...parts));
const policy = der.sequence(der.oid("1.2.3"));

test.each<[string, string, der.Der, string]>([
  ["a subject key identifier", "2.5.29.14", der.octets(Buffer.of(1)), ACCEPTED],
  ["a list for a subject key", "2.5.29.14", der.sequence(), "der-malformed: has tag 0x30 where 0x4 must be"],
  ["a key identifier", "2.5.29.35", der.sequence(der.implicit(0, "x"), der.explicit(1, NAME)), ACCEPTED],
  ["a DNS name", "2.5.29.17", names(0x82, "a.example"), ACCEPTED],
  ["a DNS name beyond ASCII", "2.5.29.17", names(0x82, Buffer.of(0xff)), TEXT],
  ["an address of IPv4", "2.5.29.17", names(0x87, Buffer.alloc(4)), ACCEPTED],
  ["an address of IPv6", "2.5.29.17", names(0x87, Buffer.alloc(16)), ACCEPTED],
  ["an address of three bytes", "2.5.29.17", names(0x87, Buffer.alloc(3)), TEXT],
  ["a directory name", "2.5.29.17", names(0xa4, NAME), ACCEPTED],
  ["another name", "2.5.29.17", names(0x89, "x"), TEXT],
  ["a permitted name", "2.5.29.30", der.sequence(subtrees(0, der.implicit(2, "x"))), ACCEPTED],
  ["an excluded range", "2.5.29.30", der.sequence(subtrees(1, der.implicit(7, Buffer.alloc(8)))), ACCEPTED],
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
  ["a point for some reasons", "2.5.29.31", points(der.implicit(1, Buffer.of(1, 2))), ACCEPTED],
  [
    "a point for more than reasons",
    "2.5.29.31",
    points(der.implicit(3, "x")),
    "der-malformed: has a value more than it may have",
  ],
  [
    "an access by no method",
    "1.3.6.1.5.5.7.1.1",
    access(der.octets(Buffer.of(1)), der.implicit(6, "x")),
    "der-malformed: has tag 0x4 where 0x6 must be",
  ],
  [
    "an access by half a method",
    "1.3.6.1.5.5.7.1.1",
    access(der.der(0x06, Buffer.of(0x2a, 0x86)), der.implicit(6, "x")),
    "der-malformed: has an OBJECT IDENTIFIER that is not DER",
  ],
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
  ["a policy twice", "2.5.29.32", der.sequence(policy, policy), "der-malformed: has the policy 1.2.3 twice"],
  [
    "policies that are one",
    "2.5.29.33",
    der.sequence(der.sequence(der.oid("1.2"), der.oid("1.3"))),
    ACCEPTED,
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
