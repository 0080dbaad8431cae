/** Severities of Security Hub that somebody is told of. */
export type NotifiedSeverity = "CRITICAL" | "HIGH";

/** Beginning of the `GeneratorId` of the findings that our own functions write. */
export const OWN_GENERATOR_PREFIX = "supply-chain/";

/**
 * EventBridge pattern for new findings about containers: Inspector's about images in ECR, GuardDuty's from
 * Runtime Monitoring, and our own.
 *
 * Security Hub writes GuardDuty's type `Execution:Runtime/ReverseShell` as
 * `TTPs/Execution/Execution:Runtime-ReverseShell`.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function findingPattern(severity: NotifiedSeverity): string {
  return JSON.stringify({
    source: ["aws.securityhub"],
    "detail-type": ["Security Hub Findings - Imported"],
    detail: {
      findings: {
        RecordState: ["ACTIVE"],
        Workflow: { Status: ["NEW"] },
        Severity: { Label: [severity] },
        $or: [
          { ProductName: ["Inspector"], Resources: { Type: ["AwsEcrContainerImage"] } },
          {
            ProductName: ["GuardDuty"],
            Types: [{ wildcard: "*:Runtime-*" }, { wildcard: "*:Runtime/*" }],
          },
          { GeneratorId: [{ prefix: OWN_GENERATOR_PREFIX }] },
        ],
      },
    },
  });
}

/** What of a finding the message tells. */
export const MESSAGE_PATHS: Readonly<Record<string, string>> = {
  account: "$.detail.findings[0].AwsAccountId",
  product: "$.detail.findings[0].ProductName",
  region: "$.detail.findings[0].Region",
  resource: "$.detail.findings[0].Resources[0].Id",
  severity: "$.detail.findings[0].Severity.Label",
  title: "$.detail.findings[0].Title",
};

/** The message, one quoted line after another, as EventBridge wants a text of several lines. */
export const MESSAGE_TEMPLATE = [
  "<severity> finding of <product>: <title>",
  "Account <account>, region <region>",
  "Resource: <resource>",
  "Look it up in Security Hub by its resource.",
]
  .map((line) => `"${line}"`)
  .join("\n");
