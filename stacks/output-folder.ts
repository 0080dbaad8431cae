import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { join } from "node:path";
import { ProblemError } from "../problem";

/** Name of a stack's Terraform JSON in its folder. */
export const STACK_FILE = "cdk.tf.json";
const MANIFEST = "manifest.json";
const STACKS = "stacks";

/** One file on its way to the output folder. */
interface Move {
  readonly from: string;
  /** Beside its place and complete, so that only a rename is left. */
  readonly staged: string;
  readonly to: string;
}

/**
 * Refuses what is no output folder of ours before anything is written.
 *
 * @throws ProblemError `not-an-output-folder`
 */
export function checkOutputFolder(output: string): void {
  const refuse = (path: string, message: string): never => {
    throw new ProblemError([
      {
        code: "not-an-output-folder",
        path,
        message,
        allowed: "a folder that is empty, missing, or was written by an earlier synth",
        change: "choose another output folder",
      },
    ]);
  };
  for (const folder of [output, join(output, STACKS)]) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found ? !found.isDirectory() : lstatSync(folder, { throwIfNoEntry: false }) !== undefined) {
      refuse(folder, "is not a folder");
    }
  }
  const stacks = join(output, STACKS);
  for (const entry of existsSync(stacks) ? readdirSync(stacks, { withFileTypes: true }) : []) {
    if (!entry.isDirectory()) refuse(join(stacks, entry.name), "is not a stack");
    const file = join(stacks, entry.name, STACK_FILE);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) refuse(file, "is a folder");
  }
}

/**
 * Puts the stacks of a draft into the output folder: first every file beside its place, which finds a full disk or
 * a missing permission, then all renames. What Terraform keeps in the folders stays.
 *
 * @returns names of stacks that an earlier synth left there and that are no longer planned
 */
export function publish(draft: string, output: string, names: readonly string[]): string[] {
  const files = [...names.map((name) => join(STACKS, name, STACK_FILE)), MANIFEST];
  const moves = files.map((file): Move => {
    const to = join(output, file);
    return { from: join(draft, file), staged: `${to}.new`, to };
  });
  try {
    for (const name of names) mkdirSync(join(output, STACKS, name), { recursive: true });
    for (const { from, staged } of moves) copyFileSync(from, staged);
  } catch (error) {
    for (const { staged } of moves) rmSync(staged, { force: true, recursive: true });
    throw error;
  }
  for (const { staged, to } of moves) renameSync(staged, to);
  const planned = new Set(names);
  return readdirSync(join(output, STACKS))
    .filter((name) => !planned.has(name) && existsSync(join(output, STACKS, name, STACK_FILE)))
    .sort();
}
