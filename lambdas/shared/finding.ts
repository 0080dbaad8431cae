import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";

/** The same finding, closed. */
export function closed(finding: AwsSecurityFinding, now: number): AwsSecurityFinding {
  const { SchemaVersion, Id, ProductArn, GeneratorId, AwsAccountId, CreatedAt } = finding;
  const { Title, Description, Resources, FindingProviderFields, Remediation } = finding;
  return {
    SchemaVersion,
    Id,
    ProductArn,
    GeneratorId,
    AwsAccountId,
    CreatedAt,
    Title,
    Description,
    Resources,
    ...(FindingProviderFields ? { FindingProviderFields } : {}),
    ...(Remediation ? { Remediation } : {}),
    UpdatedAt: new Date(now).toISOString(),
    RecordState: "ARCHIVED",
  };
}

/** Whether Security Hub says already what a finding says. */
export function says(known: AwsSecurityFinding | undefined, finding: AwsSecurityFinding): boolean {
  return (
    known?.RecordState === "ACTIVE" &&
    known.Title === finding.Title &&
    known.Description === finding.Description
  );
}
