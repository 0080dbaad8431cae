import { pool } from "../../asking/pool";
import { Failures } from "../shared/failures";
import { DAY, inTurn } from "../shared/turns";
import { imageOfFinding } from "./findings";
import { type Image, keyOf } from "./image";
import { writeCompleteLook } from "./metrics";
import { lookForMissed, MOST_IMAGES } from "./missed";
import { settle, type Surroundings } from "./settle";

/** What {@link reconcile} works with. */
export interface Reconciling extends Surroundings {
  /** Name of the function, under which its metric is kept. */
  readonly name: string;
  /** How long it may take. */
  readonly milliseconds: number;
}

/** What the daily look did. */
export interface Reconciled {
  readonly images: number;
  readonly written: number;
  readonly closed: number;
  /** Whether there was time for all of them. */
  readonly complete: boolean;
}

/** ECR alone is asked about an image without findings; Security Hub takes few calls a second. */
const WIDTH = 4;

/**
 * Looks for what events missed, because they are not promised to come and images may be older than the function: half
 * of the time at images of the last 30 days without an open finding, then at those with one, which a lifecycle policy
 * or the end of a repository may have deleted. Where the time is not enough, the next run begins at others; what fails
 * is left out and the rest is done. A look that reached everything says so by its metric, which an alarm misses.
 *
 * @throws ProblemError `incomplete-run` at the end when anything failed
 */
export async function reconcile({ milliseconds, name, ...surroundings }: Reconciling): Promise<Reconciled> {
  const { registry, clock, log } = surroundings;
  const started = clock.now();
  const failures = new Failures(log);
  const total = { images: 0, written: 0, closed: 0 };
  let found = 0;
  const lookAt = async (images: readonly Image[], width: number, deadline: number, isClean: boolean) => {
    found += images.length;
    await pool(images, width, async (image) => {
      if (clock.now() >= deadline) return;
      const settled = await failures.attempt(`image ${keyOf(image)}`, {}, () =>
        settle(image, surroundings, isClean),
      );
      total.images += 1;
      total.written += settled?.written ?? 0;
      total.closed += settled?.closed ?? 0;
    });
  };
  // All are read before the first is changed, so that the pages do not move.
  const open = await openImages(surroundings, failures);
  const halfTime = started + milliseconds / 2;
  const search = { registry, open: open.images, started, isTime: () => clock.now() < halfTime, failures };
  const reached = await lookForMissed(search, (images) => lookAt(images, WIDTH, halfTime, open.complete));
  await lookAt(inTurn([...open.images.values()], started, DAY), 1, started + milliseconds, false);
  const complete = total.images === found && open.complete && reached;
  if (!complete) log.warn("had no time for all", { images: found, looked: total.images });
  else if (failures.size === 0) writeCompleteLook(log, name, clock.now());
  if (failures.size > 0) log.info("what was done", { ...total, complete });
  failures.end();
  return { ...total, complete };
}

/** Images with open findings, and whether these are all. */
async function openImages({ findings, place }: Surroundings, failures: Failures) {
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
