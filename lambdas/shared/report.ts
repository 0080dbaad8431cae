import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { says } from "./finding";
import { type Logger } from "./logger";
import { type FindingStore } from "./security-hub";

/** Writes findings that Security Hub does not have yet, so that nobody is told the same twice. */
export async function report(
  wanted: readonly AwsSecurityFinding[],
  hub: FindingStore,
  log: Logger,
): Promise<void> {
  const byId = new Map(wanted.map((finding) => [finding.Id ?? "", finding]));
  if (byId.size === 0) return;
  const known = new Map((await hub.find([...byId.keys()])).map((finding) => [finding.Id, finding]));
  const news = [...byId]
    .filter(([id, finding]) => !says(known.get(id), finding))
    .map(([, finding]) => finding);
  if (news.length === 0) return;
  await hub.write(news);
  for (const { Id, Description } of news) log.warn("finding", { id: Id, description: Description });
}
