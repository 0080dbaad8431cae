import * as fc from "fast-check";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzip, zip, type ZipEntry } from "../../files";
import { describeWith, PYTHON, UNZIP } from "../support/tools";

const entry = (name: string, text: string): ZipEntry => ({ name, content: Buffer.from(text) });
const ENTRIES = [entry("index.js", "exports.handler = 1;\n"), entry("a/b.json", "{}"), entry("empty", "")];

const entries = fc.uniqueArray(
  fc.record({
    name: fc.stringMatching(/^[a-z0-9]{1,8}(\/[a-z0-9_.-]{1,8}x){0,2}$/),
    content: fc.uint8Array({ maxLength: 300 }),
  }),
  { selector: ({ name }) => name, maxLength: 8 },
);

test("the same files in another order give the same bytes", () => {
  fc.assert(
    fc.property(entries, (files) => {
      expect(zip([...files].reverse())).toEqual(zip(files));
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("every byte is fixed", () => {
  expect(zip([entry("a", "b")]).toString("hex")).toBe(
    [
      "504b0304" +
        "1400" +
        "0000" +
        "0000" +
        "0000" +
        "2100" +
        "f9efbe71" +
        "01000000" +
        "01000000" +
        "0100" +
        "0000",
      "61" + "62",
      "504b0102" + "1403" + "1400" + "0000" + "0000" + "0000" + "2100" + "f9efbe71" + "01000000" + "01000000",
      "0100" + "0000" + "0000" + "0000" + "0000" + "0000a481" + "00000000" + "61",
      "504b0506" + "0000" + "0000" + "0100" + "0100" + "2f000000" + "20000000" + "0000",
    ].join(""),
  );
});

test.each(["", "/index.js", "../index.js", "a/../b", "a b", "a\\b", "ä.js", "a\n"])(
  "%p is no name of a file",
  (name) => {
    expect(() => zip([entry(name, "")])).toThrow(
      new RangeError(`"${name}" cannot be the name of a file in a zip`),
    );
  },
);

test("no two files have one name", () => {
  expect(() => zip([entry("a", "1"), entry("a", "2")])).toThrow(
    new RangeError('"a" cannot be the name of a file in a zip'),
  );
});

/** Runs a program on a zip on disk. */
function onDisk(content: Buffer, program: string, args: (file: string) => readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "zip-"));
  try {
    const file = join(folder, "function.zip");
    writeFileSync(file, content);
    return spawnSync(program, [...args(file)], { encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describeWith([UNZIP], "unzip", () => {
  test("finds nothing wrong", () => {
    const { status, stdout } = onDisk(zip(ENTRIES), "unzip", (file) => ["-t", file]);
    expect({ status, last: stdout.trim().split("\n").at(-1) }).toEqual({
      status: 0,
      last: expect.stringMatching(/^No errors detected/) as string,
    });
  });

  test("notices a byte that is wrong, so that the test before means something", () => {
    const broken = zip(ENTRIES);
    broken[40] = (broken[40] ?? 0) ^ 1;
    expect(onDisk(broken, "unzip", (file) => ["-t", file]).status).not.toBe(0);
  });
});

describeWith([PYTHON], "Python's zipfile", () => {
  const LIST = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as file:
    assert file.testzip() is None
    print(json.dumps([[i.filename, file.read(i).hex(), oct(i.external_attr >> 16), i.compress_type, i.date_time] for i in file.infolist()]))
`;
  const listed = (files: readonly ZipEntry[]): unknown => {
    const { stdout, stderr } = onDisk(zip(files), "python3", (file) => ["-c", LIST, file]);
    if (stderr !== "") throw new Error(stderr);
    return JSON.parse(stdout);
  };
  const expected = (files: readonly ZipEntry[]) =>
    [...files]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, content }) => [
        name,
        Buffer.from(content).toString("hex"),
        "0o100644",
        0,
        [1980, 1, 1, 0, 0, 0],
      ]);

  test("reads names, contents, modes, times and that nothing is compressed", () => {
    expect(listed(ENTRIES)).toEqual(expected(ENTRIES));
  });

  test("reads whatever was written", () => {
    fc.assert(
      fc.property(entries, (files) => {
        expect(listed(files)).toEqual(expected(files));
      }),
      { seed: 2, numRuns: 8 },
    );
  });
});

test("what was zipped is read again as it was", () => {
  fc.assert(
    fc.property(entries, (files) => {
      const sortedFiles = [...files].sort((a, b) => (a.name < b.name ? -1 : 1));
      expect(unzip(zip(files)).map(({ name, content }) => [name, [...content]])).toEqual(
        sortedFiles.map(({ name, content }) => [name, [...content]]),
      );
    }),
    { seed: 1, numRuns: 200 },
  );
});

test.each([
  ["nothing", Buffer.alloc(0)],
  ["a file with a byte more", Buffer.concat([zip(ENTRIES), Buffer.alloc(1)])],
  ["a file that ends early", zip(ENTRIES).subarray(0, -1)],
  ["another time", Buffer.from(zip([entry("a", "b")])).fill(0x22, 12, 13)],
])("%s is no zip that was written here", (_, bytes) => {
  expect(() => unzip(bytes)).toThrow(new RangeError("is not a zip of stored files as they are written here"));
});
