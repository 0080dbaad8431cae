import { type ImageOutcome, parseReference } from "../../verification";
import { isFinal } from "../image-verification/conclusion";
import { firstToPass, passes } from "../image-verification/failure";
import { type DecisionHistory } from "./history";
import { type ImageJudge, type ImageRequest } from "../image-verification/image-judge";
import { NAME_REFUSALS } from "../image-verification/rules";
import { errorMessage } from "../shared/error-message";
import { isTransient } from "../shared/transient";

/** Who judges an image, and what is known of the times before. */
export interface JudgeWithPast {
  readonly judge: ImageJudge;
  readonly history: Pick<DecisionHistory, "trustedIndexes">;
}

/** What a tag meant before can change an outcome. */
type Doubtful = Extract<ImageOutcome, { outcome: "refused" | "undecided" }>;

/**
 * Judges an image of a workload that runs. A tag may mean something else by now than when the image was pulled by it:
 * what is not trusted by what it means now is judged once more by the indexes as part of which it was trusted, of which
 * one has to be good now. Nobody has to trust what is remembered: an index has the digests of its images.
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
  if (!mayDependOnTag(outcome)) return outcome;
  try {
    const image = `${repository}@${digest}`;
    const indexes = await history.trustedIndexes({ cluster, workload, image });
    const asPart = await Promise.all(indexes.map((meant) => judge.judge({ ...request, meant })));
    const good = asPart.find((one) => one.outcome === "trusted" || one.outcome === "admitted");
    if (good !== undefined || isPassing(outcome)) return good ?? outcome;
    const isDoubted = asPart.some((one) => one.outcome === "undecided");
    const doubts = [...asPart, outcome].filter((one) => one.outcome === "undecided");
    return (isDoubted ? firstToPass(doubts) : asPart[0]) ?? outcome;
  } catch (error) {
    const isOwn = outcome.image.digest === digest;
    if (isOwn && isFinal(outcome) && !isTransient(error)) return outcome;
    const message = `${outcome.message}; as part of which index it was trusted cannot be read: ${errorMessage(error)}`;
    const transient = isTransient(error) || (outcome.outcome === "undecided" && outcome.transient);
    const code = outcome.outcome === "undecided" ? outcome.code : "tag-moved";
    return { image: outcome.image, outcome: "undecided", code, message, transient };
  }
}

/** Whether only AWS did not say for now: what the tag meant before is no reason to refuse what may be good. */
function isPassing(outcome: Doubtful): boolean {
  return outcome.outcome === "undecided" && passes(outcome);
}

/** What is refused by its name is so whatever its tag meant. */
function mayDependOnTag(outcome: ImageOutcome): outcome is Doubtful {
  if (outcome.outcome === "refused") return !NAME_REFUSALS.has(outcome.code);
  return outcome.outcome === "undecided";
}
