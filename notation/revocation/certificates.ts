import { NotationError } from "../error";
import { type Certificate } from "../x509";
import { readCrl } from "./crl";
import { type Fetch } from "./fetch";
import { ocspRequest, readOcspResponse, type StatusQuestion } from "./ocsp";
import { type CertificateRevocationRequest, type RevocationAnswer, type RevocationPort } from "./port";
import { crlAddresses, hasRevocationSource, ocspResponders } from "./sources";

const OCSP_BOUNDS = { timeout: 2_000, maxBytes: 64 * 1024 };
const CRL_BOUNDS = { timeout: 5_000, maxBytes: 8 * 1024 * 1024 };

/**
 * Answers questions about certificates: asks the OCSP responders that each one names and, when none gives a usable
 * answer, its CRLs. One revoked certificate decides; otherwise one that nobody knows of does. An answer has to hold by
 * the clock: also when a signature is verified as of another time, whoever is asked answers for today.
 *
 * @param clock milliseconds since 1970. @default - the clock of the system
 */
export function certificateRevocationOver(
  fetch: Fetch,
  clock: () => number = Date.now,
): NonNullable<RevocationPort["certificates"]> {
  return async ({ chain, signingTime }: CertificateRevocationRequest) => {
    const now = clock();
    const answers = await Promise.all(
      chain.slice(0, -1).map((certificate, index) => {
        const issuer = chain[index + 1];
        return issuer === undefined ? UNASKED : statusOf(fetch, { certificate, issuer, now, signingTime });
      }),
    );
    return (
      answers.find(({ status }) => status === "revoked") ??
      answers.find(({ status }) => status === "unknown") ?? { status: "good" }
    );
  };
}

const UNASKED: RevocationAnswer = { status: "unknown", message: "there is no issuer" };

async function statusOf(fetch: Fetch, question: StatusQuestion): Promise<RevocationAnswer> {
  const problems: string[] = [];
  const attempt = async (ask: () => Promise<RevocationAnswer>) => {
    try {
      const answer = await ask();
      if (answer.status !== "unknown") return answer;
      problems.push(answer.message);
    } catch (error) {
      problems.push(error instanceof NotationError ? error.message : "there was no answer in time and size");
    }
    return undefined;
  };
  const { certificate } = question;
  const [responders, addresses] = [listOf(certificate, ocspResponders), listOf(certificate, crlAddresses)];
  if (responders === undefined || addresses === undefined) {
    return { status: "unknown", message: "a certificate says in a way that cannot be read whom to ask" };
  }
  for (const url of responders) {
    const body = ocspRequest(question);
    const answer = await attempt(async () =>
      readOcspResponse(
        await fetch({ url, body, contentType: "application/ocsp-request", ...OCSP_BOUNDS }),
        question,
      ),
    );
    if (answer !== undefined) return answer;
  }
  for (const url of addresses) {
    const answer = await attempt(async () => readCrl(await fetch({ url, ...CRL_BOUNDS }), question));
    if (answer !== undefined) return answer;
  }
  if (!hasRevocationSource(certificate)) return { status: "good" };
  return {
    status: "unknown",
    message: problems.join("; ") || "a certificate names only CRLs that are not read",
  };
}

function listOf(
  certificate: Certificate,
  read: (certificate: Certificate) => string[],
): string[] | undefined {
  try {
    return read(certificate);
  } catch (error) {
    if (error instanceof NotationError) return undefined;
    throw error;
  }
}
