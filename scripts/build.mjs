// Compiles what the package ships into dist/: JavaScript and declarations of every folder but the tests.
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";

rmSync("dist", { recursive: true, force: true });
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "--project", "tsconfig.build.json"], {
  stdio: "inherit",
});
process.exitCode = status ?? 1;
