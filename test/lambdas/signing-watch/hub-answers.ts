import type * as securityhub from "@aws-sdk/client-securityhub";
import { type Answers, fault } from "../../support/aws-service";
import { refusedFilters, takeIn } from "../security-hub";

/** A Security Hub that keeps these findings by their ids. */
export function hubAnswers(
  findings: Map<string, securityhub.AwsSecurityFinding>,
): Answers<typeof securityhub> {
  return {
    GetFindings: ({ Filters, NextToken, MaxResults = 100 }) => {
      const refused = refusedFilters(Filters);
      if (refused) return refused;
      const among = (filters: readonly securityhub.StringFilter[] | undefined, value = "") =>
        filters === undefined || filters.some(({ Value }) => Value === value);
      const found = [...findings.values()].filter(
        (finding) =>
          among(Filters?.Id, finding.Id) &&
          among(Filters?.RecordState, finding.RecordState) &&
          among(Filters?.GeneratorId, finding.GeneratorId) &&
          among(Filters?.AwsAccountId, finding.AwsAccountId) &&
          among(Filters?.Region, finding.Resources?.[0]?.Region),
      );
      const start = Number(NextToken ?? 0);
      const end = start + MaxResults;
      return {
        Findings: found.slice(start, end),
        ...(end < found.length ? { NextToken: String(end) } : {}),
      };
    },
    BatchImportFindings: ({ Findings = [] }) => {
      if (Findings.length > 100) return fault("InvalidInputException", "more than 100 findings");
      for (const finding of Findings) takeIn(findings, finding);
      return { FailedCount: 0, SuccessCount: Findings.length, FailedFindings: [] };
    },
  };
}
