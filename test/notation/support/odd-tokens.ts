import * as der from "./der";
import { HASH_OIDS } from "./pki";
import { attribute, type TokenOptions } from "./tsa";

const CUT = Buffer.of(0x30, 0x50);
const EARLY = "ends too early";
const NO_LIST = "has tag 0x5 where 0x30 must be";
const sha1 = der.sequence(der.oid(HASH_OIDS.sha1));

/** Timestamps with something where nothing depends on it, each with what is wrong with it; nothing where it is good. */
export const ODD_TOKENS: readonly (readonly [string, Partial<TokenOptions>, string | undefined])[] = [
  ["no hashes beside", { digests: der.setOf() }, undefined],
  ["another hash beside", { digests: der.setOf(sha1) }, undefined],
  ["a hash beside that is none", { digests: der.setOf(der.NULL) }, NO_LIST],
  ["a hash beside that is cut", { digests: der.setOf(CUT) }, EARLY],
  [
    "a cut value in a hash beside",
    { digests: der.setOf(der.sequence(der.oid("1.2"), der.sequence(CUT))) },
    EARLY,
  ],
  ["no CRLs", { lists: [der.explicit(1)] }, undefined],
  ["a CRL that is none", { lists: [der.explicit(1, der.NULL)] }, "has a value more than it may have"],
  ["a CRL that is cut", { lists: [der.explicit(1, CUT)] }, EARLY],
  ["no unsigned attributes", { unsigned: [der.explicit(1)] }, undefined],
  ["an unsigned attribute", { unsigned: [der.explicit(1, attribute("1.2.3", der.NULL))] }, undefined],
  ["an unsigned attribute that is none", { unsigned: [der.explicit(1, der.NULL)] }, NO_LIST],
  ["an unsigned attribute that is cut", { unsigned: [der.explicit(1, CUT)] }, EARLY],
  ["a cut value in an unsigned attribute", { unsigned: [der.explicit(1, attribute("1.2.3", CUT))] }, EARLY],
  ["a signed attribute", { edit: (a) => a.set("1.2.3", der.NULL) }, undefined],
  ["a cut value in a signed attribute", { edit: (a) => a.set("1.2.3", Buffer.of(5)) }, EARLY],
  [
    "a cut value deep in a signed attribute",
    { edit: (a) => a.set("1.2.3", der.sequence(der.sequence(CUT))) },
    EARLY,
  ],
  [
    "a signed attribute by a number of 2^31",
    { edit: (a) => a.set(`1.2.${String(2 ** 31)}`, der.NULL) },
    "has an OBJECT IDENTIFIER with a number too large",
  ],
];
