import { App } from "cdktf";
import { type Construct } from "constructs";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { makeFolder, unzip, zip } from "../../files";

/** Folder of the app's output for zips on their way to the stacks that name them. */
const FOLDER = "functions";

type Texts = Readonly<Record<string, string>>;

/** The last one: a function's zip is made twice in a row, to look whether it can be and to write it. */
let made: { readonly path: string; readonly files: Texts; readonly content: Buffer } | undefined;

/**
 * A zip with more texts in it.
 *
 * @throws RangeError for a zip whose files are not stored as the suite stores them, or for a name that it has already
 */
export function contentWith(path: string, files: Texts): Buffer {
  if (made?.path === path && made.files === files) return made.content;
  const texts = Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) }));
  const content = zip([...unzip(readFileSync(path)), ...texts]);
  made = { path, files, content };
  return content;
}

/**
 * Path of a zip with more texts in it: a file in the output folder of the app, named by its content, from which it
 * is copied beside the stack.
 *
 * @throws RangeError as {@link contentWith}
 */
export function zipWith(scope: Construct, path: string, files: Texts): string {
  if (Object.keys(files).length === 0) return path;
  const content = contentWith(path, files);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 32);
  const target = resolve(App.of(scope).outdir, FOLDER, hash, basename(path));
  makeFolder(dirname(target));
  writeFileSync(target, content);
  return target;
}
