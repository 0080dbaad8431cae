import { checkRoot, parseCertificate, PURPOSE, type Purpose } from "../../notation/x509";
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
  named,
  NOW,
  pki,
  privateKey,
  purposes,
  YEAR,
} from "./support/pki";
import { at, check, checkLeaf, OK } from "./support/chain";
import { refusal } from "./support/refusal";

/** The chain of a signing certificate below an intermediate with these options. */
function below(options: CertificateOptions): readonly Buffer[] {
  const { root } = pki();
  const intermediate = certify({
    name: named("intermediate"),
    key: privateKey("p256", 2),
    extensions: CA_EXTENSIONS,
    issuer: root,
    ...options,
  });
  return certify({ issuer: intermediate }).chain;
}

test("a name with a text that is none is refused, of a signer and of an authority", () => {
  const rawName = der.sequence(der.setOf(der.sequence(der.oid("2.5.4.3"), der.der(0x0c, Buffer.of(0xff)))));
  const message = "has a text that is not utf-8";
  expect(checkLeaf({ rawName })).toBe(at(1, message, "der-malformed"));
  expect(check(below({ rawName }))).toBe(at(2, message, "der-malformed"));
});

describe("a certificate authority", () => {
  test.each<[string, readonly Uint8Array[], string, string]>([
    [
      "without basic constraints",
      [keyUsage(["keyCertSign"])],
      "basic-constraints",
      "its basic constraints are not critical with cA true",
    ],
    [
      "with cA false",
      [basicConstraints(false), keyUsage(["keyCertSign"])],
      "basic-constraints",
      "its basic constraints are not critical with cA true",
    ],
    [
      "with cA false in so many words",
      [extension("2.5.29.19", der.sequence(der.boolean(false)), true), keyUsage(["keyCertSign"])],
      "basic-constraints",
      "its basic constraints are not critical with cA true",
    ],
    [
      "with basic constraints that are not critical",
      [basicConstraints(true, undefined, false), keyUsage(["keyCertSign"])],
      "basic-constraints",
      "its basic constraints are not critical with cA true",
    ],
    ["without key usage", [basicConstraints(true)], "key-usage", "it has no key usage"],
    [
      "with a key usage that is not critical",
      [basicConstraints(true), keyUsage(["keyCertSign"], false)],
      "key-usage",
      "its key usage is not critical",
    ],
    [
      "without keyCertSign",
      [basicConstraints(true), keyUsage(["digitalSignature"])],
      "key-usage",
      "its key usage does not have keyCertSign",
    ],
  ])("%s is refused", (_, extensions, code, message) => {
    expect(check(below({ extensions }))).toBe(at(2, message, code));
  });

  test("may have a path length that suffices, and no smaller one", () => {
    const limited = (pathLength: number) => {
      const root = certify({
        name: named("root"),
        key: privateKey("p256", 1),
        extensions: [basicConstraints(true, pathLength), keyUsage(["keyCertSign"])],
      });
      const intermediate = certify({
        name: named("intermediate"),
        key: privateKey("p256", 2),
        extensions: CA_EXTENSIONS,
        issuer: root,
      });
      return check(certify({ issuer: intermediate }).chain);
    };
    expect(limited(1)).toBe(OK);
    expect(limited(0)).toBe(
      at(3, "its path length is 0 but 1 certificate authorities are below it", "path-length"),
    );
  });

  test("may have an unknown critical extension and be expired", () => {
    const extensions = [...CA_EXTENSIONS, extension("1.2.3.4", der.NULL, true)];
    expect(check(below({ extensions, notAfter: NOW - YEAR }))).toBe(OK);
  });
});

describe("a signing certificate", () => {
  test.each([
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
  ] as const)("with %s is refused", (name) => {
    expect(checkLeaf({ extensions: [keyUsage(["digitalSignature", name])] })).toBe(
      at(1, `its key usage must not have ${name}`, "key-usage"),
    );
  });

  test("without digitalSignature is refused", () => {
    expect(checkLeaf({ extensions: [extension("2.5.29.15", der.namedBits(1), true)] })).toBe(
      at(1, "its key usage does not have digitalSignature", "key-usage"),
    );
  });

  test("with nonRepudiation beside digitalSignature is accepted", () => {
    expect(checkLeaf({ extensions: [extension("2.5.29.15", der.namedBits(0, 1), true)] })).toBe(OK);
  });

  test("without key usage, or with one that is not critical, is refused", () => {
    expect(checkLeaf({ extensions: [] })).toBe(at(1, "it has no key usage", "key-usage"));
    expect(checkLeaf({ extensions: [keyUsage(["digitalSignature"], false)] })).toBe(
      at(1, "its key usage is not critical", "key-usage"),
    );
  });

  test("may have basic constraints with cA false, critical or not, but not cA true", () => {
    expect(checkLeaf({ extensions: [...LEAF_EXTENSIONS, basicConstraints(false)] })).toBe(OK);
    expect(checkLeaf({ extensions: [...LEAF_EXTENSIONS, basicConstraints(false, undefined, false)] })).toBe(
      OK,
    );
    expect(checkLeaf({ extensions: [...LEAF_EXTENSIONS, basicConstraints(true)] })).toBe(
      at(1, "it signs but is a certificate authority", "basic-constraints"),
    );
  });

  test.each([
    ["anyExtendedKeyUsage", "2.5.29.37.0"],
    ["serverAuth", "1.3.6.1.5.5.7.3.1"],
    ["clientAuth", "1.3.6.1.5.5.7.3.2"],
    ["emailProtection", "1.3.6.1.5.5.7.3.4"],
    ["timeStamping", "1.3.6.1.5.5.7.3.8"],
    ["OCSPSigning", "1.3.6.1.5.5.7.3.9"],
  ])("for %s is refused", (name, oid) => {
    const extensions = [...LEAF_EXTENSIONS, purposes(["1.3.6.1.5.5.7.3.3", oid])];
    expect(checkLeaf({ extensions })).toBe(
      at(1, `its extended key usage must not have ${name}`, "extended-key-usage"),
    );
  });

  test("for codeSigning and purposes of its own is accepted", () => {
    expect(checkLeaf({ extensions: [...LEAF_EXTENSIONS, purposes(["1.3.6.1.5.5.7.3.3", "1.2.3.4"])] })).toBe(
      OK,
    );
  });
});

describe("a timestamping certificate", () => {
  const leaf = (extensions: readonly Uint8Array[]): Identity => pki({ extensions }).leaf;
  const wrong = at(1, "its extended key usage is not critical with timeStamping alone", "extended-key-usage");

  test.each<[string, readonly Uint8Array[], string]>([
    ["critical timeStamping alone", [...LEAF_EXTENSIONS, purposes([PURPOSE.timeStamping], true)], OK],
    [
      "a key usage that is not critical",
      [keyUsage(["digitalSignature"], false), purposes([PURPOSE.timeStamping], true)],
      OK,
    ],
    ["timeStamping that is not critical", [...LEAF_EXTENSIONS, purposes([PURPOSE.timeStamping])], wrong],
    ["any purpose alone", [...LEAF_EXTENSIONS, purposes([PURPOSE.any], true)], wrong],
    ["another purpose too", [...LEAF_EXTENSIONS, purposes([PURPOSE.timeStamping, "1.2.3"], true)], wrong],
    ["no purpose", LEAF_EXTENSIONS, wrong],
  ])("with %s", (_, extensions, message) => {
    expect(check(leaf(extensions).chain, "timestamping")).toBe(message);
  });
});

describe("a root", () => {
  const { root, intermediate } = pki();
  const ask = ({ certificate }: Identity, purpose: Purpose = "codeSigning") =>
    refusal(() => {
      checkRoot(parseCertificate(certificate), purpose);
      return "root";
    });
  const having = (extensions: readonly der.Der[]) => certify({ name: named("root"), extensions });

  test("above signing certificates alone is accepted", () => {
    expect(ask(root)).toBe("accepted: root");
    expect(ask(having([basicConstraints(true, 0), keyUsage(["keyCertSign"])]))).toBe("accepted: root");
  });

  test("has a name that can be read", () => {
    const rawName = der.sequence(der.setOf(der.sequence(der.oid("2.5.4.3"), der.NULL)));
    expect(ask(certify({ rawName, extensions: CA_EXTENSIONS }))).toBe(
      "der-malformed: has a name with a value that is not text",
    );
  });

  test("is an authority", () => {
    expect(ask(having(LEAF_EXTENSIONS))).toBe(
      "basic-constraints: its basic constraints are not critical with cA true",
    );
  });

  test("is self-signed", () => {
    expect(ask(intermediate)).toBe("chain-root-missing: it is the last one but not self-signed");
  });

  test("has a key usage that is critical, but for timestamps", () => {
    const loose = having([basicConstraints(true), keyUsage(["keyCertSign"], false)]);
    expect(ask(loose)).toBe("key-usage: its key usage is not critical");
    expect(ask(loose, "timestamping")).toBe("accepted: root");
  });
});
