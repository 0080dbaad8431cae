import { type ImageOutcome, isByDigest, parseReference } from "../../verification";
import { decidedByName, digestUnknown, isSettled } from "../image-verification/by-name";
import { type Container } from "../image-verification/ecs";
import { type VerifiedTag } from "./verified-tags";
import { failureOutcome } from "./failure";
import { type Ask, type Judging } from "./judging";

/** Judges a container whose image is named by a tag. */
type JudgeTag = (container: Container) => Promise<ImageOutcome>;

/** A container with a tag or a digest, and what came of its image. */
interface Judged {
  readonly container: Container;
  readonly outcome: ImageOutcome;
}

/** Before the start a tag is judged as what it means now, where ECS lets it mean that for every task. */
export function resolvingTags(ask: Ask): JudgeTag {
  return async (container) => {
    const outcome = await ask(container.image);
    return container.pinned || !isAboutDigest(outcome) ? outcome : notPinned(container, outcome);
  };
}

/** Keeps what tags mean that may run; one that cannot be kept could not be compared later, so nobody can say. */
export async function keepTags(
  judged: readonly Judged[],
  { deployment, verifiedTags, orDeadline }: Judging,
): Promise<readonly Judged[]> {
  const tags = new Map<string, VerifiedTag>();
  for (const { container, outcome } of judged) {
    const { digest, children = [] } = outcome.image;
    if (isByDigest(container.image) || !isAboutDigest(outcome) || digest === undefined) continue;
    tags.set(container.name, { digest, children });
  }
  if (tags.size === 0) return judged;
  try {
    await orDeadline(verifiedTags.keep(deployment, tags));
    return judged;
  } catch (error) {
    return judged.map(({ container, outcome }) => {
      if (!tags.has(container.name)) return { container, outcome };
      return { container, outcome: { ...failureOutcome(container.image, error), image: outcome.image } };
    });
  }
}

/**
 * After the start what runs must be what was verified before it: that manifest or index, or one of the manifests that
 * the index itself lists. That is judged once more, because it may have been revoked since. What the tag means by now
 * does not matter.
 */
export async function comparingTags(
  containers: readonly Container[],
  ask: Ask,
  { deployment, revision, verifiedTags, orDeadline }: Judging,
): Promise<JudgeTag> {
  if (containers.every(({ image }) => isByDigest(image))) return ({ image }) => ask(image);
  let verified: ReadonlyMap<string, VerifiedTag>;
  try {
    verified = await orDeadline(verifiedTags.read(deployment));
  } catch (error) {
    return async ({ image }) => decidedByName(await ask(image)) ?? failureOutcome(image, error);
  }
  return (container) =>
    compare(container, verified.get(container.name), revision.digests.get(container.name), ask);
}

async function compare(
  container: Container,
  verified: VerifiedTag | undefined,
  runs: string | undefined,
  ask: Ask,
): Promise<ImageOutcome> {
  const { name, image } = container;
  if (runs === undefined) {
    const outcome = await ask(image);
    const decided = decidedByName(outcome);
    if (decided !== undefined) return decided;
    // There is no one digest that it could name later.
    if (!container.pinned) return isAboutDigest(outcome) ? notPinned(container, outcome) : outcome;
    return digestUnknown(name, outcome);
  }
  if (verified !== undefined && (verified.digest === runs || verified.children.includes(runs))) {
    const { repository = image } = parseReference(image) ?? {};
    const outcome = await ask(`${repository}@${verified.digest}`);
    return { ...outcome, image: { ...outcome.image, reference: image } };
  }
  const outcome = await ask(image, runs);
  // Somebody answers for the very digest that runs or for the whole service, or it may not run whatever was verified.
  if (isSettled(outcome)) return outcome;
  const found = { ...outcome.image, digest: runs };
  if (verified !== undefined) {
    const message = `the container ${name} runs ${runs}, and ${verified.digest} was verified before it started`;
    return { image: found, outcome: "refused", code: "running-digest-differs", message };
  }
  if (outcome.outcome === "undecided") return outcome;
  if (!container.pinned) return notPinned(container, outcome);
  const message = `the container ${name} runs ${runs}, and what its tag meant before it started was not kept`;
  return { image: found, outcome: "undecided", code: "verified-digest-unknown", message, transient: false };
}

function notPinned({ name }: Container, { image }: ImageOutcome): ImageOutcome {
  const message = `the container ${name} has versionConsistency "disabled", so that each task may run something else under its tag`;
  return { image, outcome: "refused", code: "tag-not-pinned", message };
}

/** Whether an image may run because of what its tag means; a service may be let in whatever that is. */
function isAboutDigest({ outcome, image }: ImageOutcome): boolean {
  return outcome === "trusted" || (outcome === "admitted" && image.digest !== undefined);
}
