import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { starterFile } from "../config";
import { type Problem, ProblemError } from "../problem";
import { type Command, EXIT } from "./command";
import { ORGANIZATION_FILE } from "./defaults";
import { quoted } from "./terminal";

/** `supply-chain init DIR` */
export const initCommand: Command = {
  name: "init",
  summary: "write a commented organization.yaml to start from",
  description: `Writes DIR/organization.yaml, a commented file that passes "supply-chain check". Makes DIR when it is missing
and never overwrites a file.`,
  options: {},
  positionals: ["DIR"],
  writes: true,
  run(_values, [directory = ""], terminal) {
    if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === false) {
      throw new ProblemError([notAFolder(directory)]);
    }
    const file = join(directory, ORGANIZATION_FILE);
    try {
      mkdirSync(directory, { recursive: true });
      writeFileSync(file, starterFile(schemaFrom(directory)), { flag: "wx" });
    } catch (error) {
      throw new ProblemError([cannotWrite(file, error)]);
    }
    terminal.out(
      [`${file} written; edit it, then`, ...nextCommands(file).map((line) => `  ${line}`), ""].join("\n"),
    );
    return EXIT.ok;
  },
};

/** What checks the file and what shows its stacks: a clone writes them, from wherever `npm run` is started. */
function nextCommands(file: string): string[] {
  const check = `npx supply-chain check ${quoted(file)}`;
  const clone = join(__dirname, "..");
  if (!existsSync(join(clone, "main.ts"))) return [check, `npx supply-chain plan ${quoted(file)}`];
  const fromClone = relative(clone, resolve(file));
  const outside = fromClone.startsWith("..") || isAbsolute(fromClone);
  return [check, `npm run synth -- --organization ${quoted(outside ? resolve(file) : fromClone)}`];
}

/** Path from a folder to the JSON Schema of this package or clone, for the editor's first line. */
function schemaFrom(directory: string): string | undefined {
  const found = ["..", join("..", "..")]
    .map((up) => join(__dirname, up, "config", "organization.schema.json"))
    .find((path) => existsSync(path));
  if (found === undefined) return undefined;
  const path = relative(directory, found).split(sep).join("/");
  return path.startsWith(".") ? path : `./${path}`;
}

function notAFolder(path: string): Problem {
  return {
    code: "not-a-folder",
    path,
    message: "is not a folder",
    allowed: "the folder to write organization.yaml to",
    change: "name a folder",
  };
}

function cannotWrite(file: string, error: unknown): Problem {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "EEXIST") {
    return {
      code: "file-exists",
      path: file,
      message: "is there already",
      change: "choose another folder or move the file away",
    };
  }
  if (code === "") throw error;
  return {
    code: "cannot-write",
    path: file,
    message: `cannot be written (${code})`,
    change: "choose another folder",
  };
}
