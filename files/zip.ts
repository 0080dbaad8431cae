import { crc32 } from "node:zlib";

/** A file in a zip. */
export interface ZipEntry {
  /** Path with slashes, in plain ASCII. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** Version of the format that stores files without compression. */
const VERSION = 20;
/** The upper byte says Unix: then the upper half of the attributes is a file mode. */
const MADE_BY_UNIX = (3 << 8) | VERSION;
/** A plain file that everybody may read, as Lambda's own user must. */
const MODE = 0o100644;
/** First bytes of a file, and how many there are before its name. */
const LOCAL_FILE = 0x04034b50;
const LOCAL_BYTES = 30;
/** 1 January 1980, midnight: the earliest time there is in the format. */
const DATE = (1 << 5) | 1;

/**
 * Writes a zip whose bytes depend only on names and contents: entries are sorted and stored uncompressed, with one
 * fixed time and mode, so that no version of a compressor and no clock shows in them.
 *
 * @throws RangeError for a name that is empty, absolute, repeated, or not plain ASCII
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of sorted(entries)) {
    const path = Buffer.from(name, "ascii");
    const common = Buffer.alloc(26);
    common.writeUInt16LE(VERSION, 0);
    common.writeUInt16LE(DATE, 8);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(path.length, 22);

    const local = Buffer.concat([signature(LOCAL_FILE), common, path, content]);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(MADE_BY_UNIX, 4);
    common.copy(central, 6);
    central.writeUInt32LE(MODE * 0x10000, 38);
    central.writeUInt32LE(offset, 42);
    files.push(local);
    directory.push(central, path);
    offset += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

/**
 * The files of a zip that {@link zip} wrote.
 *
 * @throws RangeError for bytes that it did not write
 */
export function unzip(bytes: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let offset = 0;
  while (offset + LOCAL_BYTES <= bytes.length && bytes.readUInt32LE(offset) === LOCAL_FILE) {
    const size = bytes.readUInt32LE(offset + 18);
    const start = offset + LOCAL_BYTES + bytes.readUInt16LE(offset + 26);
    const name = bytes.toString("ascii", offset + LOCAL_BYTES, start);
    entries.push({ name, content: bytes.subarray(start, start + size) });
    offset = start + size;
  }
  // What comes out the same was written here, and nothing in it was left unread.
  if (!zip(entries).equals(bytes))
    throw new RangeError("is not a zip of stored files as they are written here");
  return entries;
}

function signature(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value);
  return buffer;
}

function sorted(entries: readonly ZipEntry[]): ZipEntry[] {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (!/^(?!\/)[\x21-\x5b\x5d-\x7e]+$/.test(name) || name.split("/").includes("..") || names.has(name)) {
      throw new RangeError(`"${name}" cannot be the name of a file in a zip`);
    }
    names.add(name);
  }
  // By code unit, not by the words of a locale.
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
}
