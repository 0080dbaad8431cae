import { NotationError } from "../error";
import { type Fetch } from "../http/fetch";
import { type Certificate } from "../x509";
import { readCrl } from "./crl";
import { ocspRequest, readOcspResponse } from "./ocsp";
import { type CertificateRevocationRequest, type RevocationAnswer, type RevocationPort } from "./port";
import { crlPoints, hasRevocationSource, ocspResponders } from "./sources";
import { type StatusQuestion } from "./status-question";

const OCSP_BOUNDS = { timeout: 2_000, maxBytes: 64 * 1024 };
const CRL_BOUNDS = { timeout: 5_000, maxBytes: 8 * 1024 * 1024 };

/**
 * Answers questions about certificates: asks the OCSP responders that each one names and, when none gives a usable
 * answer, the CRLs of all its distribution points. One revoked certificate decides; otherwise one that nobody knows of does. An answer has to hold by
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
  const [responders, points] = [listOf(certificate, ocspResponders), listOf(certificate, crlPoints)];
  if (responders === undefined || points === undefined) {
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
  const lists = await Promise.all(
    points.map((point) =>
      Promise.all(
        point.map((url) =>
          attempt(async () => readCrl(await fetch({ url, ...CRL_BOUNDS }), { ...question, point })),
        ),
      ),
    ),
  );
  const revoked = lists.flat().find((answer) => answer?.status === "revoked");
  if (revoked !== undefined) return revoked;
  // The addresses of one point lead to the same list; each point has one of its own.
  const isAnswered = (answers: readonly (RevocationAnswer | undefined)[]) =>
    answers.some((answer) => answer !== undefined);
  if (points.length > 0 && lists.every(isAnswered)) return { status: "good" };
  if (!hasRevocationSource(certificate)) return { status: "good" };
  return {
    status: "unknown",
    message: problems.join("; ") || "a certificate names only CRLs that are not read",
  };
}

function listOf<Source>(
  certificate: Certificate,
  read: (certificate: Certificate) => Source[],
): Source[] | undefined {
  try {
    return read(certificate);
  } catch (error) {
    if (error instanceof NotationError) return undefined;
    throw error;
  }
}
