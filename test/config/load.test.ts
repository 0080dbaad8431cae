import { execFileSync } from "node:child_process";
import fs, {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization, parseOrganization } from "../../config";
import { ProblemError } from "../../problem";
import { VALID } from "./bad-files/base";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "organization-"));
  written("plain.yaml", VALID);
  mkdirSync(join(folder, "folder"));
  execFileSync("mkfifo", [join(folder, "pipe")]);
  symlinkSync("plain.yaml", join(folder, "link"));
  symlinkSync("loop", join(folder, "loop"));
  symlinkSync("nowhere", join(folder, "dangling"));
  truncateSync(written("large.yaml", ""), 50 * 1024 * 1024);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
afterEach(() => {
  jest.restoreAllMocks();
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
  expect(organization.state).toEqual({ backend: "local", directory: "state/{organization}" });
});

test("a byte order mark and Windows line ends are taken", () => {
  const file = written("windows.yaml", `\uFEFF${VALID.replaceAll("\n", "\r\n")}`);

  expect(loadOrganization(file)).toEqual(loadOrganization(written("unix.yaml", VALID)));
});

test("columns are counted from behind the byte order mark", () => {
  const file = written("marked.yaml", `\uFEFF${VALID.replace("organization:", "organisation:")}`);

  expect(messageOf(file).split("\n")[1]).toMatch(/^marked\.yaml:1:1 organisation: unknown key; /);
});

test("a second byte order mark is not taken", () => {
  expect(messageOf(written("twice.yaml", `\uFEFF\uFEFF${VALID}`))).toBe(
    "twice.yaml:1:1 the character U+FEFF is not allowed in YAML; remove it [yaml-control-character]",
  );
});

test("a text that is not read from a file may begin with a byte order mark", () => {
  expect(parseOrganization(`\uFEFF${VALID}`, "organization.yaml")).toEqual(
    parseOrganization(VALID, "organization.yaml"),
  );
});

test("a symbolic link is followed", () => {
  expect(messageOf(join(folder, "link"))).toBe("valid");
});

test.each([
  [
    "a file that is not there",
    "missing.yaml",
    "there is no such file; check the name and the folder [file-not-found]",
  ],
  [
    "a file below a file",
    "plain.yaml/organization.yaml",
    "there is no such file; check the path: one of its folders is a file [file-not-found]",
  ],
  ["a folder", "folder", "is a folder, not a file; name the file inside it [file-not-regular]"],
  ["a named pipe", "pipe", "is a pipe, socket or device; save what it holds in a file [file-not-regular]"],
  [
    "a symbolic link to itself",
    "loop",
    "is a symbolic link that leads back to itself; name the file itself [file-not-readable]",
  ],
  [
    "a symbolic link to nothing",
    "dangling",
    "there is no such file; check the name and the folder [file-not-found]",
  ],
  [
    "a name that is too long",
    "x".repeat(300),
    "the name is too long; name the file by a shorter path [file-not-readable]",
  ],
  [
    "a file of 50 MB",
    "large.yaml",
    "the file has 52,428,800 bytes; allowed: at most 1,048,576 bytes; check that it is the right file [file-too-large]",
  ],
])("%s is refused before anything waits for it or reads it", (_name, file, message) => {
  const read = jest.spyOn(fs, "openSync");
  expect(messageOf(join(folder, file))).toBe(`${file}: ${message}`);
  expect(read).not.toHaveBeenCalled();
});

test("a device is refused", () => {
  expect(messageOf("/dev/zero")).toBe(
    "/dev/zero: is a pipe, socket or device; save what it holds in a file [file-not-regular]",
  );
});

test("no name at all is refused", () => {
  expect(messageOf("")).toBe('"": there is no such file; check the name and the folder [file-not-found]');
});

test("a file without the permission to read it", () => {
  const file = written("secret.yaml", VALID);
  chmodSync(file, 0);
  // Nothing is forbidden to root, who therefore becomes nobody for a moment.
  const root = process.geteuid?.() === 0;
  chmodSync(folder, 0o755);
  if (root) process.seteuid?.(65_534);
  try {
    expect(messageOf(file)).toBe(
      "secret.yaml: the file may not be read; check its permissions and those of its folders [file-not-readable]",
    );
  } finally {
    if (root) process.seteuid?.(0);
  }
});

test("a disk that fails", () => {
  jest.spyOn(fs, "readSync").mockImplementation(() => {
    throw Object.assign(new Error("EIO: i/o error, read"), { code: "EIO" });
  });
  expect(messageOf(join(folder, "plain.yaml"))).toBe(
    "plain.yaml: the file cannot be read (EIO); copy it to another place [file-not-readable]",
  );
});

test("an error of ours is not taken for one of the file", () => {
  jest.spyOn(fs, "openSync").mockImplementation(() => {
    throw new TypeError("ours");
  });
  expect(() => messageOf(join(folder, "plain.yaml"))).toThrow(new TypeError("ours"));
});

test("the file is closed, also when it cannot be read", () => {
  const close = jest.spyOn(fs, "closeSync");
  messageOf(join(folder, "plain.yaml"));
  expect(close).toHaveBeenCalledTimes(1);
  jest.spyOn(fs, "readSync").mockImplementation(() => {
    throw new TypeError("ours");
  });
  expect(() => messageOf(join(folder, "plain.yaml"))).toThrow("ours");
  expect(close).toHaveBeenCalledTimes(2);
});

test("a file that is read in pieces is read to its end", () => {
  const whole = fs.readSync;
  jest
    .spyOn(fs, "readSync")
    .mockImplementation(((descriptor: number, buffer: Buffer, offset: number, length: number) =>
      whole(descriptor, buffer, offset, Math.min(length, 100), null)) as typeof fs.readSync);
  expect(messageOf(join(folder, "plain.yaml"))).toBe("valid");
});

test("a file that grows after its size was asked for is refused", () => {
  const file = join(folder, "grown.yaml");
  const before = statSync(written("grown.yaml", VALID));
  writeFileSync(file, VALID.padEnd(1024 * 1024 + 5, "#"));
  jest.spyOn(fs, "statSync").mockReturnValue(before);
  expect(messageOf(file)).toBe(
    "grown.yaml: the file has more than 1,048,576 bytes; allowed: at most 1,048,576 bytes; check that it is the right file [file-too-large]",
  );
});

test("a file of exactly the limit is read", () => {
  const file = written("limit.yaml", VALID.padEnd(1024 * 1024, "#"));
  expect(messageOf(file)).toBe("valid");
  expect(messageOf(written("over.yaml", readFileSync(file, "utf8") + "#"))).toBe(
    "over.yaml: the file has 1,048,577 bytes; allowed: at most 1,048,576 bytes; check that it is the right file [file-too-large]",
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
