import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { type DecisionRecord } from "../../verification";
import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { type Place } from "../shared/place";
import { type BatchResponse, comeAgain, type QueueMessage } from "../shared/queue";
import { type FindingStore } from "../shared/security-hub";
import { type Change, changed } from "./change";
import { parseDecision } from "./event";
import { type About, findingAbout, findingsOver } from "../image-verification/finding-id";
import { writeMetric } from "./metrics";

/** What the function works with. */
export interface Surroundings {
  readonly findings: FindingStore;
  readonly log: Logger;
  readonly place: Place;
  /** Name of the function, under which its metrics are kept. */
  readonly recorder: string;
  readonly clock: Pick<Clock, "now">;
}

/**
 * Tells people of decisions: as metrics, and as findings that are open while an image is not trusted.
 *
 * A finding is about a digest in a cluster and keeps what was last said of each workload that runs it: it is over when
 * of each that was refused the same digest was judged good. Messages come in any order and more than once: what is
 * said of a workload is changed only by a younger decision, the same decision twice changes nothing, and one that comes
 * late ends no refusal.
 */
export async function recordDecisions(
  messages: readonly QueueMessage[],
  { findings, log, place, recorder, clock }: Surroundings,
): Promise<BatchResponse> {
  const failed: string[] = [];
  const changes = new Map<string, Change[]>();
  for (const { id: message, body } of messages) {
    try {
      const decision = parseDecision(body, place);
      writeMetric(log, recorder, decision);
      for (const { id, container } of findingsOf(decision, place))
        changes.set(id, [...(changes.get(id) ?? []), { message, decision, container }]);
    } catch (error) {
      log.error("cannot read the decision", { messageId: message, error });
      failed.push(message);
    }
  }
  return comeAgain([...new Set([...failed, ...(await apply(changes, { findings, log, place, clock }))])]);
}

/** The findings that a decision may change. */
function findingsOf(decision: DecisionRecord, place: Place): About[] {
  const { outcome, action, code } = decision;
  // It is still looked at.
  if (action === "wait") return [];
  if (outcome === "refused" || outcome === "undecided") return [findingAbout(place, decision)];
  // An image that runs because it must is no more trusted than before.
  return outcome === "admitted" && code === "break-glass" ? [] : findingsOver(place, decision);
}

/** Writes what is new; ids of the messages whose news could not be written. */
async function apply(
  changes: ReadonlyMap<string, readonly Change[]>,
  { findings, log, place, clock }: Omit<Surroundings, "recorder">,
): Promise<string[]> {
  if (changes.size === 0) return [];
  // Until it is known what is there, everything is news.
  let unwritten = [...changes.values()].flat();
  try {
    const known = new Map((await findings.find([...changes.keys()])).map((finding) => [finding.Id, finding]));
    const news: AwsSecurityFinding[] = [];
    unwritten = [];
    for (const [id, some] of changes) {
      const finding = changed(place, known.get(id), some, clock.now());
      if (finding === undefined) continue;
      news.push(finding);
      unwritten.push(...some);
    }
    if (news.length === 0) return [];
    await findings.write(news);
    for (const { Id, RecordState, Description } of news)
      log.warn("finding", { id: Id, state: RecordState, description: Description });
    return [];
  } catch (error) {
    log.error("cannot write findings", { error });
    return unwritten.map(({ message }) => message);
  }
}
