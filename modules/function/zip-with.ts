import { App } from "cdktf";
import { type Construct } from "constructs";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { makeFolder, unzip, zip } from "../../files";
import { ProblemError } from "../../problem";

/** Folder of the app's output for zips on their way to the stacks that name them. */
const FOLDER = "functions";

type Texts = Readonly<Record<string, string>>;

/** The content of a zip with more texts in it, or why there is none. */
function contentWith(owner: Construct, path: string, files: Texts): Buffer {
  const texts = Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) }));
  try {
    return zip([...unzip(readFileSync(path)), ...texts]);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new ProblemError([
      {
        code: "files-do-not-fit",
        path: owner.node.path,
        message: `${Object.keys(files).join(", ")} cannot be put into the zip with the code, "${path}": ${error.message}`,
        allowed: "plain names that the zip does not have, and a zip of the suite's own functions",
      },
    ]);
  }
}

/**
 * Path of a zip with more texts in it: a file in the output folder of the app, named by its content, from which it
 * is copied beside the stack.
 *
 * @throws ProblemError `files-do-not-fit` for a zip whose files are not stored as the suite stores them, or for a name
 * that it has already
 */
export function zipWith(scope: Construct, path: string, files: Texts): string {
  if (Object.keys(files).length === 0) return path;
  const content = contentWith(scope, path, files);
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 32);
  const target = resolve(App.of(scope).outdir, FOLDER, hash, basename(path));
  makeFolder(dirname(target));
  writeFileSync(target, content);
  return target;
}
