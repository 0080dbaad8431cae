/** A tagged item to write. */
export class Tagged {
  constructor(
    readonly tag: number,
    readonly value: unknown,
  ) {}
}

/** Bytes that are CBOR already. */
export class Raw {
  constructor(readonly bytes: Uint8Array) {}
}

function head(major: number, argument: number | bigint): Buffer {
  const value = BigInt(argument);
  const first = major << 5;
  if (value < 24n) return Buffer.from([first | Number(value)]);
  const size = value < 0x100n ? 0 : value < 0x10000n ? 1 : value < 0x100000000n ? 2 : 3;
  return Buffer.from(
    (first | (24 + size)).toString(16).padStart(2, "0") + value.toString(16).padStart(2 << size, "0"),
    "hex",
  );
}

/** Writes CBOR, the other way round than `notation/cbor` reads it. */
export function cbor(value: unknown): Buffer {
  if (value instanceof Raw) return Buffer.from(value.bytes);
  if (value instanceof Tagged) return Buffer.concat([head(6, value.tag), cbor(value.value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  if (value instanceof Map) {
    return Buffer.concat([
      head(5, value.size),
      ...[...value].flatMap(([key, item]) => [cbor(key), cbor(item)]),
    ]);
  }
  if (Array.isArray(value)) return Buffer.concat([head(4, value.length), ...value.map(cbor)]);
  switch (typeof value) {
    case "string":
      return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
    case "number":
    case "bigint":
      return value < 0 ? head(1, -1n - BigInt(value)) : head(0, value);
    case "boolean":
      return Buffer.from([value ? 0xf5 : 0xf4]);
    default:
      return Buffer.from([value === null ? 0xf6 : 0xf7]);
  }
}
