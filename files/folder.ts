import { mkdirSync, rmdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it that are missing, all or none.
 *
 * Node's own `recursive` never ends where the system says that a folder is missing which is there, as in `/proc`.
 *
 * @returns the folders that were made, each before those inside it
 * @throws the operating system's error
 */
export function makeFolder(folder: string): string[] {
  const missing: string[] = [];
  for (let above = folder; isMissing(above); above = dirname(above)) {
    missing.unshift(above);
    if (dirname(above) === above) break;
  }
  const made: string[] = [];
  try {
    for (const path of missing) {
      mkdirSync(path);
      made.push(path);
    }
  } catch (error) {
    removeFolders(made);
    throw error;
  }
  return made;
}

/** Removes folders that {@link makeFolder} made and that hold nothing else. */
export function removeFolders(made: readonly string[]): void {
  for (const folder of [...made].reverse()) rmdirSync(folder);
}

function isMissing(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isDirectory()) return found === undefined;
  const code = "ENOTDIR";
  throw Object.assign(new Error(`${code}: ${path} is not a folder`), { code, syscall: "mkdir", path });
}
