import { type Envelope, timeText } from "../envelope";
import { NotationError } from "../error";
import { type Certificate, nameText } from "../x509";

/**
 * Refuses a signature at or after its expiry.
 *
 * @throws NotationError `signature-expired`
 */
export function checkExpiry({ expiry }: Envelope, now: number): void {
  // A time that is none must not pass.
  if (expiry !== undefined && !(now < expiry)) {
    throw new NotationError("signature-expired", `the signature expired at ${timeText(expiry)}`);
  }
}

/**
 * Refuses a chain unless a time, or a range of time, lies in the validity of every certificate.
 *
 * @throws NotationError `certificate-not-valid`
 */
export function checkValidity(
  chain: readonly Certificate[],
  what: string,
  earliest: number,
  latest = earliest,
): void {
  for (const { notBefore, notAfter, subject } of chain) {
    if (earliest >= notBefore && latest <= notAfter) continue;
    throw new NotationError(
      "certificate-not-valid",
      `${what} ${timeText(earliest)} is outside the validity of ${nameText(subject)}, ${timeText(notBefore)} to ${timeText(notAfter)}`,
    );
  }
}
