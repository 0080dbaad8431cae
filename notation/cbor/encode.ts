/** The head of a byte string, as the bytes that are signed need it. */
export function byteString(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  const head =
    length < 24
      ? [0x40 | length]
      : length < 0x100
        ? [0x58, length]
        : length < 0x10000
          ? [0x59, length >> 8, length & 0xff]
          : [0x5a, length >>> 24, (length >> 16) & 0xff, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Uint8Array.from(head), bytes]);
}
