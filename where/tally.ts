import { compareUrgency, compareWeight, type Weight } from "../aws";
import { type Image, mergeUse } from "./image";
import { compareText, NO_FINDING, UNSCANNED } from "./rank";

/** One vulnerability in one image. */
export interface Finding extends Weight {
  readonly image: Image;
  readonly vulnerability: string;
}

/** An image with the worst of what was found in it. */
export interface Affected {
  readonly image: Image;
  readonly worst: Weight;
  /** The vulnerability that {@link worst} speaks of. @default - nothing was found */
  readonly vulnerability?: string;
  readonly findings: number;
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
  private kept = new Map<string, Affected>();
  private cutting = false;
  private total = 0;

  constructor(private readonly limit = LIMIT) {}

  /** Takes in one finding. */
  add({ image, vulnerability, ...worst }: Finding): void {
    this.total += 1;
    this.merge({ image, worst, vulnerability, findings: 1 });
  }

  /** Takes in an image, whether or not anything is found in it. */
  addImage(image: Image): void {
    this.merge({ image, worst: image.scanned ? NO_FINDING : UNSCANNED, findings: 0 });
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
    return [...this.kept.values()].sort(compareAffected).slice(0, this.limit);
  }

  private merge(next: Affected): void {
    const { arn } = next.image;
    const before = this.kept.get(arn);
    this.kept.set(arn, before ? merged(before, next) : next);
    if (this.kept.size <= this.limit * SLACK) return;
    this.cutting = true;
    this.kept = new Map(this.affected().map((affected) => [affected.image.arn, affected]));
  }
}

function merged(a: Affected, b: Affected): Affected {
  const { worst, vulnerability } = worse(a, b);
  return {
    image: mergeUse(a.image, b.image),
    worst,
    ...(vulnerability === undefined ? {} : { vulnerability }),
    findings: a.findings + b.findings,
  };
}

/** Whatever was found says more than that nothing was. */
function worse(a: Affected, b: Affected): Affected {
  if (a.findings === 0 || b.findings === 0) return a.findings === 0 ? b : a;
  const order = compareWeight(a.worst, b.worst) || compareText(a.vulnerability ?? "", b.vulnerability ?? "");
  return order <= 0 ? a : b;
}
