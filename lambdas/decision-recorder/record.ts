import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { type DecisionRecord } from "../../verification";
import { closed, says } from "../shared/finding";
import { type Logger } from "../shared/logger";
import { type Place } from "../shared/place";
import { type BatchResponse, comeAgain, type QueueMessage } from "../shared/queue";
import { type FindingStore } from "../shared/security-hub";
import { parseDecision } from "./event";
import { findingId, findingOf, findingsOver, saysRefused } from "./findings";
import { writeMetric } from "./metrics";

/** What the function works with. */
export interface Surroundings {
  readonly findings: FindingStore;
  readonly log: Logger;
  readonly place: Place;
  /** Name of the function, under which its metrics are kept. */
  readonly recorder: string;
}

/** What a decision makes of a finding. */
interface Change {
  /** Id of the message. */
  readonly message: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** @default - the finding is over */
  readonly finding?: AwsSecurityFinding;
}

/**
 * Tells people of decisions: as metrics, and as findings that are open while an image is not trusted.
 *
 * Messages come in any order and more than once: a finding is changed only by a decision that is younger than it, and
 * the same decision twice changes nothing.
 */
export async function recordDecisions(
  messages: readonly QueueMessage[],
  { findings, log, place, recorder }: Surroundings,
): Promise<BatchResponse> {
  const failed: string[] = [];
  const changes = new Map<string, Change>();
  for (const { id, body } of messages) {
    try {
      const decision = parseDecision(body, place);
      writeMetric(log, recorder, decision);
      for (const [key, change] of changesOf(decision, id, place)) {
        const before = changes.get(key);
        if (!before || (before.at < change.at && !isDoubt(before.finding, change.finding)))
          changes.set(key, change);
      }
    } catch (error) {
      log.error("cannot read the decision", { messageId: id, error });
      failed.push(id);
    }
  }
  if (changes.size > 0) {
    try {
      await apply(changes, findings, log);
    } catch (error) {
      log.error("cannot write findings", { error });
      failed.push(...[...changes.values()].map(({ message }) => message));
    }
  }
  return comeAgain([...new Set(failed)]);
}

function changesOf(decision: DecisionRecord, message: string, place: Place): [string, Change][] {
  const { outcome, action, code } = decision;
  const at = Date.parse(decision.at);
  if (outcome === "refused" || outcome === "undecided") {
    // It is still looked at.
    if (action === "wait") return [];
    return [
      [findingId(place, decision), { message, at, finding: findingOf(place, { ...decision, outcome }) }],
    ];
  }
  // An image that runs because it must is no more trusted than before.
  if (outcome === "admitted" && code === "break-glass") return [];
  return findingsOver(place, decision).map((id) => [id, { message, at }]);
}

async function apply(
  changes: ReadonlyMap<string, Change>,
  findings: FindingStore,
  log: Logger,
): Promise<void> {
  const known = new Map((await findings.find([...changes.keys()])).map((finding) => [finding.Id, finding]));
  const news = [...changes].flatMap(([id, change]) => changed(known.get(id), change) ?? []);
  if (news.length === 0) return;
  await findings.write(news);
  for (const { Id, RecordState, Description } of news)
    log.warn("finding", { id: Id, state: RecordState, description: Description });
}

/** The finding as it is to be written; nothing when it is so already or younger. */
function changed(
  known: AwsSecurityFinding | undefined,
  { at, finding }: Change,
): AwsSecurityFinding | undefined {
  const isOld = known !== undefined && Date.parse(known.UpdatedAt ?? "") >= at;
  if (isOld) return undefined;
  if (!finding) return known?.RecordState === "ACTIVE" ? closed(known, at) : undefined;
  if (says(known, finding)) return undefined;
  if (known?.RecordState === "ACTIVE" && isDoubt(known, finding)) return undefined;
  return { ...finding, CreatedAt: known?.CreatedAt ?? finding.CreatedAt };
}

/** Whether nobody can say any more of an image what was said of it before: that it is refused. */
function isDoubt(before: AwsSecurityFinding | undefined, after: AwsSecurityFinding | undefined): boolean {
  return before !== undefined && after !== undefined && saysRefused(before) && !saysRefused(after);
}
