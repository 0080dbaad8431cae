// Installs CDK Terrain, CDKTF's community successor, with its AWS provider into .tools/cdktn, as test/cdktn pins it.
// Does nothing when it is there already. Takes half a gigabyte.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const source = join(root, "test", "cdktn");
const folder = join(root, ".tools", "cdktn");
const lock = "package-lock.json";
/** npm writes it when everything is installed. */
const done = join(folder, "node_modules", ".package-lock.json");

if (
  existsSync(done) &&
  readFileSync(join(folder, lock), "utf8") === readFileSync(join(source, lock), "utf8")
) {
  console.log("setup-cdktn: CDK Terrain is installed");
} else {
  console.log("setup-cdktn: installing CDK Terrain into .tools/cdktn");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of ["package.json", lock]) copyFileSync(join(source, name), join(folder, name));
  const { status, error } = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error(`setup-cdktn: npm ci failed${error ? `: ${error.message}` : ""}`);
    process.exit(1);
  }
  console.log("setup-cdktn: done");
}
