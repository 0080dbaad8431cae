import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFolder, removeFolders } from "../../files";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "folder-"));
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

test("a folder is made with those above it, which are told from the uppermost on", () => {
  const folder = join(root, "a", "b");
  expect(makeFolder(folder)).toEqual([join(root, "a"), folder]);
  expect(existsSync(folder)).toBe(true);
});

test("a folder that is there is not made again", () => {
  expect(makeFolder(root)).toEqual([]);
});

test("what lies below a file is refused", () => {
  writeFileSync(join(root, "file"), "");
  expect(() => makeFolder(join(root, "file"))).toThrow("ENOTDIR");
  expect(() => makeFolder(join(root, "file", "below"))).toThrow("ENOTDIR");
});

test("where the last cannot be made, none is left", () => {
  expect(() => makeFolder(`${root}/a/../b`)).toThrow("EEXIST");
  expect(readdirSync(root)).toEqual([]);
});

test("what was made is removed from the innermost on", () => {
  removeFolders(makeFolder(join(root, "a", "b")));
  expect(readdirSync(root)).toEqual([]);
});
