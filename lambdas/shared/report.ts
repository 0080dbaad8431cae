import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { chunks } from "../../asking/pool";
import { says } from "./finding";
import { type Logger } from "./logger";
import { type FindingStore } from "./security-hub";

/** Findings that are asked for and written before the next are, so that time running out loses none of the earlier. */
const PART = 100;

/**
 * Writes findings that Security Hub does not have yet, so that nobody is told the same twice, and those that it would
 * soon forget. What fails of it keeps none of the rest back.
 *
 * @throws the first failure, at the end
 */
export async function report(
  wanted: readonly AwsSecurityFinding[],
  hub: FindingStore,
  log: Logger,
): Promise<void> {
  const once = [...new Map(wanted.map((finding) => [finding.Id ?? "", finding])).values()];
  let failure: { readonly error: unknown } | undefined;
  for (const part of chunks(once, PART)) {
    try {
      await reportPart(part, hub, log);
    } catch (error) {
      failure ??= { error };
    }
  }
  if (failure) throw failure.error;
}

async function reportPart(
  part: readonly AwsSecurityFinding[],
  hub: FindingStore,
  log: Logger,
): Promise<void> {
  const found = await hub.find(part.map(({ Id = "" }) => Id));
  const known = new Map(found.map((finding) => [finding.Id, finding]));
  const news = part
    .filter((finding) => !says(known.get(finding.Id), finding))
    .map((finding) => ({ ...finding, ...sinceWhen(known.get(finding.Id)) }));
  if (news.length === 0) return;
  await hub.write(news);
  for (const { Id, Description } of news) log.warn("finding", { id: Id, description: Description });
}

/** What is open keeps the time at which it began. */
function sinceWhen(known: AwsSecurityFinding | undefined): Partial<Pick<AwsSecurityFinding, "CreatedAt">> {
  const { RecordState, CreatedAt } = known ?? {};
  return RecordState === "ACTIVE" && CreatedAt !== undefined ? { CreatedAt } : {};
}
