import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { spawn, spawnSync } from "node:child_process";

const folder = mkdtempSync(join(tmpdir(), "start-"));
const main = join(folder, "main.ts");
const cache = join(folder, ".cache");
const START = ["scripts/start.mjs"];
const start = (...options: readonly string[]) =>
  spawnSync(process.execPath, [...options, ...START], { cwd: folder, encoding: "utf8" });

beforeAll(() => {
  mkdirSync(join(folder, "scripts"));
  cpSync("scripts/start.mjs", join(folder, "scripts", "start.mjs"));
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "asked.ts"), "export const asked: string = 'asked for by its path';\n");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("a changed source is picked up", () => {
  for (const word of ["one", "two"]) {
    writeFileSync(main, `const word: string = "${word}"; console.log(word);\n`);
    expect(start().stdout).toBe(`${word}\n`);
  }
});

test("several at once run, and leave one bundle", async () => {
  writeFileSync(main, `console.log("done" as string);\n`);
  const codes = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise((ended) => {
          spawn(process.execPath, START, { cwd: folder, stdio: "ignore" }).on("exit", ended);
        }),
    ),
  );
  expect(codes).toEqual([0, 0, 0]);
  expect(readdirSync(cache)).toEqual(["main.cjs"]);
});

test("a source that is asked for by its path is loaded", () => {
  writeFileSync(
    main,
    `import { createRequire } from "node:module";
     const { asked } = createRequire(__filename)("${join(folder, "asked.ts")}") as { asked: string };
     console.log(asked);\n`,
  );
  expect(start().stdout).toBe("asked for by its path\n");
});

test("where no bundle can be written the source itself runs", () => {
  writeFileSync(main, `console.log("no bundle" as string);\n`);
  rmSync(cache, { recursive: true, force: true });
  writeFileSync(cache, "a file where the folder should be");
  try {
    expect(start().stdout).toBe("no bundle\n");
  } finally {
    rmSync(cache);
  }
});

test("a mistake in a source is told with its place, and nothing of a bundle is left", () => {
  writeFileSync(main, "const = 1;\n");
  const { status, stderr } = start();
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'main.ts:1:7: Expected identifier but found "="\n',
  });
  expect(readdirSync(folder)).not.toContain(".cache");
});

test("error traces name the sources when asked to", () => {
  writeFileSync(main, "// A comment.\nthrow new Error('boom' as string);\n");
  expect(start("--enable-source-maps").stderr).toContain(`${main}:2:7`);
});
