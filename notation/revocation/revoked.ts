import { DerReader, readTime } from "../der";
import { type Extension } from "../x509";

/** Of an entry that says revoked: since when the key is no longer good. */
export const INVALIDITY_DATE = "2.5.29.24";

/**
 * Whether a revocation counts for a signature of a time that is authentic: not when the key was still good then.
 *
 * @param extensions those of the entry that says revoked
 * @param signingTime milliseconds since 1970, where it is authentic
 * @throws NotationError `der-malformed`
 */
export function countsFor(
  extensions: ReadonlyMap<string, Extension>,
  signingTime: number | undefined,
): boolean {
  const date = extensions.get(INVALIDITY_DATE);
  if (date === undefined || signingTime === undefined) return true;
  const reader = new DerReader(date.value);
  const invalid = readTime(reader);
  reader.end();
  return signingTime >= invalid;
}
