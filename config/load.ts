import { closeSync, openSync, readSync, statSync } from "node:fs";
import { type Problem, ProblemError } from "../problem";
import { checkOrganization } from "./checks";
import { type Path, readDocument } from "./document";
import { allowedBy, problemsOf } from "./issues";
import { salvage } from "./salvage";
import { type Organization, organizationSchema } from "./schema/organization";
import { pathText } from "./words";

/** Largest file that is read: an organization of 200 accounts and 5,000 repositories needs a quarter of it. */
const FILE_SIZE = 1024 * 1024;

/**
 * Reads and checks an `organization.yaml`.
 *
 * @throws ProblemError with every mistake at once: `file-*` when the file cannot be read, `yaml-*` when it is not
 * plain YAML, and else what {@link parseOrganization} finds.
 */
export function loadOrganization(file: string): Organization {
  return parseOrganization(readText(file), file);
}

/**
 * Turns the text of an `organization.yaml` into an organization with every default filled in.
 *
 * @param file name that the places of problems carry
 * @throws ProblemError with every mistake at once, each with its place
 */
export function parseOrganization(text: string, file: string): Organization {
  const source = readDocument(text, file);
  if (source.problems.length > 0) throw new ProblemError(inOrderOfFile(source.problems));
  const result = organizationSchema.safeParse(source.value, { error: allowedBy });
  const problems = result.success ? [] : problemsOf(result.error.issues, source);
  const { organization, damaged } = result.success
    ? { organization: result.data, damaged: [] }
    : salvage(source.value, result.error.issues);
  const written = (path: Path) => source.holds(path);
  const findings = organization === undefined ? [] : checkOrganization(organization, written, damaged);
  problems.push(
    ...findings.map(({ path, at = "value", ...rest }) => ({
      ...rest,
      path: pathText(path),
      place: source.placeOf(path, at),
    })),
  );
  if (!result.success || problems.length > 0) throw new ProblemError(inOrderOfFile(problems));
  return result.data;
}

function inOrderOfFile(problems: readonly Problem[]): Problem[] {
  const line = ({ place }: Problem) => place?.line ?? 0;
  const column = ({ place }: Problem) => place?.column ?? 0;
  return [...problems].sort((a, b) => line(a) - line(b) || column(a) - column(b));
}

function readText(file: string): string {
  const refuse = (code: string, message: string, rest: Pick<Problem, "allowed" | "change"> = {}) =>
    new ProblemError([{ code, path: file, message, ...rest }]);
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      const reason = (error as NodeJS.ErrnoException).code ?? String(error);
      if (reason === "ENOENT") {
        throw refuse("file-not-found", "there is no such file", { change: "check the name and the folder" });
      }
      if (reason === "EACCES") {
        throw refuse("file-not-readable", "the file may not be read", { change: "check its permissions" });
      }
      throw refuse("file-not-readable", `the file cannot be read: ${reason}`);
    }
  };
  const stats = attempt(() => statSync(file));
  if (stats.isDirectory()) {
    throw refuse("file-not-regular", "is a folder, not a file", { change: "name the file inside it" });
  }
  if (!stats.isFile()) throw refuse("file-not-regular", "is not an ordinary file");
  const tooLarge = (size: number) =>
    refuse("file-too-large", `the file has ${String(size)} bytes`, { allowed: `${String(FILE_SIZE)} bytes` });
  if (stats.size > FILE_SIZE) throw tooLarge(stats.size);

  const buffer = Buffer.alloc(FILE_SIZE + 1);
  const length = attempt(() => readUpTo(file, buffer));
  if (length > FILE_SIZE) throw tooLarge(length);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(buffer.subarray(0, length));
  } catch {
    throw refuse("file-not-utf8", "the file is not UTF-8 text", {
      change: "save it with the encoding UTF-8",
    });
  }
}

function readUpTo(file: string, buffer: Buffer): number {
  const descriptor = openSync(file, "r");
  try {
    let length = 0;
    for (let read = 1; read > 0 && length < buffer.length; length += read) {
      read = readSync(descriptor, buffer, length, buffer.length - length, null);
    }
    return length;
  } finally {
    closeSync(descriptor);
  }
}
