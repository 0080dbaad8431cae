import { createHash } from "node:crypto";
import { parseCertificate } from "../../../notation";
import * as der from "./der";
import { type Der } from "./der";
import {
  extension,
  HASH_OIDS,
  type Identity,
  NOW,
  type SignatureHash,
  signatureAlgorithm,
  signWith,
} from "./pki";

const DAY = 24 * 3_600_000;

export interface OcspOptions {
  readonly certificate: Identity;
  readonly issuer: Identity;
  /** Who signs. @default - the issuer */
  readonly signer?: Identity;
  readonly certificates?: readonly Uint8Array[];
  /** @default - good */
  readonly status?: Der;
  /** Further answers about the same certificate, with these. */
  readonly moreStatuses?: readonly Der[];
  readonly thisUpdate?: number;
  /** `null` for none. */
  readonly nextUpdate?: number | null;
  readonly serial?: Uint8Array;
  readonly naming?: SignatureHash;
  readonly hash?: SignatureHash;
  readonly extensions?: readonly Der[];
  /** Extensions of the response as a whole. */
  readonly responseExtensions?: readonly Der[];
  readonly responseStatus?: number;
}

export const REVOKED = der.explicit(1, der.time(NOW - DAY));
export const UNKNOWN = der.implicit(2, Buffer.of());

/** Makes an OCSP response. */
export function ocspResponse(options: OcspOptions): Buffer {
  const { issuer, signer = issuer, naming = "sha1", hash = "sha256", nextUpdate = NOW + DAY } = options;
  const parsed = parseCertificate(issuer.certificate);
  const digest = (bytes: Uint8Array) => der.octets(createHash(naming).update(bytes).digest());
  const id = der.sequence(
    der.sequence(der.oid(HASH_OIDS[naming]), der.NULL),
    digest(parsed.subject),
    digest(parsed.key.bits),
    der.der(0x02, options.serial ?? parseCertificate(options.certificate.certificate).serial),
  );
  const statuses = [options.status ?? der.implicit(0, Buffer.of()), ...(options.moreStatuses ?? [])];
  const singles = statuses.map((status) =>
    der.sequence(
      id,
      status,
      der.time(options.thisUpdate ?? NOW - DAY),
      ...(nextUpdate === null ? [] : [der.explicit(0, der.time(nextUpdate))]),
      ...(options.extensions ? [der.explicit(1, der.sequence(...options.extensions))] : []),
    ),
  );
  const { responseExtensions } = options;
  const data = der.sequence(
    der.explicit(1, signer.name),
    der.time(NOW),
    der.sequence(...singles),
    ...(responseExtensions ? [der.explicit(1, der.sequence(...responseExtensions))] : []),
  );
  const certificates = options.certificates ? [der.explicit(0, der.sequence(...options.certificates))] : [];
  const basic = der.sequence(
    data,
    signatureAlgorithm(signer.key, hash),
    der.bits(signWith(signer.key, hash, data)),
    ...certificates,
  );
  return Buffer.from(
    der.sequence(
      der.integer(options.responseStatus ?? 0, 0x0a),
      der.explicit(0, der.sequence(der.oid("1.3.6.1.5.5.7.48.1.1"), der.octets(basic))),
    ),
  );
}

export interface CrlOptions {
  readonly issuer: Identity;
  readonly serials?: readonly Uint8Array[];
  readonly entryExtensions?: readonly Der[];
  /** Entries behind those of the serials. */
  readonly moreEntries?: readonly Der[];
  readonly name?: Der;
  readonly thisUpdate?: number;
  readonly nextUpdate?: number | null;
  readonly extensions?: readonly Der[];
  readonly hash?: SignatureHash;
  /** The algorithm that it names inside. @default - the one it is signed with */
  readonly inner?: Der;
}

/** An entry of a certificate revocation list. */
export function crlEntry(serial: Uint8Array, extensions?: readonly Der[]): Der {
  return der.sequence(
    der.der(0x02, serial),
    der.time(NOW - DAY),
    ...(extensions ? [der.sequence(...extensions)] : []),
  );
}

/** Makes a certificate revocation list. */
export function crl(options: CrlOptions): Buffer {
  const { issuer, serials = [], nextUpdate = NOW + DAY, hash = "sha256", entryExtensions } = options;
  const entries = [
    ...serials.map((serial) => crlEntry(serial, entryExtensions)),
    ...(options.moreEntries ?? []),
  ];
  const algorithm = signatureAlgorithm(issuer.key, hash);
  const list = der.sequence(
    der.integer(1),
    options.inner ?? algorithm,
    options.name ?? issuer.name,
    der.time(options.thisUpdate ?? NOW - DAY, { short: true }),
    ...(nextUpdate === null ? [] : [der.time(nextUpdate)]),
    ...(entries.length === 0 ? [] : [der.sequence(...entries)]),
    ...(options.extensions ? [der.explicit(0, der.sequence(...options.extensions))] : []),
  );
  return Buffer.from(der.sequence(list, algorithm, der.bits(signWith(issuer.key, hash, list))));
}

export const invalidityDate = (time: number) => extension("2.5.29.24", der.time(time));
export const reasonCode = (reason: number) => extension("2.5.29.21", der.integer(reason, 0x0a));

/** Extensions that name an OCSP responder and a CRL. */
export const responderAt = (url: string) =>
  extension(
    "1.3.6.1.5.5.7.1.1",
    der.sequence(der.sequence(der.oid("1.3.6.1.5.5.7.48.1"), der.implicit(6, url))),
  );
export const crlAt = (url: string) => crlsAt([url]);
/** One distribution point for each list of addresses. */
export const crlsAt = (...points: readonly (readonly string[])[]) =>
  extension(
    "2.5.29.31",
    der.sequence(
      ...points.map((urls) =>
        der.sequence(der.explicit(0, der.explicit(0, ...urls.map((url) => der.implicit(6, url))))),
      ),
    ),
  );
/** The extension by which a CRL says where it is a part of all. */
export const issuedAt = (...urls: readonly string[]) =>
  extension(
    "2.5.29.28",
    der.sequence(der.explicit(0, der.explicit(0, ...urls.map((url) => der.implicit(6, url))))),
    true,
  );
