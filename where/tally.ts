import { compareUrgency, type RunningCount, type Weight } from "../aws";
import { type Image, mergeUse } from "./image";
import { compareText, NO_FINDING, UNSCANNED } from "./rank";

/** One vulnerability in one image. */
export interface Finding extends Weight {
  readonly image: Image;
  readonly vulnerability: string;
}

/** An image with the most urgent of what was found in it. */
export interface Affected {
  readonly image: Image;
  readonly worst: Weight;
  /** The vulnerability that {@link worst} speaks of. @default - nothing was found */
  readonly vulnerability?: string;
  readonly findings: number;
}

type Told = Pick<Affected, "worst" | "vulnerability">;

/** What is told depends on whether the image runs, which a later finding may still say. */
interface Kept extends Pick<Affected, "image" | "findings"> {
  readonly running: Told;
  readonly idle: Told;
}

/** Most images that are kept, and most rows that are told. */
export const LIMIT = 10_000;
/** How far the images kept may grow before the lowest are dropped: sorting is worth it only now and then. */
const SLACK = 1.25;

/** Order of images: the worst first, and the same every time. */
export function compareAffected(a: Affected, b: Affected): number {
  return compareUrgency(urgencyOf(a), urgencyOf(b)) || compareText(a.image.arn, b.image.arn);
}

function urgencyOf({ worst, image }: Affected) {
  return { worst, running: image.inUse };
}

/**
 * Gathers findings by image as they come, in bounded memory: of more than `limit` images the worst are kept.
 *
 * An image that was dropped and comes back with a worse finding is taken in again; its number of findings is then a
 * lower bound.
 */
export class Tally {
  private kept = new Map<string, Kept>();
  private cutting = false;
  private total = 0;

  constructor(private readonly limit = LIMIT) {}

  /** Takes in one finding. */
  add({ image, vulnerability, ...worst }: Finding): void {
    this.total += 1;
    const told = { worst, vulnerability };
    this.merge({ image, running: told, idle: told, findings: 1 });
  }

  /** Takes in an image, whether or not anything is found in it. */
  addImage(image: Image): void {
    const told = { worst: image.scanned ? NO_FINDING : UNSCANNED };
    this.merge({ image, running: told, idle: told, findings: 0 });
  }

  /** Findings taken in. */
  get findings(): number {
    return this.total;
  }

  /** Images held in memory at this moment. */
  get size(): number {
    return this.kept.size;
  }

  /** Whether images were dropped because there were more than the limit. */
  get cut(): boolean {
    return this.cutting || this.kept.size > this.limit;
  }

  /** The images, worst first, at most as many as the limit. */
  affected(): readonly Affected[] {
    return [...this.kept.values()].map(affectedOf).sort(compareAffected).slice(0, this.limit);
  }

  private merge(next: Kept): void {
    const { arn } = next.image;
    const before = this.kept.get(arn);
    this.kept.set(arn, before ? merged(before, next) : next);
    if (this.kept.size <= this.limit * SLACK) return;
    this.cutting = true;
    const arns = new Set(this.affected().map(({ image }) => image.arn));
    this.kept = new Map([...this.kept].filter(([kept]) => arns.has(kept)));
  }
}

function affectedOf({ image, findings, running, idle }: Kept): Affected {
  return { image, ...(image.inUse === 0 ? idle : running), findings };
}

/** Whatever was found says more than that nothing was. */
function merged(a: Kept, b: Kept): Kept {
  const image = mergeUse(a.image, b.image);
  if (a.findings === 0 || b.findings === 0) return { ...(a.findings === 0 ? b : a), image };
  return {
    image,
    running: moreUrgent(a.running, b.running, "unknown"),
    idle: moreUrgent(a.idle, b.idle, 0),
    findings: a.findings + b.findings,
  };
}

function moreUrgent(a: Told, b: Told, running: RunningCount): Told {
  const order =
    compareUrgency({ ...a, running }, { ...b, running }) ||
    compareText(a.vulnerability ?? "", b.vulnerability ?? "");
  return order <= 0 ? a : b;
}
