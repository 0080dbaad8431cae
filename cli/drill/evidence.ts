import { writeFileSync } from "node:fs";
import { type Evidence, EVIDENCE_SIZE } from "../../config";
import { ProblemError } from "../../problem";
import { toJson } from "../terminal";
import { type DrillRow } from "./drill";
import { compareVerdicts } from "./judge";
import { type Drilled } from "./text";

/** What `droppedGenerations` names: a drill by image, the worst workload of each. */
export function evidenceOf(drilled: Drilled, organization: string): Evidence {
  const { key, generation, arn, account, regions, at, answer, problems } = drilled;
  const byImage = new Map<string, DrillRow[]>();
  for (const row of answer.rows) {
    const { arn: image } = row.row.image;
    byImage.set(image, [...(byImage.get(image) ?? []), row]);
  }
  const images = [...byImage].map(([image, rows]) => evidenceOfImage(image, rows));
  images.sort((a, b) => compareVerdicts(a.verdict, b.verdict) || (a.image < b.image ? -1 : 1));
  const having = (verdict: (typeof images)[number]["verdict"]) =>
    images.filter((image) => image.verdict === verdict).length;
  return {
    version: 1,
    organization,
    profile: key,
    generation,
    arn,
    at: at.toISOString(),
    account,
    regions: [...regions],
    complete: problems.length === 0,
    counts: {
      images: images.length,
      refused: having("refused"),
      unknown: having("unknown"),
      "not refused": having("not refused"),
    },
    images,
  };
}

function evidenceOfImage(image: string, rows: readonly DrillRow[]): Evidence["images"][number] {
  const [worst] = [...rows].sort((a, b) => compareVerdicts(a.verdict, b.verdict));
  return {
    image,
    verdict: worst?.verdict ?? "unknown",
    verified: rows.some(({ signatures }) => signatures !== "off"),
    signedBy: [...(worst?.signedBy ?? [])],
  };
}

/**
 * Writes evidence to a file, whatever it says.
 *
 * @throws ProblemError `evidence-too-large`, `evidence-not-written`
 */
export function writeEvidence(file: string, evidence: Evidence): void {
  const text = toJson(evidence);
  const refuse = (code: string, message: string, change: string) =>
    new ProblemError([{ code, path: file, message, change }]);
  const size = Buffer.byteLength(text);
  if (size > EVIDENCE_SIZE) {
    throw refuse(
      "evidence-too-large",
      `the evidence has ${size.toLocaleString("en-US")} bytes, and at most ${EVIDENCE_SIZE.toLocaleString("en-US")} are read`,
      "drop the generation by `reason` and `owner`",
    );
  }
  try {
    writeFileSync(file, text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw refuse(
      "evidence-not-written",
      `the evidence cannot be written (${code})`,
      "name a file in a folder that is there and may be written to",
    );
  }
}
