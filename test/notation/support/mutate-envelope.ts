import { parseCbor } from "../../../notation/cbor";
import { cbor, Raw, Tagged } from "./cbor";
import { type Cose, type Jws } from "./envelope";
import { BYTES_OPERATORS, type BytesOperator, DER_OPERATORS } from "./mutate-bytes";
import { JSON_NAMES, mutateJson, type Tree } from "./mutate-json";
import { type Random } from "./random";

/** An envelope to be mutated, in the form it was made. */
export type Base =
  | { readonly name: string; readonly bytes: Buffer; readonly jws: Jws }
  | { readonly name: string; readonly bytes: Buffer; readonly cose: Cose };

export interface Mutated {
  /** Which part was changed and how. */
  readonly operator: string;
  readonly bytes: Buffer;
}

const WORDS: readonly Tree[] = [
  ...["PS256", "ES256", "ES384", "none", "HS256", "application/vnd.cncf.notary.payload.v1+json"],
  ...["notary.x509", "notary.x509.signingAuthority", "io.cncf.notary.expiry", "io.cncf.notary.signingTime"],
  ...["2020-01-01T00:00:00Z", "2120-01-01T00:00:00+08:00", "sha256:00"],
];

/** The order of P-256, for the second form of a signature. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The other signature over the same that ECDSA allows: s replaced by the order less s. */
export function secondForm(signature: Buffer): Buffer {
  if (signature.length !== 64) return signature;
  const s = ORDER - BigInt(`0x${signature.subarray(32).toString("hex")}`);
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, "0"), "hex")]);
}

const ALL_BYTES: Readonly<Record<string, BytesOperator>> = {
  ...BYTES_OPERATORS,
  ...DER_OPERATORS,
  "second form of ECDSA": secondForm,
};

function change(
  bytes: Buffer,
  operators: Readonly<Record<string, BytesOperator>>,
  random: Random,
): [string, Buffer] {
  const name = random.pick(Object.keys(operators));
  return [name, operators[name]?.(bytes, random) ?? bytes];
}

const ENTRY_OPERATORS = ["no value", "the value twice", "another value", "another label"] as const;
const UNPROTECTED_OPERATORS = [
  "a label more",
  "no chain",
  "the chain as one",
  "the chain in another order",
  "a token",
  "no token",
] as const;

const BOTH = {
  bytes: Object.keys(BYTES_OPERATORS),
  payload: JSON_NAMES,
  signature: Object.keys(ALL_BYTES),
  certificate: Object.keys(ALL_BYTES),
  timestamp: Object.keys(ALL_BYTES),
};
const namesOf = (format: string, parts: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(parts).flatMap(([part, names]) => names.map((name) => `${format}: ${part}: ${name}`));

/** Every way in which each part of each format is changed, as it is told of. */
export const ENVELOPE_OPERATORS: readonly string[] = [
  ...namesOf("JWS", { ...BOTH, structure: JSON_NAMES, protected: JSON_NAMES }),
  ...namesOf("COSE", {
    ...BOTH,
    protected: Object.keys(BYTES_OPERATORS),
    "protected entry": ENTRY_OPERATORS,
    unprotected: UNPROTECTED_OPERATORS,
  }),
];

/** Takes one part out of an envelope, changes it and puts it back; each part of each format is listed. */
type Part<T> = Readonly<Record<string, (envelope: T, random: Random) => string>>;

const TIMESTAMP = "io.cncf.notary.timestampSignature";

const JWS_PARTS: Part<Jws> = {
  payload: (envelope, random) => {
    const { operator, text } = mutateJson(
      JSON.parse(Buffer.from(envelope.payload, "base64url").toString()),
      WORDS,
      random,
    );
    envelope.payload = text.toString("base64url");
    return operator;
  },
  protected: (envelope, random) => {
    const { operator, text } = mutateJson(
      JSON.parse(Buffer.from(envelope.protected, "base64url").toString()),
      WORDS,
      random,
    );
    envelope.protected = text.toString("base64url");
    return operator;
  },
  signature: (envelope, random) => {
    const [operator, bytes] = change(Buffer.from(envelope.signature, "base64url"), ALL_BYTES, random);
    envelope.signature = bytes.toString("base64url");
    return operator;
  },
  certificate: (envelope, random) => {
    const chain = envelope.header["x5c"] as string[];
    const at = random.below(chain.length);
    const [operator, bytes] = change(Buffer.from(chain[at] ?? "", "base64"), ALL_BYTES, random);
    chain[at] = bytes.toString("base64");
    return operator;
  },
  timestamp: (envelope, random) => {
    const token = envelope.header[TIMESTAMP] as string | undefined;
    const [operator, bytes] = change(Buffer.from(token ?? "", "base64"), ALL_BYTES, random);
    envelope.header[TIMESTAMP] = bytes.toString("base64");
    return operator;
  },
};

const COSE_PARTS: Part<Cose> = {
  payload: (message, random) => {
    const { operator, text } = mutateJson(JSON.parse((message.payload as Buffer).toString()), WORDS, random);
    message.payload = text;
    return operator;
  },
  protected: (message, random) => {
    const [operator, bytes] = change(message.protected as Buffer, BYTES_OPERATORS, random);
    message.protected = bytes;
    return operator;
  },
  "protected entry": (message, random) => {
    const entries = [...(parseCbor(message.protected as Buffer) as ReadonlyMap<unknown, unknown>)];
    const at = random.below(entries.length);
    const values = [
      "x",
      1,
      -7,
      -37,
      new Tagged(1, 0),
      new Tagged(0, "2020-01-01T00:00:00Z"),
      [],
      null,
      new Raw(Buffer.of(0xa0)),
    ];
    const operator = random.pick(ENTRY_OPERATORS);
    if (operator === "no value") entries.splice(at, 1);
    if (operator === "another value") entries[at] = [entries[at]?.[0], random.pick(values)];
    if (operator === "another label")
      entries[at] = [random.pick(["x", 1, 2, 3, 4, 33, "io.cncf.notary.expiry"]), entries[at]?.[1]];
    const body = [...entries, ...(operator === "the value twice" ? [entries[at]] : [])].map((entry) =>
      toCbor(entry ?? [0, 0]),
    );
    message.protected = Buffer.concat([Buffer.of(0xa0 | Math.min(23, body.length)), ...body]);
    return operator;
  },
  signature: (message, random) => {
    const [operator, bytes] = change(message.signature as Buffer, ALL_BYTES, random);
    message.signature = bytes;
    return operator;
  },
  certificate: (message, random) => {
    const chain = [...(message.unprotected.get(33) as Buffer[])];
    const at = random.below(chain.length);
    const [operator, bytes] = change(Buffer.from(chain[at] ?? Buffer.of()), ALL_BYTES, random);
    chain[at] = bytes;
    message.unprotected.set(33, chain);
    return operator;
  },
  timestamp: (message, random) => {
    const token = message.unprotected.get(TIMESTAMP) as Buffer | undefined;
    const [operator, bytes] = change(Buffer.from(token ?? ""), ALL_BYTES, random);
    message.unprotected.set(TIMESTAMP, bytes);
    return operator;
  },
  unprotected: (message, random) => {
    const operator = random.pick(UNPROTECTED_OPERATORS);
    const chain = message.unprotected.get(33) as Buffer[];
    if (operator === "a label more")
      message.unprotected.set(random.pick(["x", 1, 34]), random.pick([1, "x", chain]));
    if (operator === "no chain") message.unprotected.delete(33);
    if (operator === "the chain as one") message.unprotected.set(33, chain[0]);
    if (operator === "the chain in another order") message.unprotected.set(33, [...chain].reverse());
    if (operator === "a token") message.unprotected.set(TIMESTAMP, random.pick(chain));
    if (operator === "no token") message.unprotected.delete(TIMESTAMP);
    return operator;
  },
};

function toCbor([label, value]: readonly [unknown, unknown]): Buffer {
  const item = (one: unknown): unknown =>
    typeof one === "object" && one !== null && "tag" in one && "value" in one
      ? new Tagged(one.tag as number, one.value)
      : one;
  return Buffer.concat([cbor(label), cbor(item(value))]);
}

/** Changes one part of an envelope, its structure, or its bytes anywhere. */
export function mutateEnvelope(base: Base, random: Random): Mutated {
  if (random.below(4) === 0) {
    const [operator, bytes] = change(base.bytes, BYTES_OPERATORS, random);
    return { operator: `bytes: ${operator}`, bytes };
  }
  if ("cose" in base) {
    const message: Cose = { ...base.cose, unprotected: new Map(base.cose.unprotected) };
    const part = random.pick(Object.keys(COSE_PARTS));
    const operator = COSE_PARTS[part]?.(message, random) ?? "";
    const { protected: header, unprotected, payload, signature } = message;
    return {
      operator: `${part}: ${operator}`,
      bytes: cbor(new Tagged(18, [header, unprotected, payload, signature])),
    };
  }
  const envelope = structuredClone(base.jws);
  const part = random.pick([...Object.keys(JWS_PARTS), "structure"]);
  if (part !== "structure") {
    const operator = JWS_PARTS[part]?.(envelope, random) ?? "";
    return { operator: `${part}: ${operator}`, bytes: Buffer.from(JSON.stringify(envelope)) };
  }
  const { operator, text } = mutateJson(envelope, WORDS, random);
  return { operator: `structure: ${operator}`, bytes: text };
}
