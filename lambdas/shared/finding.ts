import { type AwsSecurityFinding, type Resource, type SeverityLabel } from "@aws-sdk/client-securityhub";
import { type Place } from "./place";

/** What is different from finding to finding. */
export interface FindingProps {
  /** Begins with {@link idPrefix}, and never changes. */
  readonly id: string;
  readonly generator: string;
  readonly type: string;
  readonly severity: SeverityLabel;
  readonly title: string;
  readonly description: string;
  readonly recommendation: string;
  readonly resources: readonly Resource[];
  /** RFC 3339. */
  readonly updatedAt: string;
  /** RFC 3339. @default - the same */
  readonly createdAt?: string;
}

/** Longest texts. @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
export const LENGTHS = {
  id: 512,
  title: 256,
  description: 1_024,
  recommendation: 512,
  resource: 512,
} as const;

/** A finding of ours that is open; texts that are too long are cut. */
export function openFinding(
  { partition, region, accountId }: Place,
  props: FindingProps,
): AwsSecurityFinding {
  const { id, generator, type, severity, updatedAt, createdAt = updatedAt } = props;
  return {
    SchemaVersion: "2018-10-08",
    Id: id,
    ProductArn: `arn:${partition}:securityhub:${region}:${accountId}:product/${accountId}/default`,
    GeneratorId: generator,
    AwsAccountId: accountId,
    CreatedAt: createdAt,
    UpdatedAt: updatedAt,
    RecordState: "ACTIVE",
    FindingProviderFields: { Severity: { Label: severity }, Types: [type] },
    Title: props.title.slice(0, LENGTHS.title),
    Description: props.description.slice(0, LENGTHS.description),
    Remediation: { Recommendation: { Text: props.recommendation.slice(0, LENGTHS.recommendation) } },
    Resources: [...props.resources],
  };
}

/** What the ids of the findings of a function begin with. */
export function idPrefix(generator: string, { region, accountId }: Place): string {
  return `${generator}/${accountId}/${region}/`;
}

/** Something that a finding is about; an id that is too long is cut. */
export function resourceIn({ partition, region }: Place, type: string, id: string): Resource {
  return { Type: type, Id: id.slice(0, LENGTHS.resource), Partition: partition as "aws", Region: region };
}

/** An image that a finding is about, in a registry of ECR. */
export function imageResource(
  registry: Place,
  { repository, digest }: { readonly repository: string; readonly digest: string },
  more: { readonly ImageTags?: string[]; readonly ImagePublishedAt?: string } = {},
): Resource {
  const { partition, region, accountId } = registry;
  const arn = `arn:${partition}:ecr:${region}:${accountId}:repository/${repository}/${digest}`;
  const image = { RegistryId: accountId, RepositoryName: repository, ImageDigest: digest, ...more };
  return {
    ...resourceIn(registry, "AwsEcrContainerImage", arn),
    Details: { AwsEcrContainerImage: image },
  };
}

/** The same finding, closed. */
export function closed(finding: AwsSecurityFinding, now: number): AwsSecurityFinding {
  return { ...said(finding, now), RecordState: "ARCHIVED" };
}

/** The same finding, said once more, so that Security Hub keeps it. */
export function stillOpen(finding: AwsSecurityFinding, now: number): AwsSecurityFinding {
  return { ...said(finding, now), RecordState: "ACTIVE" };
}

/**
 * What a function itself said of a finding. The workflow and all else that people set is not among it, and an update
 * leaves that as it is.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html
 */
function said(finding: AwsSecurityFinding, now: number) {
  const { SchemaVersion, Id, ProductArn, GeneratorId, AwsAccountId, CreatedAt } = finding;
  const { Title, Description, Resources, FindingProviderFields, Remediation, Vulnerabilities } = finding;
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
    ...(Vulnerabilities ? { Vulnerabilities } : {}),
    UpdatedAt: new Date(now).toISOString(),
  };
}

/** Long enough before Security Hub deletes an open finding, which it does 90 days after the last update. */
const FRESH_MILLISECONDS = 60 * 86_400_000;

/**
 * Whether an open finding was last written so long ago that it has to be written again, for Security Hub to keep it.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-update-types.html
 */
export function isOld({ UpdatedAt = "" }: AwsSecurityFinding, now: number): boolean {
  return !(now - Date.parse(UpdatedAt) < FRESH_MILLISECONDS);
}

/** Whether Security Hub says already what a finding says, and will not forget it soon. */
export function says(known: AwsSecurityFinding | undefined, finding: AwsSecurityFinding): boolean {
  return (
    known?.RecordState === "ACTIVE" &&
    !isOld(known, Date.parse(finding.UpdatedAt ?? "")) &&
    known.Title === finding.Title &&
    known.Description === finding.Description &&
    known.FindingProviderFields?.Severity?.Label === finding.FindingProviderFields?.Severity?.Label
  );
}
