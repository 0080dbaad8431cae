import { imageOfFinding } from "./findings";
import { type Image } from "./image";
import { settle, type Surroundings } from "./settle";

/** What looking at every image with open findings did. */
export interface Reconciled {
  readonly images: number;
  readonly written: number;
  readonly closed: number;
  /** Whether there was time for all of them. */
  readonly complete: boolean;
}

/** Images looked at in one go; each is two calls or three. */
const MOST_IMAGES = 10_000;

/**
 * Looks again at every image that has open findings, because events are not promised to come and a lifecycle policy
 * or the end of a repository deletes images too.
 *
 * @param milliseconds how long it may take
 */
export async function reconcile(surroundings: Surroundings, milliseconds: number): Promise<Reconciled> {
  const { findings, clock, log, place } = surroundings;
  const deadline = clock.now() + milliseconds;
  const images = new Map<string, Image>();
  // All are read before the first is changed, so that the pages do not move.
  for await (const page of findings.open()) {
    for (const { Id } of page) {
      const image = imageOfFinding(place, Id);
      if (image) images.set(`${image.repository}@${image.digest}`, image);
    }
    if (images.size >= MOST_IMAGES) break;
  }
  const total = { images: 0, written: 0, closed: 0 };
  for (const image of images.values()) {
    if (clock.now() >= deadline) break;
    const { written, closed } = await settle(image, surroundings);
    total.images += 1;
    total.written += written;
    total.closed += closed;
  }
  const complete = total.images === images.size && images.size < MOST_IMAGES;
  if (!complete) log.warn("had no time for all", { images: images.size, looked: total.images });
  return { ...total, complete };
}
