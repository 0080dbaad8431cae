import { parseCertificate, PURPOSE } from "../../notation";
import { certificateRevocationOver } from "../../notation/revocation/certificates";
import { type Fetching } from "../../notation/http/fetch";
import { readCrl } from "../../notation/revocation/crl";
import { ocspRequest, readOcspResponse } from "../../notation/revocation/ocsp";
import { type StatusQuestion } from "../../notation/revocation/status-question";
import * as der from "./support/der";
import {
  CA_EXTENSIONS,
  certify,
  extension,
  type Identity,
  LEAF_EXTENSIONS,
  named,
  NOW,
  pki,
  privateKey,
  purposes,
  YEAR,
} from "./support/pki";
import {
  crl,
  crlAt,
  type CrlOptions,
  invalidityDate,
  ocspResponse,
  type OcspOptions,
  responderAt,
  REVOKED,
  UNKNOWN,
} from "./support/revocation";
import { refusal } from "./support/refusal";

const { intermediate } = pki();
const leaf = certify({
  issuer: intermediate,
  extensions: [...LEAF_EXTENSIONS, responderAt("http://ocsp.example/"), crlAt("http://crl.example/x.crl")],
});
const question: StatusQuestion = {
  certificate: parseCertificate(leaf.certificate),
  issuer: parseCertificate(intermediate.certificate),
  now: NOW,
};
const serial = question.certificate.serial;
const OCSP_SIGNING = [
  ...LEAF_EXTENSIONS,
  purposes([PURPOSE.ocspSigning]),
  extension("1.3.6.1.5.5.7.48.1.5", der.NULL),
];
const responder = (more: Parameters<typeof certify>[0] = {}): Identity =>
  certify({
    name: named("responder"),
    key: privateKey("p256", 21),
    issuer: intermediate,
    extensions: OCSP_SIGNING,
    ...more,
  });
const delegated = (signer: Identity) => ({ signer, certificates: [signer.certificate] });

const ocsp = (options: Partial<OcspOptions> = {}, more: Partial<StatusQuestion> = {}) =>
  refusal(
    () =>
      readOcspResponse(ocspResponse({ certificate: leaf, issuer: intermediate, ...options }), {
        ...question,
        ...more,
      }).status,
  );
const list = (options: Partial<CrlOptions> = {}, more: Partial<StatusQuestion> = {}) =>
  refusal(
    () => readCrl(crl({ issuer: intermediate, ...options }), { ...question, point: [], ...more }).status,
  );

test.each<[string, Partial<OcspOptions>, string]>([
  ["good", {}, "accepted: good"],
  ["good, named by SHA-256", { naming: "sha256" }, "accepted: good"],
  ["good and then revoked", { moreStatuses: [REVOKED] }, "accepted: revoked"],
  ["good and then unknown", { moreStatuses: [UNKNOWN] }, "accepted: unknown"],
  ["unknown and then revoked", { status: UNKNOWN, moreStatuses: [REVOKED] }, "accepted: revoked"],
  ["revoked", { status: REVOKED }, "accepted: revoked"],
  ["unknown", { status: UNKNOWN }, "accepted: unknown"],
  ["good by a responder of the issuer", delegated(responder()), "accepted: good"],
  [
    "from a responder that may not sign answers",
    delegated(responder({ extensions: LEAF_EXTENSIONS })),
    "ocsp-unusable: the OCSP response: is signed by nobody who may answer for the issuer",
  ],
  [
    "from a responder that could be revoked itself",
    delegated(responder({ extensions: OCSP_SIGNING.slice(0, 2) })),
    "ocsp-unusable: the OCSP response: is signed by nobody who may answer for the issuer",
  ],
  [
    "from an expired responder",
    delegated(responder({ notAfter: NOW - 1_000 })),
    "ocsp-unusable: the OCSP response: is signed by nobody who may answer for the issuer",
  ],
  [
    "from a responder that is not valid yet",
    delegated(responder({ notBefore: NOW + 1_000 })),
    "ocsp-unusable: the OCSP response: is signed by nobody who may answer for the issuer",
  ],
  [
    "from a responder by the issuer's key under another name",
    delegated(responder({ issuer: { ...intermediate, name: leaf.name } })),
    "ocsp-unusable: the OCSP response: is signed by nobody who may answer for the issuer",
  ],
  [
    "from a responder of somebody else",
    delegated(
      responder({
        issuer: certify({
          name: named("intermediate"),
          key: privateKey("p256", 22),
          extensions: CA_EXTENSIONS,
        }),
      }),
    ),
    "ocsp-unusable: the OCSP response: is signed by nobody who may answer for the issuer",
  ],
  [
    "signed by the certificate itself",
    { signer: leaf, certificates: [leaf.certificate] },
    "ocsp-unusable: the OCSP response: is signed by nobody who may answer for the issuer",
  ],
  [
    "signed with SHA-1",
    { hash: "sha1" },
    "signature-algorithm-weak: the OCSP response: the signature algorithm 1.2.840.10045.4.1 is not RSA or ECDSA with SHA-256, SHA-384 or SHA-512",
  ],
  [
    "about another certificate",
    { serial: Buffer.of(1) },
    "ocsp-unusable: the OCSP response: is about another certificate",
  ],
  ["that ends now", { nextUpdate: NOW }, "accepted: good"],
  [
    "good by a responder that is valid from now on",
    delegated(responder({ notBefore: NOW })),
    "accepted: good",
  ],
  ["out of date", { nextUpdate: NOW - 1_000 }, "ocsp-unusable: the OCSP response: is out of date"],
  ["without an end", { nextUpdate: null }, "ocsp-unusable: the OCSP response: is out of date"],
  ["of the future", { thisUpdate: NOW + 10 * 60_000 }, "ocsp-unusable: the OCSP response: is of the future"],
  [
    "with a critical extension",
    { extensions: [extension("1.2.3", der.NULL, true)] },
    "ocsp-unusable: the OCSP response: has a critical extension",
  ],
  ["that says try later", { responseStatus: 3 }, "ocsp-unusable: the OCSP response: has the status 3"],
])("an OCSP response %s", (_, options, message) => {
  expect(ocsp(options)).toBe(message);
});

test("a revocation does not count for a signature from before the key went bad, if its time is authentic", () => {
  const extensions = [invalidityDate(NOW - 1_000)];
  expect(ocsp({ status: REVOKED, extensions }, { signingTime: NOW - 2_000 })).toBe("accepted: good");
  expect(ocsp({ status: REVOKED, extensions }, { signingTime: NOW - 1_000 })).toBe("accepted: revoked");
  expect(ocsp({ status: REVOKED, extensions })).toBe("accepted: revoked");
  expect(list({ serials: [serial], entryExtensions: extensions }, { signingTime: NOW - 2_000 })).toBe(
    "accepted: good",
  );
  expect(list({ serials: [serial], entryExtensions: extensions }, { signingTime: NOW - 1_000 })).toBe(
    "accepted: revoked",
  );
  expect(list({ serials: [serial], entryExtensions: extensions })).toBe("accepted: revoked");
});

describe("the status of a chain", () => {
  const chain = leaf.chain.map(parseCertificate);
  const OCSP_URL = "http://ocsp.example/";
  const CRL_URL = "http://crl.example/x.crl";

  async function ask(answers: Readonly<Record<string, Buffer | Error>>, clock = NOW) {
    const asked: Fetching[] = [];
    const port = certificateRevocationOver(
      (fetching) => {
        asked.push(fetching);
        const found = answers[fetching.url] ?? new Error("hang");
        return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
      },
      () => clock,
    );
    const answer = await port({ chain, purpose: "codeSigning" });
    return { answer, asked };
  }

  test("is asked of the responder first, with the request that it takes", async () => {
    const { answer, asked } = await ask({
      [OCSP_URL]: ocspResponse({ certificate: leaf, issuer: intermediate }),
    });
    expect(answer).toEqual({ status: "good" });
    expect(asked).toEqual([
      {
        url: OCSP_URL,
        body: ocspRequest(question),
        contentType: "application/ocsp-request",
        timeout: 2_000,
        maxBytes: 65_536,
      },
    ]);
  });

  test("is asked of the CRL when the responder does not answer or does not know", async () => {
    expect((await ask({ [CRL_URL]: crl({ issuer: intermediate }) })).answer).toEqual({ status: "good" });
    const revoked = { status: "revoked", message: "a certificate is on the CRL of its issuer" };
    const unknown = ocspResponse({ certificate: leaf, issuer: intermediate, status: UNKNOWN });
    expect(
      (await ask({ [OCSP_URL]: unknown, [CRL_URL]: crl({ issuer: intermediate, serials: [serial] }) }))
        .answer,
    ).toEqual(revoked);
  });

  test("is unknown when an answer does not hold by the clock", async () => {
    const answers = { [CRL_URL]: crl({ issuer: intermediate }) };
    const problem = async (clock: number) => (await ask(answers, clock)).answer;
    expect(await problem(NOW + YEAR)).toEqual({
      status: "unknown",
      message: "there was no answer in time and size; the CRL: is out of date",
    });
    expect(await problem(NOW - YEAR)).toEqual({
      status: "unknown",
      message: "there was no answer in time and size; the CRL: is of the future",
    });
  });

  test("is unknown, with every reason, when nobody gives a usable answer", async () => {
    expect((await ask({ [CRL_URL]: Buffer.of(1) })).answer).toEqual({
      status: "unknown",
      message: "there was no answer in time and size; the CRL: has tag 0x1 where 0x30 must be",
    });
  });

  test("is unknown when a certificate says in no readable way whom to ask", async () => {
    const broken = { isCritical: false, value: der.NULL };
    const below = { ...question.certificate, extensions: new Map([["1.3.6.1.5.5.7.1.1", broken]]) };
    const answer = await certificateRevocationOver(() => Promise.reject(new Error("nobody is asked")))({
      chain: [below, question.issuer],
      purpose: "codeSigning",
    });
    expect(answer).toEqual({
      status: "unknown",
      message: "a certificate says in a way that cannot be read whom to ask",
    });
  });

  test("is unknown when a certificate names only CRLs that are not read", async () => {
    const reasons = der.implicit(1, Buffer.of(1, 2));
    const point = der.sequence(der.explicit(0, der.explicit(0, der.implicit(6, CRL_URL))), reasons);
    const partial = extension("2.5.29.31", der.sequence(point));
    const below = certify({ issuer: intermediate, extensions: [...LEAF_EXTENSIONS, partial] });
    const port = certificateRevocationOver(() => Promise.reject(new Error("nobody is asked")));
    expect(await port({ chain: below.chain.map(parseCertificate), purpose: "codeSigning" })).toEqual({
      status: "unknown",
      message: "a certificate names only CRLs that are not read",
    });
  });

  test("is revoked when one certificate is, whatever is said of others", async () => {
    const between = certify({
      name: named("between"),
      key: privateKey("p256", 23),
      issuer: pki().root,
      extensions: [...CA_EXTENSIONS, crlAt("http://crl.example/root.crl")],
    });
    const below = certify({ issuer: between, extensions: [...LEAF_EXTENSIONS, crlAt(CRL_URL)] });
    const listed = parseCertificate(between.certificate).serial;
    const port = certificateRevocationOver(
      ({ url }) =>
        url.endsWith("root.crl")
          ? Promise.resolve(crl({ issuer: pki().root, serials: [listed] }))
          : Promise.reject(new Error("hang")),
      () => NOW,
    );
    const answer = await port({ chain: below.chain.map(parseCertificate), purpose: "codeSigning" });
    expect(answer.status).toBe("revoked");
  });
});
