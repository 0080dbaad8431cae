import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { starterFile } from "../config";
import { type Problem, ProblemError } from "../problem";
import { type Command, EXIT } from "./command";

/** `supply-chain init DIR` */
export const init: Command = {
  name: "init",
  summary: "write a commented organization.yaml to start from",
  help: `Usage: supply-chain init DIR

Writes DIR/organization.yaml, a commented file that passes "supply-chain check". Makes DIR when it is missing
and never overwrites a file.
`,
  options: {},
  positionals: ["DIR"],
  run(_values, [directory = ""], terminal) {
    const file = join(directory, "organization.yaml");
    try {
      mkdirSync(directory, { recursive: true });
      writeFileSync(file, starterFile(), { flag: "wx" });
    } catch (error) {
      throw new ProblemError([cannotWrite(file, error)]);
    }
    terminal.out(`${file} written; edit it, then: supply-chain check ${file}\n`);
    return EXIT.ok;
  },
};

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
