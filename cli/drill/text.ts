import { type Problem } from "../../problem";
import { workloadName } from "../../where";
import { sections } from "../notes";
import { count, printable, problemLine, table } from "../terminal";
import { type DrillAnswer, type DrillRow } from "./drill";
import { type Verdict } from "./judge";

/** A drill with what was asked and what came of it. */
export interface DrillReport {
  readonly key: string;
  readonly generation: number;
  readonly arn: string;
  /** Whose credentials asked. */
  readonly account: string;
  readonly regions: readonly string[];
  readonly at: Date;
  readonly answer: DrillAnswer;
  /** Why the answer may lack something. */
  readonly problems: readonly Problem[];
  /** Why the generation is dropped or revoked all the same. @default - nobody said */
  readonly reason?: string;
  nameOf(account: string): string | undefined;
}

/** How many workloads have a verdict. */
export function countOf({ rows }: DrillAnswer, verdict: Verdict): number {
  return rows.filter((row) => row.verdict === verdict).length;
}

/** Whether nothing that runs would be refused, and nothing is left unsaid. */
export function isSafe({ answer, problems }: Pick<DrillReport, "answer" | "problems">): boolean {
  return problems.length === 0 && answer.rows.every(({ verdict }) => verdict === "not refused");
}

/** A drill as people read it. */
export function drillText(drilled: DrillReport): string {
  const { answer, problems, nameOf } = drilled;
  return sections([
    headline(drilled),
    ...(answer.rows.length === 0 ? [] : [rowsTable(answer.rows, nameOf)]),
    ...(problems.length === 0
      ? []
      : [["Not complete", ...problems.map((one) => `  ${problemLine(one)}`)].join("\n")]),
    conclusion(drilled),
  ]);
}

function headline({ key, generation, arn, account, regions, at, answer }: DrillReport): string {
  const time = at.toISOString().slice(0, 16).replace("T", " ");
  const [refused, unknown, others] = (["refused", "unknown", "not refused"] as const).map((verdict) =>
    String(countOf(answer, verdict)),
  );
  return [
    `Without generation ${String(generation)} of ${key}, ${arn}`,
    `${count(answer.rows.length, "workload")} of ${count(answer.images, "image")}: ${refused ?? ""} refused, ${unknown ?? ""} unknown, ${others ?? ""} not refused`,
    `asked by account ${account} in ${regions.join(", ")} at ${time} UTC`,
  ].join("\n");
}

function rowsTable(rows: readonly DrillRow[], nameOf: DrillReport["nameOf"]): string {
  return table(
    ["verdict", "why", "signatures", "running", "account", "region", "cluster", "runs as", "image", "digest"],
    rows.map(({ verdict, why, signatures, row: { use, image, running } }) =>
      [
        verdict,
        why,
        signatures,
        String(running),
        use ? [nameOf(use.cluster.account), use.cluster.account].join(" ").trim() : "unknown",
        use?.cluster.region ?? image.repository.region,
        use ? `${use.cluster.type} ${use.cluster.name}` : "unknown",
        use ? workloadName(use.workload) : "unknown",
        `${image.repository.name}${image.tags[0] === undefined ? "" : `:${image.tags[0]}`}`,
        image.digest.slice("sha256:".length, "sha256:".length + 12),
      ].map(printable),
    ),
  );
}

function conclusion(drilled: DrillReport): string {
  const { generation, account, at, reason } = drilled;
  if (isSafe(drilled)) return `Nothing that runs depends on generation ${String(generation)} alone.`;
  if (reason === undefined)
    return `Do not drop generation ${String(generation)} yet: what is refused or unknown may not start again. Deploy it from an image that another generation signed, or give --reason.`;
  return `Overridden by account ${account} at ${at.toISOString()}: ${printable(reason)}`;
}

/**
 * A drill as data.
 *
 * @param more problems that take nothing from the answer
 */
export function drillData(drilled: DrillReport, more: readonly Problem[]): object {
  const { key, generation, arn, account, regions, at, answer, problems, reason, nameOf } = drilled;
  return {
    profile: key,
    generation,
    arn,
    asked: { account, regions, at: at.toISOString() },
    complete: problems.length === 0,
    safe: isSafe(drilled),
    override: reason === undefined ? null : { reason, account, at: at.toISOString() },
    images: answer.images,
    problems: [...problems, ...more],
    rows: answer.rows.map(({ verdict, why, signatures, row: { use, image, running } }) => ({
      verdict,
      why,
      signatures,
      running,
      image: {
        arn: image.arn,
        account: image.repository.account,
        region: image.repository.region,
        repository: image.repository.name,
        digest: image.digest,
        tags: image.tags,
      },
      account: use ? { id: use.cluster.account, key: nameOf(use.cluster.account) ?? null } : "unknown",
      cluster: use ? { arn: use.cluster.arn, type: use.cluster.type, name: use.cluster.name } : "unknown",
      workload: use?.workload ?? "unknown",
    })),
  };
}
