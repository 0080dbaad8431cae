import { type Certificate } from "../x509";

/** A question about one certificate. */
export interface StatusQuestion {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  /** The time by the clock, in milliseconds since 1970: whoever is asked answers for today. */
  readonly now: number;
  /** Milliseconds since 1970. @default - no authentic time is known */
  readonly signingTime?: number | undefined;
}
