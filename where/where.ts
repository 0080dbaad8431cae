import { chunks, Doubts, pool } from "../asking";
import { FILTER_VALUES } from "../aws";
import { type Repository } from "../images";
import { type Problem, ProblemError } from "../problem";
import { type Count, type Image } from "./image";
import { addTasks } from "./live";
import { type Aws, type FindingFilter, type Inspector } from "./ports";
import { type Query } from "./query";
import { resolveImages } from "./resolve";
import { compareRows, type Row, rowsOf } from "./row";
import { type Affected, LIMIT, Tally } from "./tally";
import { addUsage, type Inventory, type Usage } from "./usage";

/** What is asked for and where. */
export interface Question {
  readonly query: Query;
  readonly regions: readonly string[];
  /** Regions of these in which the organization keeps no images, so that none is covered there. @default - none */
  readonly withoutImages?: readonly string[];
  /** Repositories in which an image is looked for whether or not Inspector covers them. @default - none */
  readonly repositories?: readonly Repository[];
  /** Whether ECS is asked for tasks. */
  readonly live: boolean;
  /** With `live`: where ECS is asked for images of which Inspector does not say whether they run. @default - nowhere */
  readonly inventory?: Inventory;
  /** Now. An image that was not in use lately is not asked about. */
  readonly at: Date;
  /** Most images and most rows. @default 10,000 */
  readonly limit?: number;
  /** Hears how far it is; `of` is missing while nobody knows. */
  readonly progress?: (phase: Phase, done: number, of?: number) => void;
}

export type Phase = "findings" | "images" | "clusters" | "clusters and families";

/** Where it is. */
export interface Answer {
  /** Worst first. */
  readonly rows: readonly Row[];
  /** How many findings were read, and how many images they are about. */
  readonly findings: number;
  readonly images: number;
  /** Whether there were more images or rows than are told. */
  readonly cut: boolean;
  /** Images in use that Inspector does not scan, or no longer: whether they are affected by a vulnerability, nobody knows. */
  readonly unscannedInUse: Count;
  /** @default - ECS was not asked for images that Inspector does not follow, or there were none */
  readonly usage?: Usage;
  /** Regions that answered. */
  readonly answered: readonly string[];
  /** Why the answer may lack something. */
  readonly problems: readonly Problem[];
}

const REGIONS_AT_ONCE = 4;
const IMAGES_AT_ONCE = 8;
/** Inspector looks again every 24 hours, and counts what stopped in the 24 hours before. @see https://docs.aws.amazon.com/inspector/latest/user/scanning-ecr.html */
const RECENT_MILLISECONDS = 48 * 3_600_000;

/**
 * Finds where the images run that a query means, worst first.
 *
 * Findings are gathered by image as their pages come; of more images than the limit the worst are kept. What a region
 * or service does not answer is told as a problem beside what the others said.
 */
export async function findWhere(question: Question, aws: Aws): Promise<Answer> {
  const { limit = LIMIT, live } = question;
  const doubts = new Doubts();
  const tally = new Tally(limit);
  const answered: string[] = [];
  const unscanned: Count[] = [];
  await pool(question.regions, REGIONS_AT_ONCE, async (region) => {
    await doubts.attempt(region, async () => {
      await gather(question, region, aws, tally, doubts);
      if (
        question.withoutImages?.includes(region) !== true &&
        (await aws.inspector(region).coveredImages()) === 0
      )
        throw nothingCovered(region);
      answered.push(region);
    });
    if (!answered.includes(region)) return;
    const count = await doubts.attempt(region, () => aws.inspector(region).unscannedInUse());
    unscanned.push(count ?? "unknown");
  });
  const affected = tally.affected();
  const located = await locate(affected, question, aws, doubts, limit);
  const { rows, usage } = live ? await addLive(located.rows, question, aws, doubts) : located;
  return {
    rows: rows.slice(0, limit),
    findings: tally.findings,
    images: affected.length,
    cut: located.cut || tally.cut || rows.length > limit,
    unscannedInUse: unscanned.reduce(sum, 0),
    ...(usage ? { usage } : {}),
    answered: answered.sort(),
    problems: doubts.problems,
  };
}

/** What ECS says at this moment: how often the images run that Inspector does not follow, and which tasks. */
async function addLive(
  rows: readonly Row[],
  { at, inventory, progress }: Question,
  aws: Aws,
  doubts: Doubts,
): Promise<{ rows: readonly Row[]; usage?: Usage }> {
  const followed = inventory
    ? await addUsage(rows, inventory, aws, {
        at,
        doubts,
        progress: (done, of) => progress?.("clusters", done, of),
      })
    : { rows };
  const sorted = [...followed.rows].sort(compareRows);
  const tasks = await addTasks(sorted, aws.tasks, doubts, (done, of) =>
    progress?.("clusters and families", done, of),
  );
  return { ...followed, rows: tasks };
}

function sum(a: Count, b: Count): Count {
  return a === "unknown" || b === "unknown" ? "unknown" : a + b;
}

async function gather(
  { query, repositories, progress }: Question,
  region: string,
  aws: Aws,
  tally: Tally,
  doubts: Doubts,
): Promise<void> {
  const inspector = aws.inspector(region);
  let wanted: ReadonlySet<string> | undefined;
  let filters: readonly FindingFilter[];
  if (query.kind === "vulnerability") {
    filters = [{ vulnerability: query.id }, { relatedVulnerability: query.id }];
  } else if (query.kind === "package") {
    filters = [{ package: query.name }];
  } else {
    const images = await resolveImages(query, region, aws, doubts, repositories);
    for (const image of images) tally.addImage(image);
    wanted = new Set(images.map(({ arn }) => arn));
    filters = digestFilters(images);
  }
  for (const filter of filters) await read(inspector, filter, region);
  if (query.kind === "package" && query.ambiguous && (await inspector.repositories(query.name)).length > 0)
    doubts.add(alsoRepository(query.name, region));

  async function read(from: Inspector, filter: FindingFilter, place: string): Promise<void> {
    for await (const { findings, unreadable } of from.findings(filter)) {
      for (const finding of findings) {
        // The first filter brought these already.
        if ("relatedVulnerability" in filter && finding.vulnerability === filter.relatedVulnerability)
          continue;
        if (wanted === undefined || wanted.has(finding.image.arn)) tally.add(finding);
      }
      if (unreadable > 0) doubts.add(unreadableFindings(place));
      progress?.("findings", tally.findings);
    }
  }
}

function digestFilters(images: readonly Image[]): FindingFilter[] {
  const digests = [...new Set(images.map(({ digest }) => digest))];
  return chunks(digests, FILTER_VALUES).map((some) => ({ digests: some }));
}

async function locate(
  affected: readonly Affected[],
  { at, progress }: Question,
  aws: Aws,
  doubts: Doubts,
  limit: number,
): Promise<{ rows: readonly Row[]; cut: boolean; usage?: undefined }> {
  let total = 0;
  let done = 0;
  const rows = await pool(affected, IMAGES_AT_ONCE, async (one) => {
    const { region } = one.image.repository;
    // The worst come first: once there are enough rows, nobody needs to be asked about the rest.
    const needless = total >= limit || isIdle(one.image, at);
    const uses = needless
      ? []
      : await doubts.attempt(`inspector2:GetClustersForImage ${region}`, () =>
          aws.inspector(region).uses(one.image.arn),
        );
    const own = rowsOf(one, uses);
    total += own.length;
    done += 1;
    progress?.("images", done, affected.length);
    return own;
  });
  return { rows: rows.flat().slice(0, limit).sort(compareRows), cut: total > limit };
}

/** Whether Inspector says that nothing runs the image and that nothing did lately. */
export function isIdle({ inUse, lastInUseAt }: Image, at: Date): boolean {
  return (
    inUse === 0 && (lastInUseAt === undefined || at.getTime() - lastInUseAt.getTime() > RECENT_MILLISECONDS)
  );
}

/** Where Inspector looks at no image, finding nothing says nothing. */
export function nothingCovered(region: string): ProblemError {
  return new ProblemError([
    {
      code: "needs-enhanced-scanning",
      path: region,
      message: "Inspector covers no container image here: what its images hold and where they run is unknown",
      change:
        "set the registry's scanning to enhanced and switch Inspector on for ECR, or ask others with --region",
    },
  ]);
}

function alsoRepository(name: string, region: string): Problem {
  return {
    code: "name-of-a-repository",
    path: region,
    message: `has a repository ${name}, and only packages of this name were asked for`,
    change: `write ${name}:TAG or ${name}@sha256:DIGEST for its images, pkg:${name} for the package`,
  };
}

function unreadableFindings(region: string): Problem {
  return {
    code: "unreadable-findings",
    path: region,
    message: "a page holds findings whose image or vulnerability cannot be read; they are left out",
    change: "ask again later; if it stays so, tell AWS Support",
  };
}
