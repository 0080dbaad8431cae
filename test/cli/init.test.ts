import { execFileSync } from "node:child_process";
import fs, {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dispatch } from "../../cli";
import { initCommand } from "../../cli/init";
import { parseOrganization } from "../../config";
import { terminalForTest } from "../support/terminal";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "init-"));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const program = { name: "supply-chain", summary: "", commands: [initCommand] };

/** Runs `supply-chain init` and leaves the folder's name out of what it says. */
async function init(directory: string) {
  const terminal = terminalForTest();
  const code = await dispatch(program, ["init", directory], terminal);
  const said = (terminal.said.out + terminal.said.err).replaceAll(`${folder}/`, "");
  return [code, said.replace("\n\n1 problem; nothing was written\n", "")] as const;
}

const written = (directory: string) => readFileSync(join(folder, directory, "organization.yaml"), "utf8");

test("the file is valid and says what comes next", async () => {
  mkdirSync(join(folder, "start"));
  expect(await init(join(folder, "start"))).toEqual([
    0,
    "start/organization.yaml written; edit it, then\n  npx supply-chain check start/organization.yaml\n  npm run synth -- --organization start/organization.yaml\n",
  ]);
  expect(() => parseOrganization(written("start"), "organization.yaml")).not.toThrow();
});

test.each([
  ["start", "start/organization.yaml"],
  [join("two words", "$& it's"), "'two words/$& it'\\''s/organization.yaml'"],
  ["line\nbreak", "organization.yaml"],
])("the file in %j says how it is checked from where it was made", async (directory, file) => {
  const before = process.cwd();
  try {
    process.chdir(folder);
    expect((await init(directory))[0]).toBe(0);
  } finally {
    process.chdir(before);
  }
  expect(written(directory)).toContain(`\n#   npx supply-chain check ${file}\n`);
  expect(() => parseOrganization(written(directory), "organization.yaml")).not.toThrow();
});

test("the schema it names is there", async () => {
  await init(join(folder, "a", "b"));
  const [, schema = ""] = /^# yaml-language-server: \$schema=(.*)$/m.exec(written("a/b")) ?? [];
  expect(realpathSync(join(folder, "a", "b", schema))).toBe(realpathSync("config/organization.schema.json"));
});

test("a folder and those above it are made", async () => {
  expect((await init(join(folder, "a", "b", "c")))[0]).toBe(0);
  expect(written("a/b/c")).toContain("organization:\n");
});

test("a relative folder is one of the working folder", async () => {
  const before = process.cwd();
  try {
    process.chdir(folder);
    expect((await init("here"))[0]).toBe(0);
    expect((await init("."))[0]).toBe(0);
  } finally {
    process.chdir(before);
  }
  expect(written("here")).toContain("organization:\n");
  expect(written(".")).toContain("organization:\n");
});

test.each([
  ["a file", () => writeFileSync(join(folder, "organization.yaml"), "mine")],
  ["a folder", () => mkdirSync(join(folder, "organization.yaml"))],
  ["a link to nothing", () => symlinkSync("nowhere", join(folder, "organization.yaml"))],
])("%s that is there is not overwritten", async (_name, make) => {
  make();
  const before = readdirSync(folder, { withFileTypes: true });
  expect(await init(folder)).toEqual([
    1,
    "organization.yaml: is there already; choose another folder, or move the file away [file-exists]",
  ]);
  expect(readdirSync(folder, { withFileTypes: true })).toEqual(before);
});

test("what a file holds stays as it is", async () => {
  writeFileSync(join(folder, "organization.yaml"), "mine");
  expect((await init(folder))[0]).toBe(1);
  expect(written(".")).toBe("mine");
});

const NOT_A_FOLDER = "is not a folder, or lies below a file; name a folder [not-a-folder]";

test.each([
  ["a file", "file", NOT_A_FOLDER],
  ["a folder below a file", "file/below/it", NOT_A_FOLDER],
  ["a named pipe", "pipe", NOT_A_FOLDER],
  ["a symbolic link to a file", "link", NOT_A_FOLDER],
  ["a link to nothing", "dangling", "is a symbolic link that leads nowhere; name a folder [not-a-folder]"],
  ["a link to itself", "loop", "is a symbolic link that leads back to itself; name a folder [not-a-folder]"],
  [
    "a name that is too long",
    `new/${"x".repeat(300)}`,
    "the name is too long; choose a shorter one [cannot-write]",
  ],
])("%s is refused, and nothing is made", async (_name, directory, message) => {
  writeFileSync(join(folder, "file"), "mine");
  execFileSync("mkfifo", [join(folder, "pipe")]);
  symlinkSync("file", join(folder, "link"));
  symlinkSync("nowhere", join(folder, "dangling"));
  symlinkSync("loop", join(folder, "loop"));
  const before = readdirSync(folder, { recursive: true });
  expect(await init(join(folder, directory))).toEqual([1, `${directory}: ${message}`]);
  expect(readdirSync(folder, { recursive: true })).toEqual(before);
});

test.each([
  ["itself", "closed", "closed/organization.yaml"],
  ["a folder in it", "closed/new", "closed/new"],
])("of a folder without the permission to write, %s is refused", async (_name, directory, path) => {
  mkdirSync(join(folder, "closed"));
  chmodSync(join(folder, "closed"), 0o555);
  chmodSync(folder, 0o755);
  // Nothing is forbidden to root, who therefore becomes nobody for a moment.
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65_534);
  try {
    expect(await init(join(folder, directory))).toEqual([
      1,
      `${path}: may not be written; choose another folder, or change its permissions [cannot-write]`,
    ]);
  } finally {
    if (root) process.seteuid?.(0);
  }
});

function failing(code: string | undefined) {
  return () => {
    throw Object.assign(new Error("write failed"), code === undefined ? {} : { code });
  };
}

test.each([
  ["ENOSPC", "has no room left on its disk; make room, or choose another folder"],
  ["EROFS", "is on a disk that is read only; choose another folder"],
  ["EPERM", "may not be written; choose another folder, or change its permissions"],
  ["EIO", "cannot be written (EIO); choose another folder"],
])("a disk that fails with %s is left as it was", async (code, message) => {
  jest.spyOn(fs, "writeFileSync").mockImplementation(failing(code));
  expect(await init(join(folder, "a", "b"))).toEqual([1, `a/b/organization.yaml: ${message} [cannot-write]`]);
  expect(readdirSync(folder)).toEqual([]);
});

test("an error of ours is not taken for one of the disk", async () => {
  jest.spyOn(fs, "writeFileSync").mockImplementation(failing(undefined));
  await expect(init(folder)).rejects.toThrow("write failed");
});

test("the file is closed", async () => {
  const close = jest.spyOn(fs, "closeSync");
  await init(join(folder, "a"));
  expect(close).toHaveBeenCalledTimes(1);
});
