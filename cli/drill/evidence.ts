import { existsSync } from "node:fs";
import {
  clusterPlaces,
  type Evidence,
  EVIDENCE_SIZE,
  type Organization,
  placeText,
  readEvidence,
} from "../../config";
import { generationId } from "../../names";
import { type SigningProfilePlan } from "../../plan";
import { type Problem, ProblemError } from "../../problem";
import { toJson } from "../terminal";
import { replaceFile } from "../writing";
import { type DrillRow } from "./drill";
import { compareVerdicts } from "./judge";
import { type DrillReport } from "./text";

/** What `droppedGenerations` names: a drill by image. */
export function evidenceOf(
  drilled: DrillReport,
  organization: Organization,
  { repositories }: Pick<SigningProfilePlan, "repositories">,
): Evidence {
  const { key, generation, arn, account, regions, at, answer, problems } = drilled;
  const byImage = new Map<string, Evidence["images"][number]>();
  // An image may run where it is refused and where it is not: the worst holds, and what any place needs.
  for (const { row, verdict, signers } of [...answer.rows].sort(worstLast)) {
    const image = row.image.arn;
    const known = byImage.get(image)?.signers ?? [];
    byImage.set(image, { image, verdict, signers: distinct([...known, ...signers]) });
  }
  const images = [...byImage.values()];
  images.sort((a, b) => compareVerdicts(a.verdict, b.verdict) || (a.image < b.image ? -1 : 1));
  const having = (verdict: (typeof images)[number]["verdict"]) =>
    images.filter((image) => image.verdict === verdict).length;
  return {
    version: 1,
    organization: organization.organization.id,
    profile: key,
    generation,
    arn,
    at: at.toISOString(),
    account,
    regions: [...regions],
    places: clusterPlaces(organization).map(placeText),
    repositories: Object.fromEntries(
      repositories.flatMap(({ name, trusted: [signer] }) =>
        signer ? [[name, generationId(signer.profile, signer.generation)] as const] : [],
      ),
    ),
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

function worstLast(a: DrillRow, b: DrillRow): number {
  return compareVerdicts(b.verdict, a.verdict);
}

/** Each list once, the same every time. */
function distinct(lists: readonly (readonly string[])[]): string[][] {
  const byText = new Map(lists.map((names) => [names.join(" "), [...names]]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, names]) => names);
}

/**
 * Evidence takes the place of older evidence and of nothing else.
 *
 * @throws ProblemError `evidence-not-written`
 */
export function checkEvidenceFile(file: string): void {
  const found = existsSync(file) ? readEvidence(file) : undefined;
  if (found === undefined || "evidence" in found) return;
  throw new ProblemError([
    {
      code: "evidence-not-written",
      path: file,
      message: `the file is there already and is no evidence: ${found.missing}`,
      change: "name another file, or move this one away",
    },
  ]);
}

/**
 * Writes evidence to a file, whatever it says.
 *
 * @returns why it could not: `evidence-too-large`, `evidence-not-written`
 */
export function writeEvidence(file: string, evidence: Evidence): readonly Problem[] {
  const text = toJson(evidence);
  const refuse = (code: string, message: string, change: string) => [{ code, path: file, message, change }];
  const size = Buffer.byteLength(text);
  if (size > EVIDENCE_SIZE) {
    return refuse(
      "evidence-too-large",
      `the evidence has ${size.toLocaleString("en-US")} bytes, and at most ${EVIDENCE_SIZE.toLocaleString("en-US")} are read`,
      "drop the generation by `reason` and `owner`",
    );
  }
  try {
    replaceFile(file, text);
    return [];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return refuse(
      "evidence-not-written",
      `the evidence cannot be written (${code})`,
      "name a file in a folder that is there and may be written to",
    );
  }
}
