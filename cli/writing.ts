import { randomBytes } from "node:crypto";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { ProblemError } from "../problem";

/** What is said of an error of the operating system, by its code. */
type Reasons = Readonly<Record<string, readonly [code: string, message: string, change: string]>>;

/** Why a folder or file cannot be written, by the operating system's code. */
const REASONS: Reasons = {
  EACCES: ["cannot-write", "may not be written", "choose another folder, or change its permissions"],
  EPERM: ["cannot-write", "may not be written", "choose another folder, or change its permissions"],
  ENOENT: ["cannot-write", "cannot be made there", "choose another folder"],
  EROFS: ["cannot-write", "is on a disk that is read only", "choose another folder"],
  ENOSPC: ["cannot-write", "has no room left on its disk", "make room, or choose another folder"],
};

/** Why a folder cannot be made. */
export const FOLDER_REASONS: Reasons = {
  ...REASONS,
  ENOTDIR: ["not-a-folder", "is not a folder, or lies below a file", "name a folder"],
  EEXIST: ["not-a-folder", "is a symbolic link that leads nowhere", "name a folder"],
  ELOOP: ["not-a-folder", "is a symbolic link that leads back to itself", "name a folder"],
  ENAMETOOLONG: ["cannot-write", "the name is too long", "choose a shorter one"],
};

/** Why a file cannot be written. */
export const FILE_REASONS: Reasons = {
  ...REASONS,
  EISDIR: ["not-a-file", "is a folder", "name a file in it"],
  ENOTDIR: ["cannot-write", "lies below a file", "choose another folder"],
  EEXIST: ["file-exists", "is there already", "choose another folder, or move the file away"],
};

/**
 * Does something to a file or folder.
 *
 * @throws ProblemError with the reason of the operating system
 */
export function attempt<T>(path: string, reasons: Reasons, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    if (reason === undefined) throw error;
    const [code, message, change] = reasons[reason] ?? [
      "cannot-write",
      `cannot be written (${reason})`,
      "choose another folder",
    ];
    throw new ProblemError([{ code, path, message, change }]);
  }
}

/** Writes a file whole or not at all: whoever reads it meanwhile finds the old text or the new one. */
export function replaceFile(file: string, text: string): void {
  const draft = `${file}.${randomBytes(4).toString("hex")}`;
  try {
    writeFileSync(draft, text, { flag: "wx" });
    renameSync(draft, file);
  } finally {
    rmSync(draft, { force: true });
  }
}
