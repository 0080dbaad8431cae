import type * as Fs from "node:fs";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { checkOutputFolder, publish } from "../../stacks/output-folder";
import { rejectionOf } from "../support/rejection";

jest.mock("node:fs", () => {
  const fs = jest.requireActual<typeof Fs>("node:fs");
  return { ...fs, renameSync: jest.fn(fs.renameSync), rmSync: jest.fn(fs.rmSync) };
});

const REFUSED =
  "allowed: a folder that is empty, missing, or was written by an earlier synth; choose another output folder [not-an-output-folder]";
const CODE = "assets/watch_Code_1/AAAA/watch.zip";
const NEW_CODE = "assets/watch_Code_1/BBBB/watch.zip";

let folder: string;
let output: string;
let drafts = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-folder-"));
  output = join(folder, "out");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** A draft with the stacks given: the files of each, beside their Terraform JSON. */
function draftOf(stacks: Readonly<Record<string, Readonly<Record<string, string>>>>): string {
  const draft = join(folder, `draft-${String(drafts++)}`);
  write(draft, { "manifest.json": Object.keys(stacks).join() });
  for (const [name, files] of Object.entries(stacks)) {
    write(join(draft, "stacks", name), { "cdk.tf.json": Object.keys(files).join(), ...files });
  }
  return draft;
}

function publishAll(stacks: Readonly<Record<string, Readonly<Record<string, string>>>>): string[] {
  return publish(draftOf(stacks), output, Object.keys(stacks));
}

/** Every file in the output folder with its text. */
function published(): Record<string, string> {
  const names = readdirSync(output, { recursive: true, encoding: "utf8" }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(output, name)).isFile())
      .map((name) => [name, readFileSync(join(output, name), "utf8")]),
  );
}

test("assets are published with their stack", () => {
  publishAll({ one: { [CODE]: "code" }, two: {} });
  expect(published()).toEqual({
    "manifest.json": "one,two",
    "stacks/one/cdk.tf.json": CODE,
    [`stacks/one/${CODE}`]: "code",
    "stacks/two/cdk.tf.json": "",
  });
});

test("an asset that its stack no longer names is removed, folders included", () => {
  publishAll({ one: { [CODE]: "code", "assets/other/CCCC/other.zip": "other" } });
  publishAll({ one: { [NEW_CODE]: "new code" } });
  expect(published()).toEqual({
    "manifest.json": "one",
    "stacks/one/cdk.tf.json": NEW_CODE,
    [`stacks/one/${NEW_CODE}`]: "new code",
  });
  expect(readdirSync(join(output, "stacks", "one", "assets"))).toEqual(["watch_Code_1"]);
});

test("a stack is whole at every moment: new assets come before the stacks that name them, old ones go after", () => {
  publishAll({ one: { [CODE]: "code" }, two: { [CODE]: "code" } });
  jest.mocked(renameSync).mockClear();
  jest.mocked(rmSync).mockClear();
  publishAll({ one: { [NEW_CODE]: "new" }, two: { [NEW_CODE]: "new" } });
  const steps = [renameSync, rmSync].flatMap((step) =>
    jest.mocked<(path: string) => void>(step as (path: string) => void).mock.calls.map(([path], index) => ({
      order: jest.mocked(step).mock.invocationCallOrder[index] ?? 0,
      file: basename(path),
    })),
  );
  expect(steps.sort((a, b) => a.order - b.order).map(({ file }) => file)).toEqual([
    "watch.zip.new",
    "watch.zip.new",
    "cdk.tf.json.new",
    "cdk.tf.json.new",
    "manifest.json.new",
    "watch.zip",
    "watch.zip",
  ]);
});

test("a stack without assets has no folder for them", () => {
  publishAll({ one: { [CODE]: "code" } });
  publishAll({ one: {} });
  expect(readdirSync(join(output, "stacks", "one"))).toEqual(["cdk.tf.json"]);
});

test("an asset that somebody changed is put right", () => {
  publishAll({ one: { [CODE]: "code" } });
  writeFileSync(join(output, "stacks", "one", CODE), "other code");
  publishAll({ one: { [CODE]: "code" } });
  expect(readFileSync(join(output, "stacks", "one", CODE), "utf8")).toBe("code");
});

test("what a crash left half written is cleared away", () => {
  publishAll({ one: { [CODE]: "code" } });
  write(output, { [`stacks/one/${NEW_CODE}.new`]: "half" });
  publishAll({ one: { [CODE]: "code" } });
  expect(Object.keys(published())).toEqual(["manifest.json", `stacks/one/${CODE}`, "stacks/one/cdk.tf.json"]);
});

test("what Terraform keeps beside the assets stays", () => {
  publishAll({ one: { [CODE]: "code" } });
  write(output, { "stacks/one/.terraform/providers/x": "kept", "stacks/one/.terraform.lock.hcl": "locked" });
  publishAll({ one: {} });
  expect(Object.keys(published())).toEqual([
    "manifest.json",
    "stacks/one/.terraform.lock.hcl",
    "stacks/one/.terraform/providers/x",
    "stacks/one/cdk.tf.json",
  ]);
});

test("the assets of a stack that is no longer planned stay for Terraform to destroy it", () => {
  publishAll({ one: { [CODE]: "code" }, two: {} });
  expect(publishAll({ two: {} })).toEqual(["one"]);
  expect(existsSync(join(output, "stacks", "one", CODE))).toBe(true);
});

describe("nothing changes when an asset cannot be written", () => {
  test.each<[string, () => void, string | RegExp]>([
    [
      "its place beside is taken",
      () => mkdirSync(join(output, "stacks", "two", `${NEW_CODE}.new`), { recursive: true }),
      /^E[A-Z]+: .*copyfile/,
    ],
    ["its folder is a file", () => write(output, { "stacks/two/assets/watch_Code_1/BBBB": "" }), /^ENOTDIR/],
    [
      "its own place is a folder",
      () => mkdirSync(join(output, "stacks", "two", NEW_CODE), { recursive: true }),
      `${NEW_CODE}: is a folder; ${REFUSED}`,
    ],
  ])("because %s", (_, obstruct, message) => {
    publishAll({ one: { [CODE]: "code" }, two: {} });
    obstruct();
    const before = published();
    const draft = draftOf({ one: { [NEW_CODE]: "new" }, two: { [NEW_CODE]: "new" } });
    expect(() => publish(draft, output, ["one", "two"])).toThrow(message);
    expect(published()).toEqual(before);
    expect(readdirSync(join(output, "stacks", "one"))).toEqual(["assets", "cdk.tf.json"]);
    expect(readdirSync(join(output, "stacks", "one", "assets", "watch_Code_1"))).toEqual(["AAAA"]);
  });

  test("and no folder is left that was made for it", () => {
    const draft = draftOf({ one: { [CODE]: "code" } });
    rmSync(join(draft, "manifest.json"));
    expect(() => publish(draft, join(output, "deep"), ["one"])).toThrow("ENOENT");
    expect(existsSync(output)).toBe(false);
  });
});

describe("assets that could lead elsewhere are refused before anything is written", () => {
  test.each<[string, (assets: string) => void, string]>([
    ["a link", (assets) => symlinkSync(folder, assets), "stacks/one/assets: is a link"],
    [
      "a link inside",
      (assets) => {
        mkdirSync(assets);
        symlinkSync(folder, join(assets, "watch_Code_1"));
      },
      "stacks/one/assets/watch_Code_1: is a link",
    ],
    ["a file", (assets) => writeFileSync(assets, ""), "stacks/one/assets: is not a folder"],
  ])("%s", (_, make, message) => {
    publishAll({ one: {} });
    writeFileSync(join(output, "manifest.json"), '{"version": "0.21.0", "stacks": {}}');
    make(join(output, "stacks", "one", "assets"));
    expect(rejectionOf(() => checkOutputFolder(output))).toEqual([`${output}/${message}; ${REFUSED}`]);
  });
});
