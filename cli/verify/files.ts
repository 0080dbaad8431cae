import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { UnknownAnswer } from "../command";
import { noVerdict } from "./no-verdict";

/** Why a file or folder cannot be read, by the code of the operating system or of Node.js. */
const REASONS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  ENOENT: ["file-missing", "is not there"],
  ENOTDIR: ["file-missing", "lies below a file"],
  EACCES: ["file-unreadable", "may not be read"],
  EPERM: ["file-unreadable", "may not be read"],
  EISDIR: ["not-a-file", "is a folder"],
  ELOOP: ["symbolic-link", "is a symbolic link"],
  ERR_INVALID_ARG_VALUE: ["file-missing", "is no path: it has a NUL character"],
};

/**
 * Does something with a file or folder.
 *
 * @throws UnknownAnswer with the reason of the operating system
 */
export function reading<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw unreadable(path, error);
  }
}

/** An error of the operating system in our words; any other error as it is. */
export function unreadable(path: string, error: unknown): unknown {
  const reason = (error as NodeJS.ErrnoException).code;
  if (error instanceof UnknownAnswer || reason === undefined) return error;
  const [code, message] = REASONS[reason] ?? ["file-unreadable", `cannot be read (${reason})`];
  return noVerdict(path, code, message);
}

/** How a file is read. */
export interface Bounds {
  /** A file with more bytes is refused. */
  readonly maxBytes: number;
  /** Whether only the first bytes are read of such a file, for a reader that refuses it itself. @default false */
  readonly isCut?: boolean;
  /** Whether the file may be a symbolic link. @default true */
  readonly isLinkAllowed?: boolean;
}

/**
 * The bytes of a regular file; nothing else is opened for long, so that no pipe or device keeps us waiting.
 *
 * @throws UnknownAnswer `file-missing`, `file-unreadable`, `not-a-file`, `file-too-large`, `symbolic-link`
 */
export function readFile(path: string, { maxBytes, isCut = false, isLinkAllowed = true }: Bounds): Buffer {
  return reading(path, () => {
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | (isLinkAllowed ? 0 : constants.O_NOFOLLOW);
    const file = openSync(path, flags);
    try {
      const stat = fstatSync(file);
      if (stat.isDirectory()) throw noVerdict(path, "not-a-file", "is a folder");
      if (!stat.isFile()) throw noVerdict(path, "not-a-file", "is not a regular file");
      const bytes = readAll(file, maxBytes + 1);
      if (bytes.length <= maxBytes) return bytes;
      if (isCut) return bytes.subarray(0, maxBytes);
      throw noVerdict(path, "file-too-large", `has more than ${String(maxBytes)} bytes`);
    } finally {
      closeSync(file);
    }
  });
}

/** Reads to the end and not to the size that was told: a file may grow meanwhile. */
function readAll(file: number, limit: number): Buffer {
  const parts: Buffer[] = [];
  let size = 0;
  while (size < limit) {
    const part = Buffer.alloc(Math.min(64 * 1024, limit - size));
    const length = readSync(file, part);
    if (length === 0) break;
    size += length;
    parts.push(part.subarray(0, length));
  }
  return Buffer.concat(parts);
}
