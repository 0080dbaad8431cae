import {
  copyFileSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { makeFolder, removeFolders } from "../files";
import { ProblemError } from "../problem";

/** Name of a stack's Terraform JSON in its folder. */
export const STACK_FILE = "cdk.tf.json";
const MANIFEST = "manifest.json";
const STACKS = "stacks";
/** What CDKTF writes where `CDKTF_LOG_FILE_DIRECTORY` says, which may be the output folder. */
const LOG = "cdktf.log";
/** Folder of a stack for the files that its Terraform JSON names, such as the code of functions; all of it is ours. */
const ASSETS = "assets";

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
  for (const folder of [output, join(output, STACKS)]) {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found ? !found.isDirectory() : lstatSync(folder, { throwIfNoEntry: false }) !== undefined) {
      refuse(folder, "is not a folder");
    }
  }
  if (existsSync(join(output, MANIFEST))) refuseManifest(join(output, MANIFEST));
  else refuseOthers(output);
  const stacks = join(output, STACKS);
  for (const entry of existsSync(stacks) ? readdirSync(stacks, { withFileTypes: true }) : []) {
    if (!entry.isDirectory()) refuse(join(stacks, entry.name), "is not a stack");
    refuseFolder(join(stacks, entry.name, STACK_FILE));
    const assets = join(stacks, entry.name, ASSETS);
    if (lstatSync(assets, { throwIfNoEntry: false })?.isFile() === true) refuse(assets, "is not a folder");
    refuseLinks(assets);
  }
}

function refuse(path: string, message: string): never {
  throw new ProblemError([
    {
      code: "not-an-output-folder",
      path,
      message,
      allowed: "a folder that is empty, missing, or was written by an earlier synth",
      change: "choose another output folder",
    },
  ]);
}

function refuseFolder(file: string): void {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() === true) refuse(file, "is a folder");
}

/** A manifest that CDKTF did not write belongs to somebody else, as does the folder. */
function refuseManifest(file: string): void {
  if (!statSync(file).isFile() || !isManifest(readFileSync(file, "utf8"))) {
    refuse(file, "is not the manifest of a synth");
  }
}

function isManifest(text: string): boolean {
  try {
    const { version, stacks } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return typeof version === "string" && typeof stacks === "object" && stacks !== null;
  } catch {
    return false;
  }
}

/** The manifest comes last: without it a folder holds at most what a synth wrote that did not end. */
function refuseOthers(output: string): void {
  refuseOthersIn(output, [STACKS, `${MANIFEST}.new`, LOG]);
  for (const stack of entriesOf(join(output, STACKS))) {
    refuseOthersIn(join(output, STACKS, stack), [STACK_FILE, `${STACK_FILE}.new`, ASSETS]);
  }
}

/** Beside what a synth writes there may be what Terraform keeps, such as `.terraform.lock.hcl`. */
function refuseOthersIn(folder: string, ours: readonly string[]): void {
  for (const name of entriesOf(folder)) {
    const known = ours.includes(name) || name.startsWith(".terraform");
    if (!known) refuse(join(folder, name), "does not come from a synth");
  }
}

function entriesOf(folder: string): string[] {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(folder) : [];
}

/** Through a link we would write or remove files of somebody else. */
function refuseLinks(folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found?.isSymbolicLink() === true) refuse(folder, "is a link");
  if (found?.isDirectory() === true) for (const name of readdirSync(folder)) refuseLinks(join(folder, name));
}

/**
 * Puts the stacks of a draft into the output folder: first every file beside its place, which finds a full disk or
 * a missing permission, then all renames, and last the assets go that no stack names any more. What Terraform keeps
 * in the folders stays.
 *
 * The path of an asset changes with its content. So the new ones are in place before the first Terraform JSON that
 * names them, the old ones until after the last that does, and a stack is whole at every moment.
 *
 * @returns names of stacks that an earlier synth left there and that are no longer planned
 */
export function publish(draft: string, output: string, names: readonly string[]): string[] {
  const stacks = names.map((name) => join(STACKS, name));
  const assets = stacks.flatMap((stack) => filesIn(draft, join(stack, ASSETS)));
  const files = [...assets, ...stacks.map((stack) => join(stack, STACK_FILE)), MANIFEST];
  const moves = files.map((file): Move => {
    const to = join(output, file);
    return { from: join(draft, file), staged: `${to}.new`, to };
  });
  const made: string[] = [];
  const begun: string[] = [];
  try {
    for (const folder of new Set(moves.map(({ to }) => dirname(to)))) made.push(...makeFolder(folder));
    for (const { from, staged, to } of moves) {
      refuseFolder(to);
      begun.push(staged);
      copyFileSync(from, staged);
    }
  } catch (error) {
    for (const staged of begun) if (statSync(staged, { throwIfNoEntry: false })?.isFile()) rmSync(staged);
    removeFolders(made);
    throw error;
  }
  for (const { staged, to } of moves) renameSync(staged, to);
  const named = new Set(assets);
  for (const stack of stacks) removeOthers(output, join(stack, ASSETS), named);
  const planned = new Set(names);
  return readdirSync(join(output, STACKS))
    .filter((name) => !planned.has(name) && existsSync(join(output, STACKS, name, STACK_FILE)))
    .sort();
}

/** Paths of all files in a folder, relative to a root; none when the folder is missing. */
function filesIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(root, path) : [path];
  });
}

/** Removes the files that are not named, and the folders that are then empty. */
function removeOthers(root: string, folder: string, named: ReadonlySet<string>): void {
  for (const file of filesIn(root, folder)) if (!named.has(file)) rmSync(join(root, file));
  removeEmpty(join(root, folder));
}

function removeEmpty(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) removeEmpty(join(folder, entry.name));
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
