import { parseCertificate, PURPOSE } from "../../notation";
import { readOcspResponse } from "../../notation/revocation/ocsp";
import { type StatusQuestion } from "../../notation/revocation/status-question";
import * as der from "./support/der";
import {
  certify,
  extension,
  keyUsage,
  LEAF_EXTENSIONS,
  named,
  NOW,
  pki,
  privateKey,
  purposes,
} from "./support/pki";
import { refusal } from "./support/refusal";
import { ocspResponse, type OcspOptions } from "./support/revocation";

const { intermediate, leaf } = pki();
const question: StatusQuestion = {
  certificate: parseCertificate(leaf.certificate),
  issuer: parseCertificate(intermediate.certificate),
  now: NOW,
};
const NO_CHECK = extension("1.3.6.1.5.5.7.48.1.5", der.NULL);

const read = (options: Partial<OcspOptions> = {}, more: Partial<StatusQuestion> = {}) =>
  refusal(
    () =>
      readOcspResponse(ocspResponse({ certificate: leaf, issuer: intermediate, ...options }), {
        ...question,
        ...more,
      }).status,
  );

/** A response by somebody whom the issuer certified. */
const delegated = (...extensions: readonly der.Der[]) => responds([...LEAF_EXTENSIONS, ...extensions]);

function responds(extensions: readonly der.Der[]): string {
  const signer = certify({
    name: named("responder"),
    key: privateKey("p256", 21),
    issuer: intermediate,
    extensions,
  });
  return read({ signer, certificates: [signer.certificate] });
}

test("whoever answers for the issuer was certified for it, and for nothing less", () => {
  const nobody = "ocsp-unusable: the OCSP response: is signed by nobody who may answer for the issuer";
  expect(delegated(purposes([PURPOSE.ocspSigning]), NO_CHECK)).toBe("accepted: good");
  expect(delegated(NO_CHECK)).toBe(nobody);
  expect(delegated(purposes([PURPOSE.any]), NO_CHECK)).toBe(nobody);
  expect(delegated(purposes([PURPOSE.ocspSigning]))).toBe(nobody);
  const good = [purposes([PURPOSE.ocspSigning]), NO_CHECK];
  expect(responds(good)).toBe("accepted: good");
  expect(responds([...good, keyUsage(["keyEncipherment"])])).toBe(nobody);
  expect(responds([...good, extension("1.2.3.4", der.NULL)])).toBe("accepted: good");
  expect(responds([...good, extension("1.2.3.4", der.NULL, true)])).toBe(nobody);
});

test("a response is about an issuer by its name and by its key", () => {
  const another = "ocsp-unusable: the OCSP response: is about another certificate";
  const { issuer } = question;
  expect(read()).toBe("accepted: good");
  expect(read({}, { issuer: { ...issuer, subject: question.certificate.subject } })).toBe(another);
  expect(read({}, { issuer: { ...issuer, key: { ...issuer.key, bits: Buffer.of(4) } } })).toBe(another);
});

test("a critical extension of the whole response is refused, one that is not is passed over", () => {
  const nonce = (isCritical: boolean) => [
    extension("1.3.6.1.5.5.7.48.1.2", der.octets(Buffer.of(1)), isCritical),
  ];
  expect(read({ responseExtensions: nonce(true) })).toBe(
    "ocsp-unusable: the OCSP response: has a critical extension",
  );
  expect(read({ responseExtensions: nonce(false) })).toBe("accepted: good");
});
