import { type Answer, type Row, type Task, type Usage, workloadName } from "../../where";
import { type Problem } from "../../problem";
import { sections } from "../notes";
import { count, grouped, printable, problemLine, table } from "../terminal";

/** An answer with what was asked. */
export interface Told {
  readonly query: string;
  readonly account: string;
  readonly regions: readonly string[];
  readonly at: Date;
  readonly answer: Answer;
  readonly problems: readonly Problem[];
  nameOf(account: string): string | undefined;
}

/** Inspector refreshes where images run every 24 hours, for new ones within 36. @see https://docs.aws.amazon.com/inspector/latest/user/scanning-ecr.html */
const STALE_HOURS = 36;
const TASKS_SHOWN = 3;
const CLUSTERS_SHOWN = 10;
const HOUR = 3_600_000;

/** An answer as people read it. */
export function answerText(told: Told): string {
  const { answer, problems } = told;
  return sections([
    headline(told),
    ...(answer.rows.length === 0 ? [] : [rowsTable(told)]),
    ...list("Good to know", notesOf(told)),
    ...list("Not complete", problems.map(problemLine)),
  ]);
}

function headline({ query, account, regions, at, answer }: Told): string {
  const { rows, images, findings, cut } = answer;
  const running = rows.filter((row) => row.running !== 0).length;
  const found =
    images === 0
      ? "no image found"
      : `${cut ? "the worst " : ""}${count(images, "image")}${cut ? " of more" : ""}, ${count(findings, "finding")}, ${count(running, "place")} where one runs or may run`;
  const time = at.toISOString().slice(0, 16).replace("T", " ");
  return `${query}: ${found}\nasked by account ${account} in ${regions.join(", ")} at ${time} UTC`;
}

function rowsTable({ answer: { rows }, at, nameOf }: Told): string {
  const live = rows.some(({ tasks }) => tasks !== undefined);
  const head = [
    "severity",
    "exploit",
    "fix",
    "running",
    "stopped",
    "age",
    "account",
    "region",
    "cluster",
    "runs as",
  ];
  return table(
    [...head, "image", "digest", ...(live ? ["tasks now"] : [])],
    rows.map((row) => {
      const { worst, running, stopped, use, image, tasks } = row;
      const nowhere = running === 0 ? "-" : "unknown";
      return [
        worst.severity,
        worst.exploit.toLowerCase(),
        worst.fix.toLowerCase(),
        String(running),
        String(stopped),
        ageOf(row, at),
        use ? [nameOf(use.cluster.account), use.cluster.account].join(" ").trim() : nowhere,
        use?.cluster.region ?? image.repository.region,
        use ? `${use.cluster.type} ${use.cluster.name}` : nowhere,
        use ? workloadName(use.workload) : nowhere,
        `${image.repository.name}${image.tags[0] === undefined ? "" : `:${image.tags[0]}`}`,
        image.digest.slice("sha256:".length, "sha256:".length + 12),
        ...(live ? [tasksText(tasks)] : []),
      ].map(printable);
    }),
  );
}

function ageOf({ lastInUseAt }: Row, at: Date): string {
  if (lastInUseAt === undefined) return "unknown";
  const hours = Math.max(0, (at.getTime() - lastInUseAt.getTime()) / HOUR);
  if (hours < 1) return "under 1 h";
  return hours < 48 ? `${String(Math.floor(hours))} h` : `${String(Math.floor(hours / 24))} d`;
}

function tasksText(tasks: readonly Task[] | undefined): string {
  if (tasks === undefined) return "unknown";
  if (tasks.length === 0) return "none";
  const marks = { same: "", index: " (by index)", other: " (other digest)", unknown: " (digest unknown)" };
  const shown = tasks.slice(0, TASKS_SHOWN).map(({ id, digest }) => `${id}${marks[digest]}`);
  const more = tasks.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${grouped(more)} more`] : [])].join(", ");
}

function notesOf({ answer: { rows, unscannedInUse, usage }, at, nameOf }: Told): string[] {
  const stale = rows.filter(
    ({ running, lastInUseAt }) =>
      running !== 0 && lastInUseAt && at.getTime() - lastInUseAt.getTime() > STALE_HOURS * HOUR,
  );
  return [
    ...(rows.some(({ running }) => running === "unknown")
      ? [
          "unknown: Inspector does not say whether it runs, as with images for several architectures; take it for running",
        ]
      : []),
    ...(usage ? usageNotes(usage, nameOf) : []),
    ...(stale.length > 0
      ? [
          `age: ${count(stale.length, "row")} last seen in use more than ${String(STALE_HOURS)} hours ago; Inspector looks every 24`,
        ]
      : []),
    ...(unscannedInUse === "unknown"
      ? ["whether images run that Inspector does not scan, it did not say"]
      : []),
    ...(rows.some(({ tasks }) => tasks?.some(({ digest }) => digest === "other"))
      ? [
          "other digest: the task runs the task definition but names another digest, as it does when it was started from an index",
        ]
      : []),
  ];
}

function usageNotes({ asked, unasked }: Usage, nameOf: Told["nameOf"]): string[] {
  const named = unasked
    .slice(0, CLUSTERS_SHOWN)
    .map(({ type, name, account }) => `${type} ${[nameOf(account), name].filter(Boolean).join("/")}`);
  const more = unasked.length - named.length;
  return [
    `live: of images that Inspector does not follow, ECS counted the tasks in ${count(asked.length, "cluster")} of the organization's file; 0 where all that may pull it answered`,
    ...(unasked.length === 0
      ? []
      : [
          `live: nothing is known of ${[...named, ...(more > 0 ? [`${grouped(more)} more`] : [])].join(", ")}; what may run there stays unknown beside what was found`,
        ]),
  ];
}

function list(heading: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [[heading, ...lines.map((line) => `  ${line}`)].join("\n")];
}
