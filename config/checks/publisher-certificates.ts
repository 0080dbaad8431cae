import { X509Certificate } from "node:crypto";
import { type Certificate, checkRoot, NotationError, TrustStore } from "../../notation";
import { checkTimestampRoot } from "../../notation/timestamp/path";
import { shown } from "../words";
import { type Check, type Finding } from "./check";

/** One certificate and nothing else: what follows would be read by one program and not by another. */
const PEM = /^\s*-----BEGIN CERTIFICATE-----\s[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;

const checkSigningRoot = (root: Certificate) => {
  checkRoot(root, "codeSigning");
};
/** Which trust store the certificates of a publisher are in, and what every chain asks of them. */
const LISTS = [
  { list: "certificates", type: "ca", check: checkSigningRoot },
  { list: "timestampAuthorities", type: "tsa", check: checkTimestampRoot },
] as const;
type List = (typeof LISTS)[number];

/**
 * Roots of publishers below which no signature could ever be trusted. One that a trust store does not take makes the
 * whole store worthless, and with it every signature of the publisher.
 */
export const publisherCertificates: Check = {
  reads: ["verification.publishers"],
  find: ({ verification }) =>
    Object.entries(verification.publishers).flatMap(([key, publisher]) =>
      LISTS.flatMap((one) =>
        publisher[one.list].flatMap((pem, index): Finding[] => {
          const message = mistakeIn(pem, key, one);
          if (message === undefined) return [];
          return [
            {
              code: "invalid-certificate",
              path: ["verification", "publishers", key, one.list, index],
              message,
              allowed: "the certificate of a root: an authority that signed itself",
              change: "put the root certificate of the chain here, in PEM",
            },
          ];
        }),
      ),
    ),
};

function mistakeIn(pem: string, publisher: string, { type, check }: List): string | undefined {
  const certificate = PEM.test(pem) ? readCertificate(pem) : undefined;
  if (certificate === undefined) return "cannot be read as one certificate in PEM";
  const name = shown(certificate.subject.replaceAll("\n", ", "));
  if (!certificate.ca) return `is the certificate of ${name}, which is no authority`;
  if (!certificate.checkIssued(certificate)) return `is the certificate of ${name}, which another signed`;
  try {
    const store = new TrustStore({ [`${type}:${publisher}`]: [Buffer.from(pem)] });
    for (const root of store.certificates([{ type, name: publisher }], type)) check(root);
    return undefined;
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    return `is the certificate of ${name}, below which no signature is trusted: ${error.message}`;
  }
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}
