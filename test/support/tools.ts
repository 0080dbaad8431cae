import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { missing, ROOT, type Tool } from "../../local/tools";
import { say } from "../../local/tools-process";

export const UNZIP: Tool = {
  name: "unzip",
  get: "install it with the packages of the system",
  isHere: () => spawnSync("unzip", ["-v"], { stdio: "ignore" }).status === 0,
};

export const JQ: Tool = {
  name: "jq",
  get: "install it with the packages of the system",
  isHere: () => spawnSync("jq", ["--version"], { stdio: "ignore" }).status === 0,
};

export const PYTHON: Tool = {
  name: "python3",
  get: "install Python 3",
  isHere: () => spawnSync("python3", ["--version"], { stdio: "ignore" }).status === 0,
};

/** A program that `scripts/setup-go-tools.mjs` builds. */
export interface GoTool extends Tool {
  readonly path: string;
}

function goTool(name: string): GoTool {
  const path = join(ROOT, ".tools", "go", process.platform === "win32" ? `${name}.exe` : name);
  return {
    name,
    path,
    get: "run `node scripts/setup-go-tools.mjs` (needs Go 1.25)",
    isHere: () => existsSync(path),
  };
}

export const NOTATION = goTool("notation");

/** Asks notation-go as a library. */
export const NOTATION_VERDICT = goTool("notation-verdict");

/** An OCI registry on loopback. */
export const OCI_REGISTRY = goTool("oci-registry");

/** The notation CLI; look with {@link NOTATION} first. */
export function notationProgram(): string {
  return NOTATION.path;
}

/**
 * A `describe` for tests that need tools. Without them its tests count as skipped and one line says why; where
 * `SUPPLY_CHAIN_REQUIRE_TOOLS=1`, as in `.ci/run`, a missing tool is a failure.
 */
export function describeWith(tools: readonly Tool[], name: string, tests: () => void): void {
  const reason = missing(tools);
  if (reason === undefined) {
    describe(name, tests);
  } else if (process.env["SUPPLY_CHAIN_REQUIRE_TOOLS"] === "1") {
    describe(name, () => {
      test("has the tools it needs", () => {
        throw new Error(reason);
      });
    });
  } else {
    say(`skipped: ${name}, which ${reason}`);
    describe.skip(name, tests);
  }
}
