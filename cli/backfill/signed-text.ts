import { type Outcome, type Result, type Run } from "../../backfill";
import { SIGNING_BACKFILL_LOG_GROUP } from "../../names";
import { sections } from "../notes";
import { count, printable, table } from "../terminal";

/** A run with what came of it. */
export interface ToldSigned {
  readonly run: Run;
  /** ARN of the role that signed. */
  readonly role: string;
  readonly results: readonly Result[];
}

const OUTCOMES: readonly Outcome[] = [
  "signed",
  "would be signed",
  "skipped",
  "refused",
  "failed",
  "not reached",
];

/** A run as people read it. */
export function signedText({ run, role, results }: ToldSigned): string {
  const numbers = OUTCOMES.flatMap((outcome) => {
    const number = results.filter((result) => result.outcome === outcome).length;
    return number === 0 ? [] : [`${String(number)} ${outcome}`];
  });
  return sections([
    [
      `${count(results.length, "image")}: ${numbers.join(", ")}`,
      `asked by ${run.requestedBy}, signed as ${role}`,
      `records: ${SIGNING_BACKFILL_LOG_GROUP}, stream ${run.id}, in ${run.account} ${run.region}`,
    ].join("\n"),
    table(
      ["outcome", "image", "why"],
      results.map((result) =>
        [result.outcome, `${result.repository}@${result.digest}`, whyText(result)].map(printable),
      ),
    ),
  ]);
}

function whyText({ outcome, code, why = "", signatures = [], scan }: Result): string {
  if (code !== undefined) return `${why} [${code}]`;
  if (outcome === "skipped") return `${why}: ${signatures.join(", ")}`;
  const scanned = scan ? `scanned ${scan.completedAt.slice(0, 16).replace("T", " ")} UTC` : "";
  if (outcome === "signed") return `signature ${signatures.join(", ")}, ${scanned}`;
  if (!scan) return "";
  return `${count(scan.findings, "finding")}, worst ${scan.worst}, ${scanned}`;
}

/** A run as data. */
export function signedData({ run, role, results }: ToldSigned): object {
  return { run: { ...run, role, logGroup: SIGNING_BACKFILL_LOG_GROUP }, images: results };
}
