import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { closed, says, stillOpen } from "../shared/finding";
import { type FindingStore } from "../shared/security-hub";
import { findingIds, findingsOf } from "./findings";
import { type Place } from "../shared/place";
import { type Image } from "./image";
import { type Registry } from "./registry";

/** What the function works with. */
export interface Surroundings {
  readonly registry: Registry;
  readonly findings: FindingStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly place: Place;
}

/** What was done for an image. */
export interface Settled {
  readonly written: number;
  readonly closed: number;
}

/**
 * Makes Security Hub say of an image what ECR knows of it now, whatever event came in whatever order: findings that
 * are there already are not written again before Security Hub would forget them, and those that no longer hold are
 * closed. Where ECR has no result, what is open stays open.
 *
 * @param isClean whether the image has no open finding, so that there is nothing to close. @default false
 */
export async function settle(image: Image, surroundings: Surroundings, isClean = false): Promise<Settled> {
  const { registry, findings, clock, log, place } = surroundings;
  const scan = await registry.scanOf(image);
  const now = clock.now();
  const found = findingsOf(place, image, scan, now);
  if (isClean && found.length === 0) return { written: 0, closed: 0 };
  const known = new Map((await findings.find(findingIds(place, image))).map((one) => [one.Id, one]));
  const open = [...known.values()].filter(({ RecordState }) => RecordState === "ACTIVE");
  const wanted = scan.status === "none" ? open.map((one) => stillOpen(one, now)) : found;
  const holding = new Set(wanted.map(({ Id }) => Id));
  const news = wanted
    .filter((one) => !says(known.get(one.Id), one))
    .map((one) => ({ ...one, CreatedAt: known.get(one.Id)?.CreatedAt ?? one.CreatedAt }));
  const over = open.filter(({ Id }) => !holding.has(Id));
  if (news.length + over.length > 0) {
    await findings.write([...news, ...over.map((one) => closed(one, now))]);
  }
  const settled = { written: news.length, closed: over.length };
  log.info("settled", { image, status: scan.status, ...settled });
  return settled;
}
