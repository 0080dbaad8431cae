import { type CborValue } from "../cbor";
import { type JsonValue } from "../json";

export const JWS_MEDIA_TYPE = "application/jose+json";
export const COSE_MEDIA_TYPE = "application/cose";

/** How a signer is trusted and where the time of signing comes from. */
export type SigningScheme = "notary.x509" | "notary.x509.signingAuthority";

/** A signed attribute that the specification does not define. */
export interface ExtendedAttribute {
  readonly isCritical: boolean;
  readonly value: JsonValue | CborValue;
}

/** A signature envelope, the same for both formats. Nothing in it is verified yet. Times are milliseconds since 1970. */
export interface Envelope {
  readonly mediaType: typeof JWS_MEDIA_TYPE | typeof COSE_MEDIA_TYPE;
  /** Name of the algorithm in a JWS, for COSE too. */
  readonly algorithm: string;
  readonly signingScheme: SigningScheme;
  /** When it says it was signed; authentic only under `notary.x509.signingAuthority`. */
  readonly signingTime: number;
  /** @default - it does not expire */
  readonly expiry?: number;
  readonly extendedAttributes: ReadonlyMap<string | number | bigint, ExtendedAttribute>;
  /** The protected header as it was signed, JSON or CBOR. */
  readonly protectedHeader: Uint8Array;
  readonly payload: Uint8Array;
  /** What the signature was made over. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** Certificates in DER, the signing one first; not signed. */
  readonly certificates: readonly Uint8Array[];
  /** An RFC 3161 token; not signed. @default - there is none */
  readonly timestamp?: Uint8Array;
}
