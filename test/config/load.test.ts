import { execFileSync } from "node:child_process";
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { ProblemError } from "../../problem";
import { VALID } from "./bad-files/base";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "organization-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Message of the refusal, with the folder's name left out. */
function messageOf(file: string): string {
  try {
    loadOrganization(file);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.message.replaceAll(`${folder}/`, "");
  }
  return "valid";
}

function written(name: string, content: string | Uint8Array): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

test("a valid file is read with its defaults", () => {
  const organization = loadOrganization(written("valid.yaml", VALID));

  expect(organization.accounts["images"]?.role).toEqual(["registry", "pipeline"]);
  expect(organization.registry.repositories["shop/api"]?.keep).toEqual({
    releaseTags: ["v*"],
    untaggedDays: 14,
  });
  expect(organization.state).toEqual({ backend: "local", directory: "state" });
});

test("a byte order mark and Windows line ends are taken", () => {
  const file = written("windows.yaml", `\uFEFF${VALID.replaceAll("\n", "\r\n")}`);

  expect(loadOrganization(file)).toEqual(loadOrganization(written("unix.yaml", VALID)));
});

test("columns are counted from behind the byte order mark", () => {
  const file = written("marked.yaml", `\uFEFF${VALID.replace("organization:", "organisation:")}`);

  expect(messageOf(file).split("\n")[1]).toMatch(/^marked\.yaml:1:1 organisation: unknown key; /);
});

test("a file that is not there", () => {
  expect(messageOf(join(folder, "missing.yaml"))).toBe(
    "missing.yaml: there is no such file; check the name and the folder [file-not-found]",
  );
});

test("a folder", () => {
  mkdirSync(join(folder, "folder"));
  expect(messageOf(join(folder, "folder"))).toBe(
    "folder: is a folder, not a file; name the file inside it [file-not-regular]",
  );
});

test("a named pipe is refused before anything waits for its writer", () => {
  execFileSync("mkfifo", [join(folder, "pipe")]);
  expect(messageOf(join(folder, "pipe"))).toBe("pipe: is not an ordinary file [file-not-regular]");
});

test("a file below a file", () => {
  const file = written("plain.yaml", VALID);
  expect(messageOf(join(file, "organization.yaml"))).toBe(
    "plain.yaml/organization.yaml: the file cannot be read: ENOTDIR [file-not-readable]",
  );
});

test("a file of 50 MB is refused without being read", () => {
  const file = join(folder, "large.yaml");
  const descriptor = openSync(file, "w");
  ftruncateSync(descriptor, 50 * 1024 * 1024);
  closeSync(descriptor);
  expect(messageOf(file)).toBe(
    "large.yaml: the file has 52428800 bytes; allowed: 1048576 bytes [file-too-large]",
  );
});

test("a file of exactly the limit is read", () => {
  const file = written("limit.yaml", VALID.padEnd(1024 * 1024, "#"));
  expect(messageOf(file)).toBe("valid");
  expect(messageOf(written("over.yaml", readFileSync(file, "utf8") + "#"))).toBe(
    "over.yaml: the file has 1048577 bytes; allowed: 1048576 bytes [file-too-large]",
  );
});

test.each([
  ["UTF-16", Buffer.from(`\uFEFF${VALID}`, "utf16le")],
  ["Latin-1", Buffer.from(VALID.replace("shop", "büro"), "latin1")],
  ["an overlong form", Buffer.from([0xc0, 0xaf])],
  ["a cut character", Buffer.from([0x61, 0xe2, 0x82])],
])("%s instead of UTF-8", (_name, bytes) => {
  expect(messageOf(written("encoded.yaml", bytes))).toBe(
    "encoded.yaml: the file is not UTF-8 text; save it with the encoding UTF-8 [file-not-utf8]",
  );
});
