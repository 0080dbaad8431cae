import { type ImageOutcome } from "../../verification";
import { type Container, type ServiceRevision } from "../image-verification/ecs";
import { type ImageJudge } from "../image-verification/judge";
import { type Stage } from "./limits";

/** A container with what came of its image. */
export interface JudgedContainer {
  /** Name of the container. @default - it is not about one */
  readonly container?: string;
  readonly outcome: ImageOutcome;
}

/** What {@link judgeContainers} works with. */
export interface Judging {
  readonly judge: ImageJudge;
  readonly stage: Stage;
  readonly revision: ServiceRevision;
  /** Ends waiting for an answer with an outcome. */
  readonly orDeadline: <T>(work: Promise<T>) => Promise<T>;
  /** What to say of an image when its judge did not answer, or failed. */
  readonly unanswered: (reference: string, error: unknown) => ImageOutcome;
}

/**
 * Judges every container. The same image is judged once.
 *
 * A container with a digest runs that digest and nothing else. A tag may move until ECS has resolved it, and where
 * ECS does not pin it, with each task that starts: so a tag that is not pinned is refused, and after the start the
 * digest that ECS pulled is judged as well as the tag. Code may have run before that.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export async function judgeContainers(
  containers: readonly Container[],
  judging: Judging,
): Promise<JudgedContainer[]> {
  const known = new Map<string, Promise<ImageOutcome>>();
  return Promise.all(
    containers.map(async (container) => {
      const digest = runningDigest(container, judging);
      const key = [container.image, digest ?? ""].join(" ");
      const outcome = known.get(key) ?? judgeOne(container.image, digest, judging);
      known.set(key, outcome);
      return { container: container.name, outcome: checked(container, digest, await outcome, judging) };
    }),
  );
}

const BY_DIGEST = /@sha256:[0-9a-f]{64}$/;

/** The digest behind a tag, once tasks run. */
function runningDigest({ name, image }: Container, { stage, revision }: Judging): string | undefined {
  return stage === "POST_SCALE_UP" && !BY_DIGEST.test(image) ? revision.digests.get(name) : undefined;
}

async function judgeOne(
  reference: string,
  digest: string | undefined,
  { judge, revision, orDeadline, unanswered }: Judging,
): Promise<ImageOutcome> {
  try {
    const { cluster, service } = revision;
    const request = { reference, cluster, service, ...(digest === undefined ? {} : { digest }) };
    return await orDeadline(judge.judge(request));
  } catch (error) {
    return unanswered(reference, error);
  }
}

/** Whether a digest was found good, and not a service let in whatever it runs. */
function isForDigest(outcome: ImageOutcome): boolean {
  return outcome.outcome === "trusted" || (outcome.outcome === "admitted" && outcome.code === "exception");
}

/** A tag that is trusted, or of an exception, is not all: what it names must be what runs, and stay it. */
function checked(
  { name, image, pinned }: Container,
  digest: string | undefined,
  outcome: ImageOutcome,
  { stage }: Judging,
): ImageOutcome {
  if (!isForDigest(outcome) || BY_DIGEST.test(image)) return outcome;
  if (!pinned) {
    return {
      image: outcome.image,
      outcome: "refused",
      code: "tag-not-pinned",
      message: `the container ${name} has versionConsistency "disabled", so that each task may run something else under its tag`,
    };
  }
  if (stage === "PRE_SCALE_UP") return outcome;
  if (digest === undefined) {
    return {
      image: outcome.image,
      outcome: "undecided",
      code: "running-digest-unknown",
      message: `ECS does not say which digest the container ${name} runs`,
      transient: true,
    };
  }
  const { digest: verified, children = [] } = outcome.image;
  if (verified === digest || children.includes(digest)) return outcome;
  return {
    image: { ...outcome.image, digest },
    outcome: "refused",
    code: "running-digest-differs",
    message: `the container ${name} runs ${digest}, which is not what was verified`,
  };
}
