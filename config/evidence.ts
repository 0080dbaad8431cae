import { realpathSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { z } from "zod";
import { parseImageArn } from "../aws";
import { ProblemError } from "../problem";
import { readFile } from "./file";

/** Days that may lie between what a drill found and the day a generation is dropped: workloads change. */
export const EVIDENCE_DAYS = 7;

/** Largest evidence, in bytes: some 25,000 images. */
export const EVIDENCE_SIZE = 4 * 1024 * 1024;

const verdict = z.enum(["refused", "unknown", "not refused"]);
const count = z.int().min(0);
const generation = z.int().min(1);
/** Told to people as it is, so it holds nothing that moves a cursor. */
const word = z.string().regex(/^[!-~]{1,1000}$/, "printable text without spaces");

/** One way to write each generation, so that no two words mean the same one. */
const signer = z
  .string()
  .max(1000)
  .regex(/^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*\/[1-9][0-9]{0,14}$/, "PROFILE/GENERATION, such as release/2");

const evidenceSchema = z.strictObject({
  /** Of this format. */
  version: z.literal(1),
  organization: word,
  /** Key of the profile. */
  profile: word,
  /** The generation that was left out. */
  generation,
  /** ARN of the profile of that generation. */
  arn: word,
  at: z.iso.datetime(),
  account: word,
  /** Regions in which it was asked what runs. */
  regions: z.array(word),
  /** Where the file had clusters, as `ACCOUNT/REGION`. */
  places: z.array(word),
  /** Repositories for which the profile was trusted, each with the generation that signed it then: `PROFILE/GENERATION`. */
  repositories: z.record(word, signer),
  /** Whether everything that was asked was answered. */
  complete: z.boolean(),
  counts: z.strictObject({ images: count, refused: count, unknown: count, "not refused": count }),
  /** Images in use. */
  images: z.array(
    z.strictObject({
      image: word.refine((arn) => parseImageArn(arn) !== undefined, "the ARN of an image in a repository"),
      verdict,
      /** For each manifest that may be named to run it, the trusted generations that signed it: `PROFILE/GENERATION`. */
      signers: z.array(z.array(signer)).min(1),
    }),
  ),
});

/** What `supply-chain drill --evidence` found: who depends on one generation of a profile. */
export type Evidence = z.output<typeof evidenceSchema>;

/** Evidence, or why there is none. */
export type EvidenceFile = { readonly evidence: Evidence } | { readonly missing: string };

/** Finds the evidence that a path names. */
export type FindEvidence = (path: string) => EvidenceFile;

/** Where there is no folder to look in, there is no evidence. */
export const noEvidence: FindEvidence = () => ({ missing: "there is no folder to look for it in" });

/** Takes the text of an evidence file apart. */
export function parseEvidence(text: string): EvidenceFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { missing: "is not JSON" };
  }
  const { success, data, error } = evidenceSchema.safeParse(value);
  if (!success) {
    const [issue] = error.issues;
    const at = [...(issue?.path.length ? [issue.path.join(".")] : []), issue?.message ?? ""].join(": ");
    return { missing: `is not what the drill writes: ${at}` };
  }
  const { counts, images } = data;
  const agrees = (["refused", "unknown", "not refused"] as const).every(
    (one) => counts[one] === images.filter((image) => image.verdict === one).length,
  );
  if (!agrees || counts.images !== images.length)
    return { missing: "its counts are not those of its images" };
  // Of a member that is there twice one reader takes the first, another the last. No word above holds a space.
  if (withoutSpaces(text) !== withoutSpaces(JSON.stringify(value))) {
    return { missing: "says something twice, or in another way than the drill does" };
  }
  return { evidence: data };
}

function withoutSpaces(json: string): string {
  return json.replaceAll(/[ \t\r\n]/g, "");
}

/** Reads the evidence in a file. */
export function readEvidence(file: string): EvidenceFile {
  try {
    return parseEvidence(readFile(file, EVIDENCE_SIZE));
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { missing: error.problems[0]?.message ?? "cannot be read" };
  }
}

/** Finds evidence in the folder of a file, and nowhere outside of it, whatever a symbolic link says. */
export function evidenceBeside(file: string): FindEvidence {
  const folder = dirname(file);
  return (path) => {
    const found = join(folder, path);
    const read = readEvidence(found);
    const isInside = () => realpathSync(found).startsWith(`${realpathSync(folder)}${sep}`);
    return "missing" in read || isInside() ? read : { missing: "leads out of the folder of this file" };
  };
}
