import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ROOT } from "../../local/tools";
import { run } from "../../local/tools-process";
import { SUITE_FUNCTIONS } from "../../modules/function";
import { bundle, functionNames } from "../../scripts/bundle";
import { bundledFunction } from "../../scripts/bundle-cache";
import { storedFile } from "../support/lambda-runner";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bundle-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

test("every function that a module names has its code, and the other way round", () => {
  expect([...SUITE_FUNCTIONS].sort()).toEqual(functionNames());
});

describe("the bytes of every function depend on the code alone", () => {
  const BUNDLE = `
    const { bundle } = require(process.argv[1]);
    process.stdout.write(bundle(process.argv[2], process.argv[3]).zip.toString("base64"));
  `;
  const elsewhere = async (
    name: string,
    root: string,
    environment: Record<string, string>,
  ): Promise<string> => {
    const bundler = join(ROOT, "scripts", "bundle.ts");
    const node = [process.execPath, "--import", "tsx", "-e", BUNDLE, bundler, name, root];
    const { code, stdout, stderr } = await run("sh", ["-c", 'umask 077; exec "$@"', "sh", ...node], {
      env: { PATH: process.env["PATH"], ...environment },
      cwd: ROOT,
    });
    if (code !== 0) throw new Error(stderr);
    return stdout;
  };

  test.each(functionNames())(
    "%s, in another folder, at another time, in another locale and with another umask",
    async (name) => {
      const here = bundle(name);
      const copy = join(folder, "quite another", "path");
      const old = new Date("1999-12-31T23:59:59Z");
      for (const input of packageFilesOf(here.inputs)) {
        cpSync(join(ROOT, input), join(copy, input));
        utimesSync(join(copy, input), old, old);
      }
      writeFileSync(
        join(copy, "tsconfig.json"),
        '{"compilerOptions":{"target":"es5","experimentalDecorators":true}}',
      );
      const there = await elsewhere(name, copy, {
        LC_ALL: "tr_TR.UTF-8",
        TZ: "Pacific/Kiritimati",
        NODE_ENV: "production",
      });
      expect(there === here.zip.toString("base64")).toBe(true);
    },
    60_000,
  );

  test.each(functionNames())("%s names no folder of the machine", (name) => {
    const code = storedFile(bundle(name).zip).toString("latin1");
    expect(code.includes(ROOT) || code.includes("node_modules/")).toBe(false);
  });
});

/** The inputs with the descriptions of their packages, which decide how a package is read. */
function packageFilesOf(inputs: readonly string[]): Set<string> {
  const files = new Set(inputs);
  for (const input of inputs.filter((path) => path.startsWith("node_modules/"))) {
    for (let parent = dirname(input); parent !== "node_modules"; parent = dirname(parent)) {
      const description = join(parent, "package.json");
      if (statSync(join(ROOT, description), { throwIfNoEntry: false })) files.add(description);
    }
  }
  return files;
}

describe("a zip is always made of the code as it is", () => {
  beforeEach(() => {
    write({
      "lambdas/watch/handler.ts":
        'import { word } from "../shared/word"; import { stored } from "../../ecr-signatures/stored"; import { end } from "ends"; export const handler = () => word + stored + end;',
      "ecr-signatures/stored.ts": 'export const stored: string = "stored";',
      "lambdas/shared/word.ts": 'export const word: string = "before";',
      "node_modules/ends/package.json": '{"name":"ends","version":"1.0.0","main":"index.js"}',
      "node_modules/ends/index.js": 'exports.end = ".";',
      "node_modules/.package-lock.json": "{}",
      "scripts/bundle.ts": "",
      "files/zip.ts": "",
    });
    settle();
  });

  /** Lets every file be old enough to be trusted: its time of change is the file system's, nobody can set it. */
  function settle(): void {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 80);
  }

  const zipOf = () => bundledFunction("watch", folder);
  const codeOf = (zip: string) => storedFile(readFileSync(zip)).toString();
  /** Whether the next zip is made again: then its file is another one. */
  function isRemade(change: () => void): boolean {
    const before = statSync(zipOf()).ino;
    change();
    return statSync(zipOf()).ino !== before;
  }

  test("is kept while nothing changes", () => {
    expect(isRemade(() => undefined)).toBe(false);
  });

  test.each<[string, () => void]>([
    ["one of our sources", () => write({ "lambdas/shared/word.ts": 'export const word: string = "after";' })],
    ["a file of a package", () => write({ "node_modules/ends/index.js": 'exports.end = "after";' })],
    [
      "a source that takes the place of another",
      () => write({ "lambdas/shared/word.tsx": 'export const word: string = "after";' }),
    ],
    [
      "one that takes the place of another in a folder that no list names",
      () => write({ "ecr-signatures/stored.tsx": 'export const stored: string = "after";' }),
    ],
  ])("has a change of %s at once", (_, change) => {
    expect(codeOf(zipOf())).not.toContain("after");
    change();
    expect(codeOf(zipOf())).toContain("after");
  });

  test("is made again when a file comes beside one of its sources, or above it", () => {
    expect(isRemade(() => write({ "ecr-signatures/stored.json": "{}" }))).toBe(true);
    settle();
    zipOf();
    settle();
    expect(isRemade(() => write({ "lambdas/package.json": "{}" }))).toBe(true);
  });

  test("has a change that hides behind an old time and the same length", () => {
    const before = zipOf();
    const file = join(folder, "lambdas/shared/word.ts");
    const { atime, mtime } = statSync(file);
    writeFileSync(file, readFileSync(file, "utf8").replace("before", "hidden"));
    utimesSync(file, atime, mtime);
    expect(codeOf(before)).toContain("before");
    expect(codeOf(zipOf())).toContain("hidden");
  });

  test.each([
    ["other packages are installed", "node_modules/.package-lock.json"],
    ["it would be made in another way", "scripts/bundle.ts"],
    ["it would be written in another way", "files/zip.ts"],
  ])("is made again when %s", (_, file) => {
    expect(isRemade(() => write({ [file]: "{ }" }))).toBe(true);
  });

  test("is made again when somebody changed the zip", () => {
    const zip = zipOf();
    writeFileSync(zip, "not the code");
    expect(codeOf(zipOf())).toContain("before");
  });

  test("is made again when its record is damaged", () => {
    expect(isRemade(() => write({ ".cache/functions/watch.json": "{" }))).toBe(true);
  });

  test("is made in a folder of its own where the checkout has no room for it", () => {
    writeFileSync(join(folder, ".cache"), "a file where the folder should be");
    const zip = zipOf();
    expect(zip.startsWith(folder)).toBe(false);
    expect(codeOf(zip)).toContain("before");
  });

  test("is not kept when nobody knows which packages are installed", () => {
    rmSync(join(folder, "node_modules/.package-lock.json"));
    expect(isRemade(() => undefined)).toBe(true);
  });

  test("is not kept when the code changed while it was made", () => {
    write({ "lambdas/shared/word.ts": 'export const word: string = "young";' });
    expect(isRemade(() => undefined)).toBe(true);
  });

  test("of code that is broken is never the zip from before", () => {
    zipOf();
    write({ "lambdas/shared/word.ts": "export const = ;" });
    expect(zipOf).toThrow(/lambdas\/shared\/word\.ts:1:13: ERROR: Expected identifier but found "="/);
  });

  describe("and its file", () => {
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    const age = (zip: string) => utimesSync(dirname(zip), twoDaysAgo, twoDaysAgo);
    const makeAnother = () => {
      write({ "lambdas/other/handler.ts": "export const handler = 1;" });
      bundledFunction("other", folder);
    };

    test("stays while somebody asked for it within a day, however old it is", () => {
      age(zipOf());
      const zip = zipOf();
      makeAnother();
      expect(existsSync(zip)).toBe(true);
    });

    test("goes when nobody asked for it for a day", () => {
      const zip = zipOf();
      age(zip);
      makeAnother();
      expect(existsSync(zip)).toBe(false);
    });
  });
});
