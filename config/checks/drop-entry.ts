import { daysBetween } from "../../aws";
import { type Path } from "../document";
import { type FindEvidence } from "../evidence";
import { type Organization } from "../schema/organization";
import { type Finding } from "./check";
import { type EvidenceFinding, judgeEvidence, RUNBOOK, type Trust } from "./drop-evidence";

/** What the file says of a drop beside what is dropped; a number alone says nothing. */
type DropEntry =
  | Organization["signing"]["profiles"][string]["droppedGenerations"][number]
  | Organization["registry"]["repositories"][string]["droppedProfiles"][number];

/** Trust is dropped once nothing in use needs it, or somebody answers for it. */
export function dropFindings(
  path: Path,
  trust: Trust,
  entry: DropEntry,
  organization: Organization,
  today: string | undefined,
  findEvidence: FindEvidence,
): Finding[] {
  const { profile, generation } = trust;
  const [kind, value] = generation === undefined ? ["profile", profile] : ["generation", String(generation)];
  const what = `${kind} ${value}`;
  if (!("droppedOn" in entry) || (entry.evidence === undefined && entry.reason === undefined)) {
    const drill = `supply-chain drill ${profile}${generation === undefined ? "" : ` --generation ${value}`} --evidence FILE`;
    return [
      {
        code: "drop-unproven",
        path,
        message: `nothing says that no image in use needs ${what}`,
        change: `write \`{ ${kind}: ${value}, droppedOn: DAY, evidence: FILE }\` with what \`${drill}\` finds while it is still trusted, or \`reason\` and \`owner\` instead of \`evidence\`: ${RUNBOOK}`,
      },
    ];
  }
  const { droppedOn, evidence, reason, owner } = entry;
  const found: Finding[] = [];
  if (today !== undefined && daysBetween(today, droppedOn) > 0) {
    found.push({
      code: "drop-in-future",
      path: [...path, "droppedOn"],
      message: `is ${droppedOn}, after today, ${today}`,
      change: "write the day on which this file drops it, or trust it until then",
    });
  }
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
        : judgeEvidence(file.evidence, { ...trust, droppedOn }, organization, today);
    found.push(...judged.map((words) => ({ path: [...path, "evidence"], ...words })));
  }
  return found;
}

function unreadable(path: string, why: string): EvidenceFinding {
  return {
    code: "evidence-unreadable",
    message: `${path}: ${why}`,
    change:
      "keep beside this file what `supply-chain drill --evidence` wrote, as it is; the path starts at this file's folder",
  };
}
