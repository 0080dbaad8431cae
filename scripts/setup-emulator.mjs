// Installs the AWS emulator (moto) into .tools/emulator, every package pinned and checked by its checksum.
// Does nothing when it is there already. Needs Python 3.11 or later.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const requirements = join(root, "local", "emulator", "requirements.txt");
const folder = join(root, ".tools", "emulator");
const stamp = join(folder, "requirements.sha256");
const python = join(
  folder,
  ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
);
const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");

/** Runs a program and ends this one when it fails. */
function run(program, args, advice) {
  const { status, error } = spawnSync(program, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (status === 0) return;
  console.error(
    `setup-emulator: ${program} ${args.slice(0, 3).join(" ")} failed${error ? `: ${error.message}` : ""}`,
  );
  console.error(`setup-emulator: ${advice}`);
  process.exit(1);
}

/** First Python on the PATH that is new enough. */
function systemPython() {
  const check = "import sys, venv; sys.exit(sys.version_info < (3, 11))";
  return ["python3", "python", "python3.13", "python3.12", "python3.11"].find(
    (name) => spawnSync(name, ["-c", check], { stdio: "ignore" }).status === 0,
  );
}

if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) {
  console.log("setup-emulator: the emulator is installed");
} else {
  const system = systemPython();
  if (system === undefined) {
    console.error("setup-emulator: Python 3.11 or later with the venv module was not found on the PATH");
    process.exit(1);
  }
  console.log("setup-emulator: installing the emulator into .tools/emulator");
  rmSync(folder, { recursive: true, force: true });
  run(system, ["-m", "venv", folder], "install Python's venv module (Debian: python3-venv)");
  run(
    python,
    [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--require-hashes",
      "-r",
      requirements,
    ],
    "see pip's message above; the package index must be reachable",
  );
  writeFileSync(stamp, wanted);
  console.log("setup-emulator: done");
}
