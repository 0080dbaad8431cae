import { parseCertificate } from "../../../notation";
import * as der from "./der";
import { type Der } from "./der";
import { jws } from "./envelope";
import { DER_OPERATORS } from "./mutate-bytes";
import {
  basicConstraints,
  CA_EXTENSIONS,
  certify,
  extension,
  type Identity,
  LEAF_EXTENSIONS,
  named,
  nameOf,
  privateKey,
  purposes,
  signatureAlgorithm,
  signWith,
  YEAR,
} from "./pki";
import { type Random } from "./random";
import { attribute, SIGNING_TIME, timestampingAuthority, timestampToken, type TokenOptions } from "./tsa";

/** An envelope in which something was changed before it was signed, and the trust stores for it. */
export interface ResignedCase {
  readonly signature: Buffer;
  readonly trustStore: Readonly<Record<string, readonly Uint8Array[]>>;
}

const uri = (text: string) => der.implicit(6, text);
const HASH = der.octets(Buffer.alloc(20, 7));
const ANY = [
  extension("2.5.29.14", HASH),
  extension("2.5.29.35", der.sequence(der.implicit(0, Buffer.alloc(20, 7)))),
  extension(
    "2.5.29.17",
    der.sequence(
      ...[der.implicit(2, "example.com"), der.implicit(1, "a@b.c"), der.implicit(7, Buffer.of(1, 2, 3, 4))],
      der.explicit(4, nameOf([["L", "x"]])),
    ),
  ),
  extension(
    "2.5.29.31",
    der.sequence(der.sequence(der.explicit(0, der.explicit(0, uri("http://c.example/"))))),
  ),
  extension("2.5.29.32", der.sequence(der.sequence(der.oid("1.2.3")), der.sequence(der.oid("1.2.4")))),
  extension(
    "1.3.6.1.5.5.7.1.1",
    der.sequence(der.sequence(der.oid("1.3.6.1.5.5.7.48.1"), uri("http://o.example/"))),
  ),
];
const OF_AUTHORITIES = [
  ...ANY,
  purposes(["1.3.6.1.5.5.7.3.3", "1.3.6.1.5.5.7.3.8"]),
  extension("2.5.29.33", der.sequence(der.sequence(der.oid("1.2.3"), der.oid("1.2.4")))),
  extension("2.5.29.36", der.sequence(der.implicit(0, Buffer.of(3)), der.implicit(1, Buffer.of(2)))),
  extension("2.5.29.54", der.integer(4)),
];
const CONSTRAINED = [
  ...OF_AUTHORITIES,
  extension("2.5.29.30", der.sequence(der.explicit(1, der.sequence(der.implicit(2, ".example.org")))), true),
];

/** Of no meaning; long enough to be the last in the order of DER. */
const OWN_ATTRIBUTE = attribute(
  "1.3.6.1.4.1.99999.1",
  der.sequence(der.integer(1), der.utf8("x".repeat(40)), der.sequence(HASH, der.NULL, der.boolean(true))),
);

/** Changes DER once or twice, at a value. */
export function changed(random: Random): (original: Buffer) => Buffer {
  return (original) => {
    let bytes = original;
    for (let left = 1 + random.below(2); left > 0; left -= 1)
      bytes = random.pick(Object.values(DER_OPERATORS))(bytes, random);
    return bytes;
  };
}

/** The certificate with something changed in it, signed again by its issuer. */
function resign(original: Identity, issuer: Identity, change: (tbs: Buffer) => Buffer): Identity {
  const tbs = change(Buffer.from(parseCertificate(original.certificate).tbs));
  const signature = der.bits(signWith(issuer.key, "sha256", tbs));
  const certificate = Buffer.from(der.sequence(tbs, signatureAlgorithm(issuer.key, "sha256"), signature));
  return { ...original, certificate, chain: [certificate, ...original.chain.slice(1)] };
}

type Maker = (change: (bytes: Buffer) => Buffer) => ResignedCase;

/** By what is changed: how a case is made. Valid now, as notation-go looks at the clock. */
export function resignedCases(now: number): Readonly<Record<string, Maker>> {
  const valid = { notBefore: now - YEAR, notAfter: now + YEAR };
  const authority = (name: string, number: number, more: readonly Der[], issuer?: Identity) =>
    certify({
      name: named(name),
      key: privateKey("p256", number),
      extensions: [...CA_EXTENSIONS, ...more],
      ...(issuer && { issuer }),
      ...valid,
    });
  const root = authority("root", 1, CONSTRAINED);
  const intermediate = authority("intermediate", 2, CONSTRAINED, root);
  const signer = certify({
    issuer: intermediate,
    extensions: [...LEAF_EXTENSIONS, basicConstraints(false), purposes(["1.3.6.1.5.5.7.3.3"]), ...ANY],
    ...valid,
  });
  const other = authority("other", 7, CONSTRAINED);
  const tsaExtensions = [...LEAF_EXTENSIONS, purposes(["1.3.6.1.5.5.7.3.8"], true), ...ANY];
  const { root: tsaRoot, tsa } = timestampingAuthority(
    { ...valid, extensions: tsaExtensions },
    { ...valid, extensions: [...CA_EXTENSIONS, ...OF_AUTHORITIES] },
  );

  const signed = (chain: readonly Identity[], beside: readonly Identity[] = []): ResignedCase => {
    const certificates = chain.map(({ certificate }) => certificate);
    const store = [...certificates.slice(-1), ...beside.map(({ certificate }) => certificate)];
    return {
      signature: jws({ signer, chain: certificates, signingTime: now - 60_000 }),
      trustStore: { "ca:release": store },
    };
  };
  const timestamped = (
    token: Partial<TokenOptions>,
    stores: readonly Identity[] = [tsaRoot],
  ): ResignedCase => ({
    signature: jws({
      signer,
      signingTime: now - 60_000,
      timestamp: (signature) =>
        timestampToken(signature, {
          tsa,
          time: now - 30_000,
          accuracy: [der.integer(1), der.implicit(0, Buffer.of(5)), der.implicit(1, Buffer.of(5))],
          more: [der.boolean(true), der.integer(5), der.explicit(0, der.explicit(4, nameOf(named("tsa"))))],
          edit: (attributes) => attributes.set(SIGNING_TIME, der.time(now - 30_000, { short: true })),
          ...token,
        }),
    }),
    trustStore: {
      "ca:release": [root.certificate],
      "tsa:time": stores.map(({ certificate }) => certificate),
    },
  });
  return {
    signer: (change) => signed([resign(signer, intermediate, change), intermediate, root]),
    intermediate: (change) => signed([signer, resign(intermediate, root, change), root]),
    root: (change) => signed([signer, intermediate, resign(root, root, change)]),
    "beside the root": (change) => signed([signer, intermediate, root], [resign(other, other, change)]),
    TSA: (change) => timestamped({ tsa: resign(tsa, tsaRoot, change), identified: tsa.certificate }),
    "root of the TSA": (change) => timestamped({}, [resign(tsaRoot, tsaRoot, change)]),
    "beside the root of the TSA": (change) => timestamped({}, [tsaRoot, resign(other, other, change)]),
    "beside the TSA": (change) =>
      timestamped({ certificates: [tsa.certificate, resign(other, other, change).certificate] }),
    TSTInfo: (changeInfo) => timestamped({ changeInfo }),
    "signed attributes": (changeSigned) => timestamped({ changeSigned, attributes: [OWN_ATTRIBUTE] }),
  };
}
