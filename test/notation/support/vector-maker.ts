import { cose, type EnvelopeOptions, jws } from "./envelope";
import {
  CA_EXTENSIONS,
  type CertificateOptions,
  certify,
  type Identity,
  named,
  pki,
  privateKey,
  YEAR,
} from "./pki";

/** An envelope of our own with what it is verified against. */
export interface OwnVector {
  readonly name: string;
  readonly signature: Buffer;
  readonly mediaType: string;
  readonly root: Identity;
  /** Changes of the statement. */
  readonly policy?: Readonly<Record<string, unknown>>;
  /** Why notation-go says something else. @default - it says the same */
  readonly difference?: string;
}

export const AUTHORITY = "notary.x509.signingAuthority";
/** Collects vectors that are judged now, as notation-go looks at the clock. */
export function vectorMaker(now: number) {
  const valid = { notBefore: now - YEAR, notAfter: now + YEAR };
  const chain = pki({}, "p256", valid);
  const { root, intermediate, leaf } = chain;
  const signing = { signingTime: now - 1_000 };
  const vectors: OwnVector[] = [];
  const add = (name: string, signature: Buffer, more: Partial<OwnVector> = {}) => {
    const mediaType = signature[0] === 0x7b ? "application/jose+json" : "application/cose";
    vectors.push({
      name: `${mediaType === "application/cose" ? "COSE" : "JWS"}: ${name}`,
      signature,
      mediaType,
      root,
      ...more,
    });
  };
  /** The same in both formats. */
  const both = (name: string, options: Partial<EnvelopeOptions> = {}, more: Partial<OwnVector> = {}) => {
    add(name, jws({ signer: leaf, ...signing, ...options }), more);
    add(name, cose({ signer: leaf, ...signing, ...options }), more);
  };
  const signedBy = (name: string, options: CertificateOptions, more: Partial<OwnVector> = {}) => {
    both(name, { signer: certify({ issuer: intermediate, ...valid, ...options }) }, more);
  };
  const below = (name: string, options: CertificateOptions, more: Partial<OwnVector> = {}) => {
    const authority = certify({
      name: named("intermediate"),
      key: privateKey("p256", 2),
      issuer: root,
      extensions: CA_EXTENSIONS,
      ...valid,
      ...options,
    });
    both(name, { signer: certify({ issuer: authority, ...valid }) }, more);
  };

  return { now, valid, ...chain, signing, vectors, add, both, signedBy, below };
}

export type VectorMaker = ReturnType<typeof vectorMaker>;
