import { daysBetween } from "../../aws";
import { type Evidence, type FindEvidence } from "../evidence";
import { type Finding } from "./check";

/** What the file says of a drop. */
export interface Drop {
  readonly droppedOn: string;
  readonly evidence?: string | undefined;
  readonly reason?: string | undefined;
  readonly owner?: string | undefined;
}

/** What is wrong with a drop, and at which of its keys. */
export type DropFinding = Pick<Finding, "code" | "message" | "change"> & {
  readonly key?: "droppedOn" | "evidence";
};

/** What is dropped, in words. */
export interface DropWords {
  /** E.g. `generation 1`. */
  readonly what: string;
  /** The drill that finds evidence. */
  readonly drill: string;
  /** The entry with evidence, from its beginning on, e.g. `generation: 1`. */
  readonly entry: string;
}

export const RUNBOOK = "docs/signing-rotation.md";

/** Trust is dropped once nothing in use needs it, or somebody answers for it. */
export function dropFindings(
  drop: Drop | undefined,
  { what, drill, entry }: DropWords,
  today: string | undefined,
  findEvidence: FindEvidence,
  judge: (evidence: Evidence, droppedOn: string) => readonly DropFinding[],
): DropFinding[] {
  if (drop === undefined || (drop.evidence === undefined && drop.reason === undefined)) {
    return [
      {
        code: "drop-unproven",
        message: `nothing says that no image in use needs ${what}`,
        change: `write \`{ ${entry}, droppedOn: DAY, evidence: FILE }\` with what \`${drill}\` finds while it is still trusted, or \`reason\` and \`owner\` instead of \`evidence\`: ${RUNBOOK}`,
      },
    ];
  }
  const { droppedOn, evidence: path, reason, owner } = drop;
  const found: DropFinding[] = [];
  if (today !== undefined && daysBetween(today, droppedOn) > 0) {
    found.push({
      code: "drop-in-future",
      key: "droppedOn",
      message: `is ${droppedOn}, after today, ${today}`,
      change: "write the day on which this file drops it, or trust it until then",
    });
  }
  if (path !== undefined && (reason !== undefined || owner !== undefined)) {
    return [
      ...found,
      {
        code: "drop-decided-twice",
        message: `${what} is dropped by evidence and by a reason`,
        change: "keep `evidence`, or `reason` with `owner` where the evidence does not suffice",
      },
    ];
  }
  if (path === undefined) {
    if (owner !== undefined) return found;
    return [
      ...found,
      {
        code: "drop-without-owner",
        message: `nobody answers for dropping ${what} without evidence`,
        change: "add `owner`: a person or a team",
      },
    ];
  }
  const file = findEvidence(path);
  if ("missing" in file) {
    return [
      ...found,
      {
        code: "evidence-unreadable",
        key: "evidence",
        message: `${path}: ${file.missing}`,
        change:
          "keep beside this file what `supply-chain drill --evidence` wrote, as it is; the path starts at this file's folder",
      },
    ];
  }
  return [
    ...found,
    ...judge(file.evidence, droppedOn).map((words) => ({ key: "evidence" as const, ...words })),
  ];
}
