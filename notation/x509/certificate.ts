import { hash } from "node:crypto";
import {
  type Algorithm,
  bytesOf,
  constructed,
  integerOf,
  malformed,
  primitive,
  readAlgorithm,
  readAll,
  readTime,
  smallIntegerOf,
  TAG,
} from "../der";
import { checkContents } from "./contents";
import { type Extended, type Extension, readExtensions } from "./extensions";
import { parseName } from "./name";
import { type PublicKey, readPublicKey } from "./public-key";

/** An X.509 certificate of version 3. Bytes are views on the input, times are milliseconds since 1970. */
export interface Certificate extends Extended {
  readonly raw: Uint8Array;
  /** What the issuer signed. */
  readonly tbs: Uint8Array;
  readonly serial: Uint8Array;
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: PublicKey;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
  /** SHA-256 of all bytes, in lower-case hexadecimal digits. */
  fingerprint(): string;
}

/** The largest certificate that is read, in bytes. */
const MAX_BYTES = 16 * 1024;

/**
 * Reads one certificate that fills the bytes.
 *
 * @throws NotationError `der-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.1
 */
export function parseCertificate(bytes: Uint8Array): Certificate {
  if (bytes.length > MAX_BYTES) throw malformed(`has more than ${String(MAX_BYTES)} bytes`);
  return readAll(bytes, TAG.sequence, (outer) => {
    const tbs = outer.element(TAG.sequence);
    const signatureAlgorithm = readAlgorithm(outer);
    const signature = bytesOf(outer.element(TAG.bitString));
    const body = readBody(tbs.raw, signatureAlgorithm);
    let fingerprint: string | undefined;
    return {
      ...body,
      raw: bytes,
      tbs: tbs.raw,
      signatureAlgorithm,
      signature,
      fingerprint: () => (fingerprint ??= hash("sha256", bytes)),
    };
  });
}

type Body = Omit<Certificate, "raw" | "tbs" | "signatureAlgorithm" | "signature" | "fingerprint">;

function readBody(tbs: Uint8Array, signatureAlgorithm: Algorithm): Body {
  return readAll(tbs, TAG.sequence, (inside) => {
    const version = inside.inside(constructed(0));
    if (smallIntegerOf(version.element(TAG.integer)) !== 2)
      throw malformed("is not a certificate of version 3");
    version.end();
    const serial = integerOf(inside.element(TAG.integer));
    if (serial.length > 20 || (serial[0] ?? 0) >= 0x80)
      throw malformed("has a serial number that is not allowed");
    // The algorithm that the issuer signed and the one outside must not differ.
    if (Buffer.compare(readAlgorithm(inside).raw, signatureAlgorithm.raw) !== 0) {
      throw malformed("names two different signature algorithms");
    }
    const issuer = inside.element(TAG.sequence).raw;
    const validity = inside.inside();
    const notBefore = readTime(validity);
    const notAfter = readTime(validity);
    validity.end();
    const subject = inside.element(TAG.sequence).raw;
    const key = readPublicKey(inside);
    inside.optional(primitive(1));
    inside.optional(primitive(2));
    const wrapper = inside.optionalInside(constructed(3));
    const extensions =
      wrapper === undefined ? new Map<string, Extension>() : readExtensions(wrapper.inside());
    wrapper?.end();
    checkContents({ extensions });
    return { serial, issuer, subject, notBefore, notAfter, key, extensions };
  });
}

/**
 * Reads the names and the key of a certificate, also where nothing depends on them: to other readers it is none, and
 * what it stands in neither, when one of them cannot be read.
 *
 * @throws NotationError `der-malformed`, `key-malformed`
 */
export function checkNamesAndKey({ issuer, subject, key }: Certificate): void {
  for (const name of [issuer, subject]) parseName(name);
  if (key.type !== "other") key.object();
}
