import { pool } from "../../asking/pool";
import { Failures } from "../shared/failures";
import { inTurn, upTo } from "../shared/pages";
import { imageOfFinding } from "./findings";
import { type Image } from "./image";
import { settle, type Surroundings } from "./settle";

/** What the daily look did. */
export interface Reconciled {
  readonly images: number;
  readonly written: number;
  readonly closed: number;
  /** Whether there was time for all of them. */
  readonly complete: boolean;
}

/** Most images with findings, and most without, that are looked at in one go; each is one call or three. */
const MOST_IMAGES = 10_000;
/** Images pushed longer ago are looked at only when they have a finding: basic scanning looks at push. */
const WINDOW_MILLISECONDS = 30 * 86_400_000;
const MAX_PAGES = 100;
/** ECR alone is asked about an image without findings; Security Hub takes few calls a second. */
const WIDTH = 4;

/**
 * Looks for what events missed, because they are not promised to come and images may be older than the function: half
 * of the time at images of the last 30 days without an open finding, then at those with one, which a lifecycle policy
 * or the end of a repository may have deleted. Where the time is not enough, the next run begins at others; what fails
 * is left out and the rest is done.
 *
 * @param milliseconds how long it may take
 * @throws ProblemError `incomplete-run` at the end when anything failed
 */
export async function reconcile(surroundings: Surroundings, milliseconds: number): Promise<Reconciled> {
  const { clock, log } = surroundings;
  const started = clock.now();
  const failures = new Failures(log);
  const total = { images: 0, written: 0, closed: 0 };
  // All are read before the first is changed, so that the pages do not move.
  const open = await openImages(surroundings, failures);
  const halfTime = started + milliseconds / 2;
  const missed = await missedImages(surroundings, open.images, halfTime, failures);
  const lookAt = async (found: Found, width: number, deadline: number, isClean: boolean) => {
    await pool(inTurn([...found.images.values()], started), width, async (image) => {
      if (clock.now() >= deadline) return;
      const settled = await failures.attempt(`image ${keyOf(image)}`, {}, () =>
        settle(image, surroundings, isClean),
      );
      total.images += 1;
      total.written += settled?.written ?? 0;
      total.closed += settled?.closed ?? 0;
    });
  };
  await lookAt(missed, WIDTH, halfTime, open.complete);
  await lookAt(open, 1, started + milliseconds, false);
  const images = missed.images.size + open.images.size;
  const complete = total.images === images && open.complete && missed.complete;
  if (!complete) log.warn("had no time for all", { images, looked: total.images });
  if (failures.size > 0) log.info("what was done", { ...total, complete });
  failures.end();
  return { ...total, complete };
}

interface Found {
  readonly images: ReadonlyMap<string, Image>;
  /** Whether these are all. */
  readonly complete: boolean;
}

/** Images with open findings. */
async function openImages({ findings, place }: Surroundings, failures: Failures): Promise<Found> {
  const images = new Map<string, Image>();
  const read = await failures.attempt("open findings", {}, async () => {
    for await (const page of findings.open()) {
      for (const { Id } of page) {
        const image = imageOfFinding(place, Id);
        if (image) images.set(keyOf(image), image);
      }
      if (images.size >= MOST_IMAGES) return false;
    }
    return true;
  });
  return { images, complete: read === true };
}

/** Images pushed lately that have no open finding: clean, or missed. */
async function missedImages(
  { registry, clock }: Surroundings,
  open: ReadonlyMap<string, Image>,
  deadline: number,
  failures: Failures,
): Promise<Found> {
  const images = new Map<string, Image>();
  const names: string[] = [];
  const since = clock.now() - WINDOW_MILLISECONDS;
  const listed = await failures.attempt("list of repositories", {}, async () => {
    let all = true;
    for await (const page of upTo(MAX_PAGES, registry.repositories(), () => (all = false)))
      names.push(...page);
    return all;
  });
  for (const repository of inTurn(names.sort(), clock.now())) {
    const done = await failures.attempt(`repository ${repository}`, { repository }, async () => {
      for await (const page of registry.images(repository)) {
        for (const { image, pushedAt } of page) {
          if (pushedAt >= since && !open.has(keyOf(image))) images.set(keyOf(image), image);
        }
        if (images.size >= MOST_IMAGES || clock.now() >= deadline) return false;
      }
      return true;
    });
    if (done === false) return { images, complete: false };
  }
  return { images, complete: listed === true };
}

function keyOf({ repository, digest }: Image): string {
  return `${repository}@${digest}`;
}
