import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ROOT, type Tool } from "../../local/tools";

const INSTALLED = join(ROOT, ".tools", "cdktn");
const LOCK = "package-lock.json";

/** CDK Terrain as `test/cdktn/package-lock.json` pins it. */
export const CDKTN: Tool = {
  name: "CDK Terrain",
  get: "run `node scripts/setup-cdktn.mjs`",
  isHere: () =>
    existsSync(join(INSTALLED, "node_modules", ".package-lock.json")) &&
    readFileSync(join(INSTALLED, LOCK), "utf8") === readFileSync(join(ROOT, "test", "cdktn", LOCK), "utf8"),
};

/** What the package is built of, and what only a clone has. */
function sources(): readonly string[] {
  const build = readFileSync(join(ROOT, "tsconfig.build.json"), "utf8");
  const { include } = JSON.parse(build) as { readonly include: readonly string[] };
  return [...include, "lambdas", "scripts", "main.ts", "organization.yaml", "examples"];
}

/** Packages that must not be found beside CDK Terrain, and those that come with it. */
const CDKTF = ["cdktf", "cdktf-cli", "@cdktf"];
const CDKTN_PACKAGES = ["cdktn", "@cdktn", "constructs"];

/**
 * Copies the sources into a folder and renames the two packages in their imports. Nothing else is changed, and cdktf
 * cannot be found from there.
 */
export function copyForCdktn(folder: string): void {
  for (const name of sources()) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  for (const path of typescriptIn(folder)) {
    const text = readFileSync(path, "utf8");
    const renamed = text.replace(/"(@?)cdktf(\/provider-aws\/[^"]+)?"/g, '"$1cdktn$2"');
    if (renamed !== text) writeFileSync(path, renamed);
  }
  const options = { extends: join(ROOT, "tsconfig.json"), compilerOptions: { types: ["node"] } };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ ...options, include: ["**/*.ts"] }));

  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  const link = (from: string, name: string) => {
    symlinkSync(join(from, "node_modules", name), join(modules, name), "junction");
  };
  const others = new Set([...CDKTF, ...CDKTN_PACKAGES]);
  for (const name of readdirSync(join(ROOT, "node_modules"))) if (!others.has(name)) link(ROOT, name);
  for (const name of CDKTN_PACKAGES) link(INSTALLED, name);
}

/** Every source below a folder. */
export function typescriptIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
}
