import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

/** Folder of the repository. */
export const ROOT = resolve(__dirname, "..");

/** Where `scripts/setup-emulator.mjs` installs the emulator's Python. */
const EMULATOR_PYTHON = join(
  ROOT,
  ".tools",
  "emulator",
  ...(process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"]),
);

/** A program that `npm ci` does not bring along. */
export interface Tool {
  readonly name: string;
  /** How to get it, in a few words. */
  readonly get: string;
  readonly isHere: () => boolean;
}

export const TERRAFORM: Tool = {
  name: "terraform",
  get: "put Terraform 1.11 or later on the PATH",
  isHere: () => {
    const { stdout } = spawnSync("terraform", ["version", "-json"], { encoding: "utf8" });
    return isNewEnough(stdout);
  },
};

/** Whether `terraform version -json` printed a version that knows what the stacks say: write-only arguments came with 1.11. */
export function isNewEnough(printed: unknown): boolean {
  const [, major, minor] = /"terraform_version": *"(\d+)\.(\d+)\./.exec(String(printed)) ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 11);
}

export const EMULATOR: Tool = {
  name: "the AWS emulator",
  get: "run `node scripts/setup-emulator.mjs` (needs Python 3.11)",
  isHere: () => existsSync(EMULATOR_PYTHON),
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
