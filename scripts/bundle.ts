import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { zip } from "../files";

/** Folder of the repository. */
export const ROOT = resolve(__dirname, "..");

/** A function's zip with everything it was made of. */
export interface Bundle {
  readonly zip: Buffer;
  /** Files, relative to the repository. */
  readonly inputs: readonly string[];
}

/** Names of the functions: the folders of `lambdas/` that hold a handler. */
export function functionNames(root = ROOT): string[] {
  return readdirSync(join(root, "lambdas"))
    .filter((name) => existsSync(join(root, "lambdas", name, "handler.ts")))
    .sort();
}

/**
 * How a function becomes one file, wherever that is put.
 *
 * The bytes depend on the code alone: paths are relative to the repository, and no setting of TypeScript, of the
 * environment or of the machine is read. The code is minified, which makes it a third as long: Lambda reads and
 * parses all of it at every cold start.
 */
export function bundleOptions(name: string, root = ROOT) {
  return {
    absWorkingDir: root,
    entryPoints: { index: join("lambdas", name, "handler.ts") },
    bundle: true,
    logLevel: "silent",
    platform: "node",
    target: "node24",
    format: "cjs",
    charset: "ascii",
    minify: true,
    legalComments: "none",
    tsconfigRaw: { compilerOptions: { target: "ES2022", verbatimModuleSyntax: true } },
    // The SDK as modules instead of its ready bundles: what is not used stays out.
    mainFields: ["module", "main"],
    // A function has the credentials of its role and looks for no others.
    alias: { "@aws-sdk/credential-provider-node": "./lambdas/shared/credentials.ts" },
  } satisfies BuildOptions;
}

/**
 * Bundles a function with the packages it uses into a zip with the one file `index.js`.
 *
 * @throws esbuild's BuildFailure for code that does not bundle
 */
export function bundle(name: string, root = ROOT): Bundle {
  const { outputFiles, metafile } = buildSync({
    ...bundleOptions(name, root),
    outdir: "out",
    write: false,
    metafile: true,
  });
  const [file, ...others] = outputFiles;
  if (!file || others.length > 0) throw new RangeError(`${name} did not become one file`);
  return { zip: zip([{ name: "index.js", content: file.contents }]), inputs: Object.keys(metafile.inputs) };
}
