// Builds the programs that test/tools/go.mod names as tools into .tools/go, from the sources in test/tools and those
// whose checksums are in test/tools/go.sum. Does nothing when they are there already. Needs Go.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const module = join(root, "test", "tools");
const folder = join(root, ".tools", "go");
const stamp = join(folder, "modules.sha256");

/** Ends this program with one line. */
function fail(message) {
  console.error(`setup-go-tools: ${message}`);
  process.exit(1);
}

const sources = readdirSync(module, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(?:go|mod|sum)$/.test(name))
  .sort();
const hash = createHash("sha256");
for (const name of sources) hash.update(name).update(readFileSync(join(module, name)));
const wanted = hash.digest("hex");
const mod = readFileSync(join(module, "go.mod"), "utf8");
const packages = [...mod.matchAll(/^(?:tool|\t)\s*(\S+)$/gm)].map(([, name]) => name).filter(Boolean);
const program = (name) =>
  join(folder, `${name.split("/").at(-1)}${process.platform === "win32" ? ".exe" : ""}`);

if (
  existsSync(stamp) &&
  readFileSync(stamp, "utf8") === wanted &&
  packages.every((name) => existsSync(program(name)))
) {
  console.log("setup-go-tools: the programs are built");
} else {
  if (spawnSync("go", ["version"], { stdio: "ignore" }).status !== 0) fail("Go was not found on the PATH");
  console.log(`setup-go-tools: building ${packages.join(", ")} into .tools/go`);
  mkdirSync(folder, { recursive: true });
  // Checksums are the ones committed: a module that differs, or is not in go.sum, ends the build.
  const { status } = spawnSync(
    "go",
    ["build", "-mod=readonly", "-trimpath", "-o", `${folder}/`, ...packages],
    {
      cwd: module,
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  if (status !== 0) fail("see the message of go above; a proxy for Go modules must be reachable");
  writeFileSync(stamp, wanted);
  console.log("setup-go-tools: done");
}
