// Makes what the package ships into dist/: JavaScript and declarations of every folder but the tests, and the zips of
// the functions.
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const STEPS = [
  [createRequire(import.meta.url).resolve("typescript/bin/tsc"), "--project", "tsconfig.build.json"],
  ["--import", "tsx", fileURLToPath(new URL("bundle-functions.ts", import.meta.url))],
];

rmSync("dist", { recursive: true, force: true });
for (const step of STEPS) {
  const { status } = spawnSync(process.execPath, step, { stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) process.exit(status ?? 1);
}
