// Builds the programs that test/tools/go.mod names as tools into .tools/go, from sources whose checksums are in
// test/tools/go.sum. Does nothing when they are there already. Needs Go.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
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

const [mod, sum] = ["go.mod", "go.sum"].map((name) => readFileSync(join(module, name), "utf8"));
const wanted = createHash("sha256").update(mod).update(sum).digest("hex");
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
