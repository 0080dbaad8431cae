import { closeSync, existsSync, openSync, rmSync, writeFileSync } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import { starterFile, type StarterPlaces } from "../config";
import { makeFolder, removeFolders } from "../files";
import { type Command, EXIT } from "./command";
import { ORGANIZATION_FILE } from "./defaults";
import { quoted } from "./terminal";
import { attempt, FILE_REASONS, FOLDER_REASONS } from "./writing";

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
    const file = join(directory, ORGANIZATION_FILE);
    const made = attempt(directory, FOLDER_REASONS, () => makeFolder(directory));
    try {
      attempt(file, FILE_REASONS, () => writeNew(file, starterFile(placesOf(directory, file))));
    } catch (error) {
      removeFolders(made);
      throw error;
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

/** Paths that the file itself names; one that would end its line is left at the default. */
function placesOf(directory: string, file: string): StarterPlaces {
  const places = { schema: schemaFrom(directory), file: quoted(file) };
  return Object.fromEntries(
    Object.entries(places).filter(([, path]) => path !== undefined && !/[\p{Cc}\u2028\u2029]/u.test(path)),
  );
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

/** Writes a file that is not there yet, whole or not at all. */
function writeNew(file: string, text: string): void {
  const descriptor = openSync(file, "wx");
  try {
    writeFileSync(descriptor, text);
  } catch (error) {
    rmSync(file);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
