import { closeSync, openSync, readSync, statSync } from "node:fs";
import { ProblemError } from "../problem";

/** Largest file that is read: an organization of 200 accounts and 5,000 repositories needs a third of it. */
const FILE_SIZE = 1024 * 1024;

/** Why a file cannot be read, by the operating system's code. */
const REASONS: Readonly<Record<string, readonly [code: string, message: string, change: string]>> = {
  ENOENT: ["file-not-found", "there is no such file", "check the name and the folder"],
  ENOTDIR: ["file-not-found", "there is no such file", "check the path: one of its folders is a file"],
  ELOOP: ["file-not-readable", "is a symbolic link that leads back to itself", "name the file itself"],
  ENAMETOOLONG: ["file-not-readable", "the name is too long", "name the file by a shorter path"],
  EACCES: ["file-not-readable", "the file may not be read", "check its permissions and those of its folders"],
};

/**
 * Reads the text of a file.
 *
 * @param most bytes it may have. @default - as many as an organization's file
 * @throws ProblemError with a code `file-*` when it is no readable UTF-8 text of a reasonable size
 */
export function readFile(file: string, most = FILE_SIZE): string {
  const refuse = (code: string, message: string, change: string, allowed?: string) =>
    new ProblemError([
      {
        code,
        path: file === "" ? '""' : file,
        message,
        ...(allowed === undefined ? {} : { allowed }),
        change,
      },
    ]);
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code;
      if (reason === undefined) throw error;
      const known = REASONS[reason];
      throw known
        ? refuse(...known)
        : refuse("file-not-readable", `the file cannot be read (${reason})`, "copy it to another place");
    }
  };
  const stats = attempt(() => statSync(file));
  if (stats.isDirectory()) {
    throw refuse("file-not-regular", "is a folder, not a file", "name the file inside it");
  }
  if (!stats.isFile()) {
    throw refuse("file-not-regular", "is a pipe, socket or device", "save what it holds in a file");
  }
  const tooLarge = (size: string) =>
    refuse(
      "file-too-large",
      `the file has ${size}`,
      "check that it is the right file",
      `at most ${bytes(most)}`,
    );
  if (stats.size > most) throw tooLarge(bytes(stats.size));

  const buffer = Buffer.alloc(most + 1);
  const length = attempt(() => readUpTo(file, buffer));
  // It may have grown since, or be one whose size the operating system does not tell.
  if (length > most) throw tooLarge(`more than ${bytes(most)}`);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(buffer.subarray(0, length));
  } catch {
    throw refuse("file-not-utf8", "the file is not UTF-8 text", "save it with the encoding UTF-8");
  }
}

function bytes(count: number): string {
  return `${count.toLocaleString("en-US")} bytes`;
}

function readUpTo(file: string, buffer: Buffer): number {
  const descriptor = openSync(file, "r");
  try {
    let length = 0;
    for (let read = 1; read > 0 && length < buffer.length; length += read) {
      read = readSync(descriptor, buffer, length, buffer.length - length, null);
    }
    return length;
  } finally {
    closeSync(descriptor);
  }
}
