import { type DecisionHistory, type WorkloadImage } from "../image-verification/history";
import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { type JudgedContainer } from "./images";
import { writeTrustMetric } from "./metrics";
import { type Task } from "./task";

/** What trust is kept with. */
export interface Keeping {
  readonly history: DecisionHistory;
  readonly clock: Clock;
  readonly log: Logger;
  /** Name of the function, under which its metrics are kept. */
  readonly verifier: string;
}

/**
 * Bookkeeping: it never changes what is decided. But an image whose trust is not kept counts later as one that was
 * never trusted, which no limit protects: so the task is looked at once more, and an alarm tells when that fails.
 *
 * @returns whether all of it is kept
 */
export async function keepTrust(
  task: Task,
  judged: readonly JudgedContainer[],
  { history, log, verifier, clock }: Keeping,
): Promise<boolean> {
  const images = judged
    .filter(({ outcome: { outcome } }) => outcome === "trusted")
    .flatMap((container) => imagesOf(task, container, verifiedDigests(task, container)));
  const distinct = new Map(images.map((image) => [JSON.stringify(image), image]));
  let failed = 0;
  for (const image of distinct.values()) {
    try {
      await history.recordTrusted(image);
    } catch (error) {
      failed += 1;
      log.error("cannot keep that the image is trusted", { ...image, error });
    }
  }
  if (failed > 0) writeTrustMetric(log, verifier, failed, clock.now());
  return failed === 0;
}

/** Whether a refused image was ever trusted there; one without a known repository and digest never was. */
export async function trustedBefore(
  task: Task,
  container: JudgedContainer,
  history: DecisionHistory,
): Promise<boolean> {
  const images = imagesOf(task, container, claimedDigests(task, container));
  for (const image of images) if (await history.wasTrusted(image)) return true;
  return false;
}

function imagesOf(
  { cluster, workload }: Task,
  { outcome: { image } }: JudgedContainer,
  digests: readonly string[],
): WorkloadImage[] {
  const { repository } = image;
  if (repository === undefined) return [];
  return digests.map((digest) => ({ cluster, workload, repository, digest }));
}

/**
 * What trust is kept for: the manifest or index that was verified, and what was pulled of it. An index that is only
 * named was not verified when a manifest of it is trusted by itself.
 */
function verifiedDigests(task: Task, container: JudgedContainer): string[] {
  return distinctDigests(container.outcome.image.digest, pulledDigest(task, container));
}

/**
 * What a refused image is known by: of an image for several architectures the index is verified and a manifest of it
 * is pulled, and what is refused before it is read is known by its name and the pulled one alone.
 */
function claimedDigests(task: Task, container: JudgedContainer): string[] {
  const { image } = container.outcome;
  const named = /@(sha256:[0-9a-f]{64})$/.exec(image.reference)?.[1];
  return distinctDigests(image.digest, named, pulledDigest(task, container));
}

function pulledDigest({ containers }: Task, { name }: JudgedContainer): string | undefined {
  return containers.find((container) => container.name === name)?.digest;
}

function distinctDigests(...digests: readonly (string | undefined)[]): string[] {
  return [...new Set(digests.filter((digest) => digest !== undefined))];
}
