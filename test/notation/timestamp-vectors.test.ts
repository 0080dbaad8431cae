import { IssuerCache, parseCertificate } from "../../notation";
import { type Timestamp, verifyTimestamp } from "../../notation/timestamp";
import { describeWith, NOTATION_VERDICT } from "../support/tools";
import { jws, REFERENCE, SUBJECT } from "./support/envelope";
import { GO, moduleFile, notationGo } from "./support/notation-go";
import * as der from "./support/der";
import {
  basicConstraints,
  CA_EXTENSIONS,
  certify,
  type CertificateOptions,
  keyUsage,
  LEAF_EXTENSIONS,
  named,
  pki,
  privateKey,
  YEAR,
} from "./support/pki";
import { ODD_TOKENS } from "./support/odd-tokens";
import { policyText, statement } from "./support/policy";
import { refusal } from "./support/refusal";
import { attribute, reverse, timestampingAuthority, timestampToken, type TokenOptions } from "./support/tsa";
import { outcome, verify } from "./support/verify";

const MODULE = "github.com/notaryproject/tspclient-go";

/** What tspclient-go's own test data comes to; its root is GlobalSign's and what was timestamped is "notation". */
const EXPECTED: Readonly<Record<string, string>> = {
  "TimeStampToken.p7s": "accepted: 2021-09-17T14:09:09.000Z to 2021-09-17T14:09:11.000Z",
  "SHA1TimeStampToken.p7s":
    "timestamp-invalid: the timestamp: the hash 1.2.840.113549.1.1.5 is not SHA-256, SHA-384 or SHA-512",
  "TimeStampTokenWithInvalidSignature.p7s":
    "timestamp-invalid: the timestamp: the signature does not fit what was signed",
  "TimeStampTokenWithInvalideContentType.p7s": "der-malformed: the timestamp: does not hold a TSTInfo",
  "TimeStampTokenWithMismatchCertHash.p7s":
    "timestamp-invalid: the timestamp: the signing certificate is not the one of SigningCertificateV2",
  "TimeStampTokenWithSHA1CertHash.p7s":
    "timestamp-invalid: the timestamp: the hash 1.3.14.3.2.26 is not SHA-256, SHA-384 or SHA-512",
  "TimeStampTokenWithTSTInfoVersion2.p7s": "der-malformed: the timestamp: is not a TSTInfo of version 1",
  "TimeStampTokenWithValidAndInvalidSignerInfos.p7s":
    "der-malformed: the timestamp: has more than one signer",
  "TimeStampTokenWithoutCertificate.p7s":
    "timestamp-invalid: the timestamp: the signing certificate is not in it",
  "TimeStampTokenWithoutSigningCertificate.p7s":
    "timestamp-invalid: the timestamp: the signed attribute SigningCertificateV2 is missing",
};

describeWith([NOTATION_VERDICT, GO], "the tokens that tspclient-go publishes", () => {
  test.each(Object.entries(EXPECTED))("%s", (name, expected) => {
    const root = parseCertificate(readCertificate(moduleFile(MODULE, "testdata", "GlobalSignRootCA.crt")));
    const token = moduleFile(MODULE, "testdata", name);
    const found = refusal(() =>
      rangeOf(verifyTimestamp(token, Buffer.from("notation"), [root], new IssuerCache())),
    );
    expect(found.slice(0, expected.length)).toBe(expected);
  });

  test("of another message is refused", () => {
    const root = parseCertificate(readCertificate(moduleFile(MODULE, "testdata", "GlobalSignRootCA.crt")));
    const token = moduleFile(MODULE, "testdata", "TimeStampToken.p7s");
    expect(refusal(() => verifyTimestamp(token, Buffer.from("Notation"), [root], new IssuerCache()))).toBe(
      "timestamp-mismatch: the timestamp: it was made for another signature",
    );
  });
});

function rangeOf({ earliest, latest }: Timestamp): string {
  return [earliest, latest].map((time) => new Date(time).toISOString()).join(" to ");
}

function readCertificate(file: Buffer): Buffer {
  const text = file.toString("latin1");
  return text.includes("BEGIN") ? Buffer.from(text.replace(/-----[A-Z ]+-----|\s/g, ""), "base64") : file;
}

const now = Math.floor(Date.now() / 1_000) * 1_000;
const valid = { notBefore: now - YEAR, notAfter: now + YEAR };

describeWith([NOTATION_VERDICT], "our own timestamps", () => {
  test("get the verdict of notation-go, but for the differences that are explained", async () => {
    const { root: tsaRoot, tsa } = timestampingAuthority(valid, valid);
    const expired = pki({ notAfter: now - 5_000 }, "p256", { notBefore: now - YEAR, notAfter: now + YEAR });
    const stranger = timestampingAuthority(valid, { ...valid, key: privateKey("p256", 14) });
    const between = (change: CertificateOptions = {}) =>
      certify({
        ...valid,
        name: named("tsa between"),
        key: privateKey("p256", 15),
        extensions: CA_EXTENSIONS,
        issuer: tsaRoot,
        ...change,
      });
    const good = between();
    const { tsa: below } = timestampingAuthority({ ...valid, issuer: good });
    const beside = (name: string, change: CertificateOptions) => ({
      name,
      time: now - 60_000,
      tsa: below,
      certificates: [below, between(change), good].map(({ certificate }) => certificate),
    });
    const cases: (Partial<TokenOptions> & { readonly name: string; readonly difference?: string })[] = [
      { name: "in the validity", time: now - 60_000 },
      { name: "after the validity", time: now },
      { name: "that may be after the validity", time: now - 6_000, accuracy: [der.integer(2)] },
      { name: "that cannot be after the validity", time: now - 7_000, accuracy: [der.integer(2)] },
      { name: "under the baseline policy", time: now - 5_000, policy: "0.4.0.2023.1.1" },
      { name: "under another policy", time: now - 5_000, policy: "0.4.0.2023.1.2" },
      { name: "of something else", time: now - 60_000, message: Buffer.of(1) },
      { name: "with SHA-1", time: now - 60_000, imprintHash: "sha1" },
      { name: "signed with SHA-384", time: now - 60_000, hash: "sha384" },
      { name: "of a stranger", time: now - 60_000, tsa: stranger.tsa },
      { name: "of version 2", time: now - 60_000, tstVersion: 2 },
      beside("beside an authority by SHA-1", { hash: "sha1" }),
      beside("beside no authority", { extensions: LEAF_EXTENSIONS }),
      beside("beside an authority that signed itself", { issuer: undefined }),
      beside("beside an authority that may not sign", {
        extensions: [basicConstraints(true), keyUsage(["cRLSign"])],
      }),
      beside("beside an authority without key usage", { extensions: CA_EXTENSIONS.slice(0, 1) }),
      { name: "without certificates", time: now - 60_000, certificates: [] },
      {
        name: "with two signers",
        time: now - 60_000,
        signers: 2,
        difference:
          "RFC 3161 section 2.4.2 allows the signature of the authority only; notation-go takes one that fits",
      },
      {
        name: "with a signed attribute twice",
        time: now - 60_000,
        attributes: [1, 2].map((value) => attribute("1.2.3", der.integer(value))),
        difference: "an attribute twice means two things to two readers; notation-go takes the first",
      },
      {
        name: "with more than 32 signed attributes",
        time: now - 60_000,
        attributes: Array.from({ length: 30 }, (_, index) => attribute(`1.2.${String(index)}`, der.NULL)),
        difference: "a bound of time; notation-go takes any number",
      },
      {
        name: "with a hash that is not the one of its signature",
        time: now - 60_000,
        hash: "sha384",
        signatureHash: "sha256",
        difference: "RFC 5652 section 5.3 knows one hash of a signer; notation-go takes two",
      },
      { name: "with signed attributes out of order", time: now - 60_000, changeSigned: reverse },
      {
        name: "with signed attributes out of order after they were signed",
        time: now - 60_000,
        changeSent: reverse,
        difference: "RFC 5652 section 5.3 wants signed attributes in DER; notation-go sorts them",
      },
      ...ODD_TOKENS.map(([name, token]) => ({ name: `with ${name}`, time: now - 60_000, ...token })),
    ];
    const vectors = cases.map(({ name, difference, ...token }) => ({
      name,
      difference,
      signature: jws({
        signer: expired.leaf,
        signingTime: now - 60_000,
        timestamp: (signature) => timestampToken(signature, { tsa, ...token }),
      }),
    }));
    const policy = { trustStores: ["ca:release", "tsa:time"] };
    const theirs = notationGo(
      vectors.map(({ signature }) => ({
        signature,
        mediaType: "application/jose+json",
        subject: SUBJECT,
        reference: REFERENCE,
        policy: policyText(statement(policy)),
        trustStore: { "ca:release": [expired.root.certificate], "tsa:time": [tsaRoot.certificate] },
      })),
    );
    const rows = await Promise.all(
      vectors.map(async ({ name, signature, difference }, index) => {
        const setting = { root: expired.root, policy, tsa: [tsaRoot.certificate] };
        const ours = await verify(setting, signature, { at: new Date() });
        const accepted = theirs[index]?.accepted ?? false;
        const explained = difference !== undefined && accepted && ours.trusted === false;
        return {
          name,
          same: explained || (difference === undefined && ours.trusted === accepted),
          ours: outcome(ours, "authenticTimestamp"),
          accepted,
          theirs: theirs[index]?.error,
        };
      }),
    );
    expect(rows.filter(({ same }) => !same)).toEqual([]);
    expect(rows.filter(({ accepted }) => accepted).map(({ name }) => name)).toEqual([
      "in the validity",
      "that cannot be after the validity",
      "under another policy",
      "signed with SHA-384",
      "beside an authority by SHA-1",
      "beside no authority",
      "beside an authority that signed itself",
      "beside an authority that may not sign",
      "with two signers",
      "with a signed attribute twice",
      "with more than 32 signed attributes",
      "with a hash that is not the one of its signature",
      "with signed attributes out of order after they were signed",
      ...ODD_TOKENS.flatMap(([name, , problem]) => (problem === undefined ? [`with ${name}`] : [])),
    ]);
  });
});
