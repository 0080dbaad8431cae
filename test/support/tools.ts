import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { say } from "./tools-process";

/** Folder of the repository. */
export const ROOT = resolve(__dirname, "..", "..");

/** Where `scripts/setup-emulator.mjs` installs the emulator's Python. */
const EMULATOR_PYTHON = join(
  ROOT,
  ".tools",
  "emulator",
  ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
);

/** A program that some tests run and that `npm ci` does not bring along. */
export interface Tool {
  readonly name: string;
  /** How to get it, in a few words. */
  readonly get: string;
  readonly isHere: () => boolean;
}

export const TERRAFORM: Tool = {
  name: "terraform",
  get: "put Terraform 1.10 or later on the PATH",
  isHere: () => spawnSync("terraform", ["version"], { stdio: "ignore" }).status === 0,
};

export const EMULATOR: Tool = {
  name: "the AWS emulator",
  get: "run `node scripts/setup-emulator.mjs` (needs Python 3.11)",
  isHere: () => existsSync(EMULATOR_PYTHON),
};

export const UNZIP: Tool = {
  name: "unzip",
  get: "install it with the packages of the system",
  isHere: () => spawnSync("unzip", ["-v"], { stdio: "ignore" }).status === 0,
};

export const PYTHON: Tool = {
  name: "python3",
  get: "install Python 3",
  isHere: () => spawnSync("python3", ["--version"], { stdio: "ignore" }).status === 0,
};

/** The Python that runs the emulator; look with {@link EMULATOR} first. */
export function emulatorPython(): string {
  return EMULATOR_PYTHON;
}

/** One line that says what is missing and how to get it, or nothing when every tool is here. */
export function missing(tools: readonly Tool[]): string | undefined {
  const absent = tools.filter(({ isHere }) => !isHere());
  if (absent.length === 0) return undefined;
  const names = absent.map(({ name }) => name).join(" and ");
  return `needs ${names}: ${absent.map(({ get }) => get).join("; ")}`;
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
