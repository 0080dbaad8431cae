import { parseCertificate } from "../../notation";
import { type CrlQuestion, readCrl } from "../../notation/revocation/crl";
import { type StatusQuestion } from "../../notation/revocation/status-question";
import { workOf } from "../support/work";
import * as der from "./support/der";
import {
  basicConstraints,
  CA_EXTENSIONS,
  certify,
  extension,
  keyUsage,
  LEAF_EXTENSIONS,
  named,
  NOW,
  pki,
  privateKey,
  signatureAlgorithm,
} from "./support/pki";
import { refusal } from "./support/refusal";
import {
  crl,
  crlAt,
  crlEntry,
  type CrlOptions,
  invalidityDate,
  issuedAt,
  reasonCode,
} from "./support/revocation";

const { intermediate } = pki();
const POINT = ["http://crl.example/x.crl"] as const;
const leaf = certify({
  issuer: intermediate,
  extensions: [...LEAF_EXTENSIONS, crlAt(...POINT)],
});
const question: StatusQuestion = {
  certificate: parseCertificate(leaf.certificate),
  issuer: parseCertificate(intermediate.certificate),
  now: NOW,
};
const serial = question.certificate.serial;
const list = (options: Partial<CrlOptions> = {}, more: Partial<CrlQuestion> = {}) =>
  refusal(
    () => readCrl(crl({ issuer: intermediate, ...options }), { ...question, point: POINT, ...more }).status,
  );

test.each<[string, Partial<CrlOptions>, string]>([
  ["that is empty", {}, "accepted: good"],
  ["with others", { serials: [Buffer.of(1), Buffer.of(2)] }, "accepted: good"],
  ["with the certificate", { serials: [Buffer.of(1), serial] }, "accepted: revoked"],
  [
    "with the certificate on hold",
    { serials: [serial], entryExtensions: [reasonCode(6)] },
    "accepted: revoked",
  ],
  [
    "with the certificate taken off again",
    { serials: [serial], entryExtensions: [reasonCode(8)] },
    "accepted: good",
  ],
  ["that ends now", { nextUpdate: NOW }, "accepted: good"],
  ["out of date", { nextUpdate: NOW - 1_000 }, "crl-unusable: the CRL: is out of date"],
  ["without an end", { nextUpdate: null }, "crl-unusable: the CRL: is out of date"],
  ["of the future", { thisUpdate: NOW + 5 * 60_000 + 1_000 }, "crl-unusable: the CRL: is of the future"],
  [
    "of the future that holds the certificate",
    { thisUpdate: NOW + 10 * 60_000, serials: [serial] },
    "crl-unusable: the CRL: is of the future",
  ],
  ["by a clock that is five minutes ahead", { thisUpdate: NOW + 5 * 60_000 }, "accepted: good"],
  [
    "by somebody else",
    {
      issuer: certify({
        name: named("intermediate"),
        key: privateKey("p256", 22),
        extensions: CA_EXTENSIONS,
      }),
    },
    "crl-unusable: the CRL: is not signed by the issuer of the certificate",
  ],
  [
    "that names two algorithms",
    { inner: signatureAlgorithm(intermediate.key, "sha384") },
    "crl-unusable: the CRL: names two different signature algorithms",
  ],
  [
    "that names a delta",
    { extensions: [extension("2.5.29.46", der.sequence())] },
    "crl-unusable: the CRL: needs a delta CRL, which is not read",
  ],
  [
    "with the certificate that names a delta",
    { serials: [serial], extensions: [extension("2.5.29.46", der.sequence())] },
    "accepted: revoked",
  ],
  ["with another name", { name: leaf.name }, "crl-unusable: the CRL: is of another issuer"],
  [
    "that is a delta",
    { extensions: [extension("2.5.29.27", der.integer(1), true)] },
    "crl-unusable: the CRL: is a delta CRL",
  ],
  [
    "with a critical extension",
    { extensions: [extension("1.2.3", der.NULL, true)] },
    "crl-unusable: the CRL: has the critical extension 1.2.3",
  ],
  [
    "with a critical extension in the entry",
    { serials: [serial], entryExtensions: [extension("1.2.3", der.NULL, true)] },
    "crl-unusable: the CRL: has an entry with the critical extension 1.2.3",
  ],
  [
    "with a critical extension in the entry of another certificate",
    { moreEntries: [crlEntry(Buffer.of(1), [extension("1.2.3", der.NULL, true)])] },
    "crl-unusable: the CRL: has an entry with the critical extension 1.2.3",
  ],
  [
    "with a critical extension behind the certificate",
    {
      serials: [serial],
      moreEntries: [crlEntry(Buffer.of(1), [extension("2.5.29.29", der.sequence(), true)])],
    },
    "crl-unusable: the CRL: has an entry with the critical extension 2.5.29.29",
  ],
  [
    "with the certificate by a serial number that is not the shortest",
    { serials: [Buffer.concat([Buffer.of(0), serial])] },
    "der-malformed: the CRL: has an INTEGER that is not DER",
  ],
  [
    "with another serial number that is not the shortest",
    { serials: [serial, Buffer.of(0, 1)] },
    "der-malformed: the CRL: has an INTEGER that is not DER",
  ],
  [
    "with an entry without a date",
    { moreEntries: [der.sequence(der.integer(1), der.octets(Buffer.of(1)))] },
    "der-malformed: the CRL: has tag 0x4 where 0x18 must be",
  ],
  [
    "with an entry of more than three parts",
    { moreEntries: [der.sequence(der.integer(1), der.time(NOW), der.sequence(), der.NULL)] },
    "der-malformed: the CRL: has a value more than it may have",
  ],
  [
    "with critical extensions in the entry that are read",
    {
      serials: [serial],
      entryExtensions: [
        extension("2.5.29.21", der.integer(1, 0x0a), true),
        extension("2.5.29.24", der.time(NOW - 1_000), true),
      ],
    },
    "accepted: revoked",
  ],
  [
    "for attribute certificates",
    { extensions: [extension("2.5.29.28", der.sequence(der.implicit(5, Buffer.of(0xff))), true)] },
    "crl-unusable: the CRL: is for certificates of another kind",
  ],
  [
    "for users",
    { extensions: [extension("2.5.29.28", der.sequence(der.implicit(1, Buffer.of(0xff))), true)] },
    "accepted: good",
  ],
  [
    "for authorities",
    { extensions: [extension("2.5.29.28", der.sequence(der.implicit(2, Buffer.of(0xff))), true)] },
    "crl-unusable: the CRL: is for certificates of another kind",
  ],
  [
    "that is indirect",
    { extensions: [extension("2.5.29.28", der.sequence(der.implicit(4, Buffer.of(0xff))), true)] },
    "crl-unusable: the CRL: is an indirect CRL",
  ],
  [
    "of the place where it is looked for",
    { extensions: [issuedAt("http://other.example/", "http://crl.example/x.crl")] },
    "accepted: good",
  ],
  [
    "of another place",
    { extensions: [issuedAt("http://crl.example/y.crl")] },
    "crl-unusable: the CRL: is of another distribution point",
  ],
  [
    "of a place that is no address",
    {
      extensions: [
        extension("2.5.29.28", der.sequence(der.explicit(0, der.explicit(1, der.sequence()))), true),
      ],
    },
    "crl-unusable: the CRL: is of another distribution point",
  ],
  [
    "for some reasons",
    { extensions: [extension("2.5.29.28", der.sequence(der.implicit(3, Buffer.of(1, 2))), true)] },
    "crl-unusable: the CRL: is for some reasons only",
  ],
])("a CRL %s", (_, options, message) => {
  expect(list(options)).toBe(message);
});

test("of two entries of a certificate the one that counts holds", () => {
  const late = crlEntry(serial, [invalidityDate(NOW)]);
  const signed = { signingTime: NOW - 5_000 };
  expect(list({ moreEntries: [late] }, signed)).toBe("accepted: good");
  expect(list({ moreEntries: [late, crlEntry(serial)] }, signed)).toBe("accepted: revoked");
});

test("a CRL with more entries than any authority has is read in time", async () => {
  const entry = crlEntry(Buffer.of(1), [reasonCode(1)]);
  const moreEntries = [Buffer.concat(Array.from({ length: 200_000 }, () => entry))];
  const bytes = crl({ issuer: intermediate, moreEntries });
  const { value, milliseconds } = await workOf(3_000, () => readCrl(bytes, { ...question, point: POINT }));
  expect(value).toEqual({ status: "good" });
  expect(milliseconds).toBeLessThan(3_000);
});

test("a CRL is not enough for a certificate that names a delta CRL", () => {
  const freshest = extension("2.5.29.46", der.sequence());
  const named = certify({ issuer: intermediate, extensions: [...LEAF_EXTENSIONS, freshest] });
  expect(list({}, { certificate: parseCertificate(named.certificate) })).toBe(
    "crl-unusable: the CRL: needs a delta CRL, which is not read",
  );
});

test("a CRL of an issuer whose key usage has no cRLSign is not usable", () => {
  const { certificate } = certify({
    name: named("intermediate"),
    key: intermediate.key,
    issuer: pki().root,
    extensions: [basicConstraints(true), keyUsage(["keyCertSign"])],
  });
  expect(list({}, { issuer: parseCertificate(certificate) })).toBe(
    "crl-unusable: the CRL: is of an issuer that may not sign CRLs",
  );
});
