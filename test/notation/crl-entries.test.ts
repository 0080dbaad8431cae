import { parseCertificate } from "../../notation";
import { readCrl } from "../../notation/revocation/crl";
import * as x509 from "../../notation/x509";
import * as der from "./support/der";
import { extension, LEAF_EXTENSIONS, certify, NOW, pki } from "./support/pki";
import { refusal } from "./support/refusal";
import { crl, crlAt, crlEntry, reasonCode } from "./support/revocation";

jest.mock("../../notation/x509", () => {
  const actual = jest.requireActual<typeof x509>("../../notation/x509");
  return { ...actual, readExtensions: jest.fn(actual.readExtensions) };
});
const readExtensions = jest.mocked(x509.readExtensions);

const { intermediate } = pki();
const POINT = ["http://crl.example/x.crl"] as const;
const leaf = certify({ issuer: intermediate, extensions: [...LEAF_EXTENSIONS, crlAt(...POINT)] });
const certificate = parseCertificate(leaf.certificate);
const other = Buffer.of(1);

/** What a CRL of these entries says, and how often the extensions of one were read. */
function list(...moreEntries: readonly der.Der[]): { readonly said: string; readonly reads: number } {
  const bytes = crl({ issuer: intermediate, moreEntries });
  const question = {
    certificate,
    issuer: parseCertificate(intermediate.certificate),
    now: NOW,
    point: POINT,
  };
  readExtensions.mockClear();
  const said = refusal(() => readCrl(bytes, question).status);
  return { said, reads: readExtensions.mock.calls.length };
}

test.each([0, 1, 6, 7, 9, 10, 127])("the reason %i revokes", (reason) => {
  expect(list(crlEntry(certificate.serial, [reasonCode(reason)])).said).toBe("accepted: revoked");
});

test("extensions that are like those of the entry before are not read again", () => {
  const entries = Array.from({ length: 1_000 }, () => crlEntry(other, [reasonCode(1)]));
  expect(list(...entries)).toEqual({ said: "accepted: good", reads: 1 });
  expect(list(...entries, crlEntry(certificate.serial, [reasonCode(1)]))).toEqual({
    said: "accepted: revoked",
    reads: 1,
  });
});

test("extensions that are only as long as those of the entry before are read", () => {
  const mine = (reason: number) => crlEntry(certificate.serial, [reasonCode(reason)]);
  expect(list(crlEntry(other, [reasonCode(1)]), mine(8))).toEqual({ said: "accepted: good", reads: 2 });
  expect(list(crlEntry(other, [reasonCode(8)]), mine(1))).toEqual({ said: "accepted: revoked", reads: 2 });
});

test("an entry has no more extensions than there are kinds of", () => {
  const some = (count: number) =>
    Array.from({ length: count }, (_, index) => extension(`1.2.${String(index)}`, der.NULL));
  expect(list(crlEntry(other, some(8))).said).toBe("accepted: good");
  expect(list(crlEntry(other, some(9))).said).toBe(
    "crl-unusable: the CRL: has an entry with too many extensions",
  );
});
