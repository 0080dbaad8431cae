import { type ImageOutcome, isByDigest } from "../../verification";
import { type Container } from "../image-verification/ecs";
import { judgeOnce } from "../image-verification/image-judge";
import { failureOutcome } from "./failure";
import { type Ask, type Judging } from "./judging";
import { comparingTags, keepTags, resolvingTags } from "./tags";

/** A container with what came of its image. */
export interface JudgedContainer {
  /** Name of the container. @default - it is not about one */
  readonly container?: string;
  readonly outcome: ImageOutcome;
}

/**
 * Judges every container.
 *
 * A container with a digest runs that digest and nothing else. A tag may move until ECS has resolved it, and where
 * ECS does not pin it, with each task that starts: so a tag that is not pinned is refused, and after the start the
 * digest that ECS pulled is compared with what was verified before it. Code may have run before that.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
 */
export async function judgeContainers(
  containers: readonly Container[],
  judging: Judging,
): Promise<JudgedContainer[]> {
  const ask = asking(judging);
  const judgeTag =
    judging.stage === "PRE_SCALE_UP" ? resolvingTags(ask) : await comparingTags(containers, ask, judging);
  const judged = await Promise.all(
    containers.map(async (container) => ({
      container,
      outcome: isByDigest(container.image) ? await ask(container.image) : await judgeTag(container),
    })),
  );
  const kept = judging.stage === "PRE_SCALE_UP" ? await keepTags(judged, judging) : judged;
  return kept.map(({ container: { name }, outcome }) => ({ container: name, outcome }));
}

function asking({ judge, revision: { cluster, service }, orDeadline }: Judging): Ask {
  const once = judgeOnce(judge);
  return async (reference, digest) => {
    try {
      const request = { reference, cluster, service, ...(digest === undefined ? {} : { digest }) };
      return await orDeadline(once.judge(request));
    } catch (error) {
      return failureOutcome(reference, error);
    }
  };
}
