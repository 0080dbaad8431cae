import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type SuiteFunction } from "../../names";

/** Makes zips from the sources; not part of the package. */
interface Bundler {
  bundledFunction(name: string): string;
}

/** The repository or the package, seen from a source, from compiled code or from the bundle that starts a clone. */
const ROOT = [join(__dirname, "..", ".."), join(__dirname, "..")].find((folder) =>
  existsSync(join(folder, "lambdas")),
) as string;
const zips = new Map<SuiteFunction, string>();

/**
 * Path of the zip with the code of one of the suite's own functions.
 *
 * The package holds the zips ready made. In the repository, where the sources are, a zip is always made of the
 * sources as they are now.
 */
export function functionZip(name: SuiteFunction): string {
  const known = zips.get(name);
  if (known !== undefined) return known;
  const zip = existsSync(join(ROOT, "lambdas", name, "handler.ts"))
    ? bundler().bundledFunction(name)
    : join(ROOT, "lambdas", `${name}.zip`);
  zips.set(name, zip);
  return zip;
}

function bundler(): Bundler {
  return createRequire(__filename)(join(ROOT, "scripts", "bundle-cache.ts")) as Bundler;
}

/** SHA-256 of a zip as Lambda writes it, in base64. @see https://docs.aws.amazon.com/lambda/latest/api/API_FunctionConfiguration.html */
export function codeSha256(zip: string): string {
  return createHash("sha256").update(readFileSync(zip)).digest("base64");
}
