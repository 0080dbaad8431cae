import { type JudgedImage, parseReference } from "../../verification";
import { type DecisionHistory, type TrustedImage } from "./history";
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
    .flatMap((container) => verifiedImages(task, container));
  const { cluster, workload } = task;
  let failed = 0;
  for (const image of new Map(images.map((each) => [JSON.stringify(each), each])).values()) {
    try {
      await history.recordTrusted({ cluster, workload, ...image });
    } catch (error) {
      failed += 1;
      log.error("cannot keep that the image is trusted", { cluster, workload, ...image, error });
    }
  }
  if (failed > 0) writeTrustMetric(log, verifier, failed, clock.now());
  return failed === 0;
}

/** Whether a refused image was ever trusted there; one that nobody can name exactly never was. */
export async function trustedBefore(
  task: Task,
  container: JudgedContainer,
  history: DecisionHistory,
): Promise<boolean> {
  const { cluster, workload } = task;
  for (const image of claimedImages(task, container))
    if (await history.wasTrusted({ cluster, workload, image })) return true;
  return false;
}

/**
 * What trust is kept for: the manifest or index that was verified, what was pulled of it, and the tag that led there.
 * An index that is only named was not verified when a manifest of it is trusted by itself.
 */
function verifiedImages(task: Task, container: JudgedContainer): Pick<TrustedImage, "image" | "index">[] {
  const { image } = container.outcome;
  const { digest: index } = image;
  const pulled = pulledDigest(task, container);
  const part = pulled === index || index === undefined ? [] : byDigest(image, [pulled]);
  return [
    ...byDigest(image, [index]).map((each) => ({ image: each })),
    ...part.map((each) => ({ image: each, index })),
    ...byTag(image).map((each) => ({ image: each })),
  ];
}

/**
 * What a refused image is known by: of an image for several architectures the index is verified and a manifest of it
 * is pulled, and what is refused before it is read is known by its name and the pulled one alone. Before anything is
 * pulled a tag is all there is; once it is, the tag says nothing any more.
 */
function claimedImages(task: Task, container: JudgedContainer): string[] {
  const { image } = container.outcome;
  const named = parseReference(image.reference)?.digest;
  const images = byDigest(image, [image.digest, named, pulledDigest(task, container)]);
  return images.length > 0 ? images : byTag(image);
}

function pulledDigest({ containers }: Task, { name }: JudgedContainer): string | undefined {
  return containers.find((container) => container.name === name)?.digest;
}

function byDigest({ repository }: JudgedImage, digests: readonly (string | undefined)[]): string[] {
  if (repository === undefined) return [];
  const known = digests.filter((digest) => digest !== undefined);
  return [...new Set(known)].map((digest) => `${repository}@${digest}`);
}

function byTag({ reference }: JudgedImage): string[] {
  const { repository = "", tag, digest } = parseReference(reference) ?? {};
  return tag === undefined || digest !== undefined ? [] : [`${repository}:${tag}`];
}
