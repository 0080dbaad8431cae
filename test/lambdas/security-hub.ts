import { type AwsSecurityFinding, type AwsSecurityFindingFilters } from "@aws-sdk/client-securityhub";
import { fault, type Reply } from "../support/aws-service";

/**
 * What Security Hub answers to filters that are too many, which its model does not say.
 *
 * @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindings.html
 */
export function refusedFilters(filters: AwsSecurityFindingFilters = {}): Reply | undefined {
  const lists: readonly unknown[] = Object.values(filters);
  const tooMany = lists.length > 10 || lists.some((values) => Array.isArray(values) && values.length > 20);
  return tooMany ? fault("InvalidInputException", "takes ten attributes with twenty values each") : undefined;
}

const DAY = 86_400_000;

/**
 * Takes in a finding of a provider. What people set of the one that is there stays, whatever the provider says.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
export function takeIn(findings: Map<string, AwsSecurityFinding>, finding: AwsSecurityFinding): void {
  const { Workflow, Note } = findings.get(finding.Id ?? "") ?? {};
  findings.set(finding.Id ?? "", {
    ...finding,
    ...(Workflow ? { Workflow } : {}),
    ...(Note ? { Note } : {}),
  });
}

/**
 * Deletes what Security Hub deletes: open findings after 90 days without an update, closed ones after 30.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-update-types.html
 */
export function forget(findings: Map<string, AwsSecurityFinding>, now: number): void {
  for (const [id, { RecordState, UpdatedAt = "" }] of findings) {
    const days = RecordState === "ARCHIVED" ? 30 : 90;
    if (now - Date.parse(UpdatedAt) >= days * DAY) findings.delete(id);
  }
}
