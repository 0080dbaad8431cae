import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle, functionNames } from "./bundle";

/** Writes the zip of every function into a folder, as the package ships them. */
export function writeZips(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return functionNames().map((name) => {
    const file = join(folder, `${name}.zip`);
    writeFileSync(file, bundle(name).zip);
    return file;
  });
}

if (process.argv[1] === __filename) {
  for (const file of writeZips(join(__dirname, "..", "dist", "lambdas"))) console.log(file);
}
