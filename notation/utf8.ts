/** The text of UTF-8 bytes, a byte order mark kept; nothing for bytes that are no UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  return textOf("utf-8", bytes);
}

/** The same of UTF-16, the higher byte first. */
export function utf16(bytes: Uint8Array): string | undefined {
  return textOf("utf-16be", bytes);
}

function textOf(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
