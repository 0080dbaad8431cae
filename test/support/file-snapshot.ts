import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Whether `npm test -- -u` asked for snapshots to be written; `new` ones are not written either without it. */
function isUpdate(): boolean {
  const { snapshotState } = expect.getState() as {
    readonly snapshotState?: { readonly _updateSnapshot?: string };
  };
  return snapshotState?._updateSnapshot === "all";
}

/** Expects a file to hold exactly a text. `npm test -- -u` writes it. */
export function expectFile(path: string, text: string): void {
  if (isUpdate()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  if (!existsSync(path)) throw new Error(`${path} is missing; npm test -- -u writes it`);
  expect(readFileSync(path, "utf8")).toBe(text);
}

/** Expects a folder to hold these files, however deep, and no others. `npm test -- -u` removes the others. */
export function expectNoOtherFiles(folder: string, names: ReadonlySet<string>): void {
  const others = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !names.has(path));
  if (isUpdate()) others.forEach((path) => rmSync(path));
  else expect(others).toEqual([]);
}
