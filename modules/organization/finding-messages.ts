import { type Partition } from "../../aws";

/** What a message takes from an event, and its lines, as the input transformer of EventBridge wants them. */
export interface Message {
  readonly inputPaths: Record<string, string>;
  readonly inputTemplate: string;
}

/** @see https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
const CONSOLES: Readonly<Record<Partition, string>> = {
  aws: "console.aws.amazon.com",
  "aws-cn": "console.amazonaws.cn",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** The lines, each quoted, as EventBridge wants a text of several lines. */
function template(lines: readonly string[]): string {
  return lines.map((line) => `"${line}"`).join("\n");
}

/**
 * What Security Hub gathered: what, where, and where to look. Our functions say what to do; GuardDuty does not, but
 * links to its own page about the finding.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/securityhub-integration.html
 */
export function hubMessage(partition: Partition): Message {
  const finding = "$.detail.findings[0]";
  return {
    inputPaths: {
      account: `${finding}.AwsAccountId`,
      product: `${finding}.ProductName`,
      region: `${finding}.Region`,
      remedy: `${finding}.Remediation.Recommendation.Text`,
      resource: `${finding}.Resources[0].Id`,
      severity: `${finding}.Severity.Label`,
      source: `${finding}.SourceUrl`,
      title: `${finding}.Title`,
      type: `${finding}.Types[0]`,
    },
    inputTemplate: template([
      "<severity> finding of <product>: <title>",
      "Type: <type>",
      "Where: <resource>, account <account>, region <region>",
      "What to do (nothing said: see its page): <remedy>",
      "Its page, where it has one: <source>",
      `Look it up by its resource: https://${CONSOLES[partition]}/securityhub/home#/findings`,
    ]),
  };
}

/** An operating system without support: no fixed package mends it, and no vulnerability names it. */
export function supportMessage(rank: string, partition: Partition): Message {
  const image = "$.detail.resources[0].details.awsEcrContainerImage";
  return {
    inputPaths: {
      account: "$.detail.awsAccountId",
      digest: `${image}.imageHash`,
      platform: `${image}.platform`,
      region: "$.region",
      remedy: "$.detail.remediation.recommendation.text",
      repository: `${image}.repositoryName`,
      running: `${image}.inUseCount`,
      title: "$.detail.title",
    },
    inputTemplate: template([
      `Rank ${rank}: <title>`,
      "Operating system: <platform>, which gets no more updates; tasks and pods that run it: <running> (no number: unknown, take it for running)",
      "Where: <repository>@<digest>, account <account>, region <region>",
      "What to do: build the image on a release of the operating system that has support and deploy it. <remedy>",
      "Where it runs: npx supply-chain where <repository>@<digest>",
      `Link: https://${CONSOLES[partition]}/inspector/v2/home?region=<region>#/findings`,
    ]),
  };
}

/** What Inspector found in an image: what, where, what mends it, and how to see where it runs. */
export function imageMessage(rank: string, partition: Partition): Message {
  const image = "$.detail.resources[0].details.awsEcrContainerImage";
  const vulnerability = "$.detail.packageVulnerabilityDetails";
  return {
    inputPaths: {
      account: "$.detail.awsAccountId",
      digest: `${image}.imageHash`,
      exploit: "$.detail.exploitAvailable",
      fix: "$.detail.fixAvailable",
      fixed: `${vulnerability}.vulnerablePackages[0].fixedInVersion`,
      id: `${vulnerability}.vulnerabilityId`,
      package: `${vulnerability}.vulnerablePackages[0].name`,
      region: "$.region",
      remedy: "$.detail.remediation.recommendation.text",
      repository: `${image}.repositoryName`,
      running: `${image}.inUseCount`,
      severity: "$.detail.severity",
      source: `${vulnerability}.sourceUrl`,
      title: "$.detail.title",
      version: `${vulnerability}.vulnerablePackages[0].version`,
    },
    inputTemplate: template([
      `Rank ${rank}: <title>`,
      "Severity <severity>; exploit known: <exploit>; fix available: <fix>; tasks and pods that run it: <running> (no number: unknown, take it for running)",
      "Where: <repository>@<digest>, account <account>, region <region>",
      "Package: <package> <version>, fixed in: <fixed>",
      "What to do: build the image again with the fixed version and deploy it. <remedy>",
      "Where it runs: npx supply-chain where <id>",
      `Links: <source> and https://${CONSOLES[partition]}/inspector/v2/home?region=<region>#/findings`,
    ]),
  };
}
