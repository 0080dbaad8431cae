import { daysBetween, parseSigningProfileArn } from "../../aws";
import { EVIDENCE_DAYS, type Evidence, type FindEvidence } from "../evidence";
import { siteWith } from "../lookup";
import { type Organization } from "../schema/organization";
import { type Check, type Finding } from "./check";

type Dropped = Organization["signing"]["profiles"][string]["droppedGenerations"][number];
type Words = Pick<Finding, "code" | "message" | "change"> & { readonly key?: "droppedOn" | "evidence" };

const RUNBOOK = "docs/signing-rotation.md";

/** A generation is dropped once nothing that runs needs it, or somebody answers for it. */
export const dropped: Check = {
  reads: ["organization", "accounts.*.id", "accounts.*.role", "signing.profiles"],
  find: (organization, _written, today, findEvidence) =>
    Object.entries(organization.signing.profiles).flatMap(([key, { droppedGenerations }]) =>
      droppedGenerations.flatMap((entry, index) =>
        wrong(entry, { organization, profile: key, others: droppedGenerations, today, findEvidence }).map(
          ({ key: part, ...words }): Finding => ({
            path: [
              "signing",
              "profiles",
              key,
              "droppedGenerations",
              index,
              ...(part === undefined ? [] : [part]),
            ],
            ...words,
          }),
        ),
      ),
    ),
};

interface Around {
  readonly organization: Organization;
  readonly profile: string;
  readonly others: readonly Dropped[];
  readonly today: string | undefined;
  readonly findEvidence: FindEvidence;
}

function wrong(entry: Dropped, around: Around): Words[] {
  const { profile, today, findEvidence } = around;
  const { generation } = entry;
  const named = `generation ${String(generation)}`;
  if (!("droppedOn" in entry) || (entry.evidence === undefined && entry.reason === undefined)) {
    return [
      {
        code: "drop-unproven",
        message: `nothing says that no image in use needs ${named}`,
        change: `run \`supply-chain drill ${profile} --generation ${String(generation)} --evidence FILE\` while it is still trusted and write \`{ generation: ${String(generation)}, droppedOn: DAY, evidence: FILE }\`; or \`reason\` and \`owner\` instead of \`evidence\`: ${RUNBOOK}`,
      },
    ];
  }
  const { droppedOn, evidence: path, reason, owner } = entry;
  const found: Words[] = [];
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
        message: `${named} is dropped by evidence and by a reason`,
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
        message: `nobody answers for dropping ${named} without evidence`,
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
    ...judged(file.evidence, { ...entry, droppedOn }, around).map((words) => ({
      key: "evidence" as const,
      ...words,
    })),
  ];
}

function judged(
  evidence: Evidence,
  { generation, droppedOn }: { readonly generation: number; readonly droppedOn: string },
  { organization, profile, others }: Around,
): Words[] {
  const elsewhere = foreign(evidence, generation, profile, organization);
  if (elsewhere !== undefined) {
    return [
      {
        code: "evidence-elsewhere",
        message: `the evidence is about ${elsewhere}`,
        change: `name the evidence about generation ${String(generation)} of ${profile}`,
      },
    ];
  }
  const day = evidence.at.slice(0, "2026-03-31".length);
  const age = daysBetween(day, droppedOn);
  const found: Words[] = [];
  if (age < 0 || age > EVIDENCE_DAYS) {
    found.push({
      code: "evidence-outdated",
      message: `the evidence is of ${day}, ${age < 0 ? "after" : `${String(age)} days before`} \`droppedOn\`, ${droppedOn}`,
      change: `run the drill again at most ${String(EVIDENCE_DAYS)} days before the generation is dropped`,
    });
  }
  // What another generation signed is safe only as long as that one is trusted.
  const alive = (signer: number) =>
    signer !== generation &&
    !others.some(
      (other) =>
        other.generation === signer &&
        (!("droppedOn" in other) || daysBetween(other.droppedOn, droppedOn) >= 0),
    );
  const needing = evidence.images.filter(({ verified, signedBy, verdict }) =>
    verdict === "refused" ? true : verified && signedBy.length > 0 && !signedBy.some(alive),
  );
  const unknown = evidence.images.filter(
    ({ verified, signedBy, verdict }) => verdict === "unknown" || (verified && signedBy.length === 0),
  );
  if (needing.length > 0) {
    found.push({
      code: "images-need-generation",
      message: `${images(needing)} in use ${needing.length === 1 ? "carries" : "carry"} no signature that is trusted without generation ${String(generation)}: ${listed(needing)}`,
      change: `deploy what another generation signed and run the drill again, or write \`reason\` and \`owner\` instead: ${RUNBOOK}`,
    });
  }
  if (unknown.length > 0 || !evidence.complete) {
    found.push({
      code: "images-unknown",
      message:
        unknown.length > 0
          ? `of ${images(unknown)} in use nobody knows which generations signed ${unknown.length === 1 ? "it" : "them"}: ${listed(unknown)}`
          : "the drill did not get an answer to everything it asked",
      change: `mend what the drill says and run it again, or write \`reason\` and \`owner\` instead: ${RUNBOOK}`,
    });
  }
  return found;
}

/** What the evidence is about, unless it is about this generation of this profile in this organization. */
function foreign(
  evidence: Evidence,
  generation: number,
  profile: string,
  organization: Organization,
): string | undefined {
  const { id, homeRegion } = organization.organization;
  if (evidence.organization !== id) return `organization ${evidence.organization}`;
  if (evidence.profile !== profile || evidence.generation !== generation) {
    return `generation ${String(evidence.generation)} of ${evidence.profile}`;
  }
  const at = parseSigningProfileArn(evidence.arn);
  const registry = siteWith(organization, "registry")?.account.id;
  return at?.region === homeRegion && at.accountId === registry ? undefined : evidence.arn;
}

const SHOWN = 3;

function images({ length }: Evidence["images"]): string {
  return length === 1 ? "1 image" : `${String(length)} images`;
}

function listed(some: Evidence["images"]): string {
  const shown = some.slice(0, SHOWN).map(({ image }) => image);
  return [...shown, ...(some.length > SHOWN ? [`and ${String(some.length - SHOWN)} more`] : [])].join(", ");
}
