import { type ImageOutcome, parseReference } from "../../verification";
import { type DecisionHistory } from "../image-verification/history";
import { type ImageJudge, type ImageRequest } from "../image-verification/image-judge";
import { errorMessage } from "../shared/error-message";
import { isTransient } from "../shared/transient";

/** Who judges an image, and what is known of the times before. */
export interface JudgeWithPast {
  readonly judge: ImageJudge;
  readonly history: Pick<DecisionHistory, "trustedIndex">;
}

/** What a tag meant before can change an outcome. */
type Doubtful = Extract<ImageOutcome, { outcome: "refused" | "undecided" }>;

/**
 * Judges an image of a workload that runs. A tag may mean something else by now than when the image was pulled by it:
 * what is not trusted by what it means now is judged once more by the index as part of which it was trusted last,
 * whose signature has to be good now. Nobody has to trust what is remembered: an index has the digests of its images.
 */
export async function judgePulled(
  request: ImageRequest,
  workload: string,
  { judge, history }: JudgeWithPast,
): Promise<ImageOutcome> {
  const outcome = await judge.judge(request);
  const { repository, digest: named } = parseReference(request.reference) ?? {};
  const { cluster, digest } = request;
  if (repository === undefined || named !== undefined || digest === undefined) return outcome;
  if (!mayDependOnTag(outcome, digest)) return outcome;
  try {
    const image = `${repository}@${digest}`;
    const meant = await history.trustedIndex({ cluster, workload, image });
    if (meant === undefined) return outcome;
    const asPart = await judge.judge({ ...request, meant });
    const isGood = asPart.outcome === "trusted" || asPart.outcome === "admitted";
    return passes(outcome) && !isGood ? outcome : asPart;
  } catch (error) {
    const message = `${outcome.message}; as part of which index it was trusted cannot be read: ${errorMessage(error)}`;
    const transient = isTransient(error) || passes(outcome);
    const code = outcome.outcome === "undecided" ? outcome.code : "tag-moved";
    return { image: outcome.image, outcome: "undecided", code, message, transient };
  }
}

/** Doubts that pass or do not: what is not in a replica may never come. */
const LASTING = new Set(["image-missing", "tag-moved"]);

/** What AWS did not say for now may be good: what the tag meant before is no reason to refuse it. */
function passes(outcome: Doubtful): boolean {
  return outcome.outcome === "undecided" && outcome.transient && !LASTING.has(outcome.code);
}

/**
 * A refusal of what was pulled without any check is one of its name, or the tag still means it and nobody signed it,
 * unless it has more signatures than are read, which anybody may push. What nobody could say of the very image that was
 * pulled may be known of the index.
 */
function mayDependOnTag(outcome: ImageOutcome, pulled: string): outcome is Doubtful {
  if (outcome.outcome === "refused")
    return (
      outcome.check !== undefined || outcome.code === "too-many-signatures" || outcome.image.digest !== pulled
    );
  return outcome.outcome === "undecided" && outcome.image.digest === pulled;
}
