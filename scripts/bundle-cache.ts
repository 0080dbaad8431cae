import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { bundle, ROOT } from "./bundle";

/** What else decides the bytes: how they are made, and which packages npm installed. */
const MADE_WITH = ["scripts/bundle.ts", "files/zip.ts", "node_modules/.package-lock.json"];
/** Times of files run behind the clock by as much. */
const CLOCK_MILLISECONDS = 50;
/** A zip stays for a day after it was last asked for, so that nobody who is about to read it misses it. */
const KEPT_MILLISECONDS = 86_400_000;

/** What a zip was made of. */
interface Record {
  /** Path of the zip in the folder of the record: its folder is named by its content, it itself by the function. */
  readonly zip: string;
  readonly sha256: string;
  /** State of every input by its path, and of our own folders that hold them: a new file may take the place of another. */
  readonly inputs: readonly (readonly [path: string, state: string])[];
}

/**
 * Path of a function's zip, made of the code as it is now.
 *
 * A zip is made again as soon as one of its inputs, packages included, is not the very file it was: the file system
 * changes the time of a file's last change itself, so that no edit goes unnoticed, and nothing else is trusted.
 *
 * @throws esbuild's BuildFailure for code that does not bundle
 */
export function bundledFunction(name: string, root = ROOT): string {
  const folder = cacheOf(root);
  const file = join(folder, `${name}.json`);
  const zip = freshZip(file, folder, root) ?? remake(name, file, folder, root);
  const now = new Date();
  utimesSync(dirname(zip), now, now);
  return zip;
}

/** The cache, or a folder for this process alone where the checkout cannot be written. */
function cacheOf(root: string): string {
  const folder = join(root, ".cache", "functions");
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    const temporary = mkdtempSync(join(tmpdir(), "supply-chain-functions-"));
    process.on("exit", () => {
      rmSync(temporary, { recursive: true, force: true });
    });
    return temporary;
  }
}

function freshZip(file: string, folder: string, root: string): string | undefined {
  try {
    const record = JSON.parse(readFileSync(file, "utf8")) as Record;
    const fresh =
      record.inputs.every(([path, state]) => stateOf(join(root, path)) === state) &&
      sha256(readFileSync(join(folder, record.zip))) === record.sha256;
    return fresh ? join(folder, record.zip) : undefined;
  } catch {
    // Whatever is missing or unreadable is made again.
    return undefined;
  }
}

function remake(name: string, file: string, folder: string, root: string): string {
  const started = Date.now();
  const { zip, inputs } = bundle(name, root);
  const digest = sha256(zip);
  const record = { zip: join(digest.slice(0, 16), `${name}.zip`), sha256: digest };
  mkdirSync(dirname(join(folder, record.zip)), { recursive: true });
  replace(join(folder, record.zip), zip);
  const states = [...inputs, ...foldersOf(inputs), ...MADE_WITH].map(
    (path) => [path, stateOf(join(root, path))] as const,
  );
  // A file that changed meanwhile may have been read before that: without a record the next zip is made anew.
  if (states.every(([, state]) => Number(state.split(" ")[0]) < started - CLOCK_MILLISECONDS)) {
    replace(file, JSON.stringify({ ...record, inputs: states } satisfies Record));
  }
  removeOld(folder, started);
  return join(folder, record.zip);
}

/** When a file or folder last changed, in milliseconds, and which it is. */
function stateOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  if (!found) return "missing";
  const { ctimeNs, ino, size } = found;
  return `${String(ctimeNs / 1_000_000n)} ${String(ctimeNs)} ${String(ino)} ${String(size)}`;
}

/** Every folder below the root that our own inputs lie in. Its time changes with each name that comes or goes. */
function foldersOf(inputs: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const input of inputs.filter((path) => !path.startsWith("node_modules/"))) {
    for (let folder = dirname(input); folder !== "."; folder = dirname(folder)) folders.add(folder);
  }
  return [...folders];
}

function sha256(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** Complete at every moment for whoever reads it meanwhile. */
function replace(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.${String(process.pid)}`;
  writeFileSync(temporary, content);
  renameSync(temporary, path);
}

function removeOld(folder: string, now: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }).filter((found) => found.isDirectory())) {
    const path = join(folder, entry.name);
    const found = statSync(path, { throwIfNoEntry: false });
    if (found && now - found.mtimeMs > KEPT_MILLISECONDS) rmSync(path, { recursive: true, force: true });
  }
}
