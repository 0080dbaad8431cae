/** The text of UTF-8 bytes, a byte order mark kept; nothing for bytes that are no UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  return textOf(UTF8, bytes);
}

/** The same of UTF-16, the higher byte first. */
export function utf16(bytes: Uint8Array): string | undefined {
  return textOf(UTF16, bytes);
}

// Made once: making one takes longer than reading a header.
const UTF8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const UTF16 = new TextDecoder("utf-16be", { fatal: true, ignoreBOM: true });

function textOf(decoder: typeof UTF8, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
