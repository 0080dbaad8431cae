import { daysBetween } from "../../aws";
import { ROTATION_RUNBOOK } from "../../problem";
import { type Path } from "../document";
import { EVIDENCE_DAYS, type FindEvidence } from "../evidence";
import { type Organization } from "../schema/organization";
import { type Finding } from "./check";
import { type EvidenceFinding, judgeEvidence, type TrustScope } from "./drop-evidence";

/** What the file says of a drop beside what is dropped. */
type DropEntry =
  | Organization["signing"]["profiles"][string]["droppedGenerations"][number]
  | Organization["registry"]["repositories"][string]["droppedProfiles"][number];

/** Trust is dropped once nothing in use needs it, or somebody answers for it. */
export function dropFindings(
  path: Path,
  trust: TrustScope,
  entry: DropEntry,
  organization: Organization,
  today: string | undefined,
  findEvidence: FindEvidence,
): Finding[] {
  const { profile, generation } = trust;
  const [kind, value] = generation === undefined ? ["profile", profile] : ["generation", String(generation)];
  const what = `${kind} ${value}`;
  if (entry.evidence === undefined && entry.reason === undefined) {
    const drill = `supply-chain drill ${profile}${generation === undefined ? "" : ` --generation ${value}`} --evidence FILE`;
    return [
      {
        code: "drop-unproven",
        path,
        message: `nothing says that no image in use needs ${what}`,
        change: `write \`{ ${kind}: ${value}, droppedOn: DAY, evidence: FILE }\` with what \`${drill}\` finds while it is still trusted, or \`reason\` and \`owner\` instead of \`evidence\`: ${ROTATION_RUNBOOK}`,
      },
    ];
  }
  const { droppedOn, evidence, reason, owner } = entry;
  const found = dayFindings(path, entry, today, evidence !== undefined);
  if (evidence === undefined) {
    if (owner === undefined) {
      found.push({
        code: "drop-without-owner",
        path,
        message: `nobody answers for dropping ${what} without evidence`,
        change: "add `owner`: a person or a team",
      });
    }
  } else if (reason !== undefined || owner !== undefined) {
    found.push({
      code: "drop-decided-twice",
      path,
      message: `${what} is dropped by evidence and by a reason`,
      change: "keep `evidence`, or `reason` with `owner` where the evidence does not suffice",
    });
  } else {
    const file = findEvidence(evidence);
    const judged =
      "missing" in file
        ? [unreadable(evidence, file.missing)]
        : judgeEvidence(file.evidence, { ...trust, droppedOn }, organization);
    found.push(
      ...judged.map(({ onThatDay, ...words }) => ({
        path: [...path, "evidence"],
        ...words,
        ...(onThatDay && today !== droppedOn ? { drop: entry } : {}),
      })),
    );
  }
  return found;
}

/** A drop is no announcement, and not of a day long before it happens. */
export function dayFindings(
  path: Path,
  entry: { readonly droppedOn: string },
  today: string | undefined,
  isProven: boolean,
): Finding[] {
  const { droppedOn } = entry;
  const age = today === undefined ? 0 : daysBetween(droppedOn, today);
  const at = [...path, "droppedOn"];
  if (age < 0) {
    return [
      {
        code: "drop-in-future",
        path: at,
        message: `is ${droppedOn}, after today, ${String(today)}`,
        change: "write the day on which this file drops it, or trust it until then",
      },
    ];
  }
  if (age <= EVIDENCE_DAYS) return [];
  return [
    {
      code: "drop-backdated",
      path: at,
      message: `is ${droppedOn}, ${String(age)} days before today, ${String(today)}, and the last synth still trusted what it drops`,
      allowed: `a day at most ${String(EVIDENCE_DAYS)} days before the synth that drops it`,
      change: `write the day on which it is dropped${isProven ? " and name what a drill finds now" : ""}`,
      drop: entry,
    },
  ];
}

function unreadable(path: string, why: string): EvidenceFinding {
  return {
    code: "evidence-unreadable",
    message: `${path}: ${why}`,
    change:
      "keep beside this file what `supply-chain drill --evidence` wrote, as it is; the path starts at this file's folder",
  };
}
