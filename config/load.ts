import { type Problem } from "../problem";
import { allowedBy } from "./allowed";
import { checkOrganization, type Words } from "./checks";
import { type Path, readDocument } from "./document";
import { evidenceBeside, type FindEvidence, noEvidence } from "./evidence";
import { readFile } from "./file";
import { reportIssues } from "./issues";
import { LISTED } from "./problems";
import { salvage } from "./salvage";
import { type Organization, organizationSchema } from "./schema/organization";
import { trim } from "./trim";
import { pathText } from "./words";

/**
 * Reads and checks an `organization.yaml`.
 *
 * @throws ProblemError with every mistake at once: `file-*` when the file cannot be read, `yaml-*` when it is not
 * plain YAML, and else what {@link parseOrganization} finds.
 * @param today the day it is, as `2026-03-31`. @default - nothing is compared with it
 */
export function loadOrganization(file: string, today?: string): Organization {
  return parseOrganization(readFile(file), file, today, evidenceBeside(file));
}

/**
 * Turns the text of an `organization.yaml` into an organization with every default filled in.
 *
 * @param file name that the places of problems carry
 * @param today the day it is, as `2026-03-31`: a suppression may not end too long after it.
 * @default - nothing is compared with it
 * @param findEvidence finds the evidence of drills that the file names. @default - there is none
 * @throws ProblemError with every mistake at once, each with its place
 */
export function parseOrganization(
  text: string,
  file: string,
  today?: string,
  findEvidence: FindEvidence = noEvidence,
): Organization {
  const source = readDocument(text, file);
  const { problems } = source;
  if (problems.size > 0) throw problems.error();
  const value = trim(organizationSchema, source.value);
  const result = organizationSchema.safeParse(value, { error: allowedBy });
  if (!result.success) reportIssues(result.error.issues, source, problems);
  // What is sound is checked too, unless there is more to mend already than is told at once.
  if (problems.size > LISTED) throw problems.error();
  const { organization, damaged } = result.success
    ? { organization: result.data, damaged: [] }
    : salvage(value, result.error.issues);
  const written = (path: Path) => source.holds(path);
  const findings =
    organization === undefined ? [] : checkOrganization(organization, written, damaged, today, findEvidence);
  const dropDoubts = new Map<object, Problem[]>();
  for (const { code, path, at = "value", message, allowed, change, drop } of findings) {
    const tell = () => ({
      path: pathText(path),
      message,
      ...(allowed === undefined ? {} : { allowed: told(allowed) }),
      change: told(change),
      place: source.placeOf(path, at),
    });
    if (drop === undefined) problems.add(code, tell);
    else dropDoubts.set(drop, [...(dropDoubts.get(drop) ?? []), { code, ...tell() }]);
  }
  if (!result.success || problems.size > 0) throw problems.error();
  return { ...result.data, ...(dropDoubts.size === 0 ? {} : { dropDoubts }) };
}

const told = (words: Words) => (typeof words === "string" ? words : words());
