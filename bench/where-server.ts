import * as inspector2 from "@aws-sdk/client-inspector2";
import * as sts from "@aws-sdk/client-sts";
import { type AwsServer, awsService } from "../test/support/aws-service";

/** Findings in all, in pages as large as Inspector's, about a quarter as many images. */
const [FINDINGS = 100_000] = process.argv.slice(2).map(Number);
const PAGE = 100;
const IMAGES = FINDINGS / 4;
const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"] as const;
const LAST_SEEN = new Date("2026-03-03T00:00:00Z");

/** As long as findings are: a description, references, packages. */
const DESCRIPTION = "A flaw was found in the way that a library handles its input. ".repeat(12);
const REFERENCES = Array.from({ length: 8 }, (_, index) => `https://example.com/advisories/${String(index)}`);

function digestOf(image: number): string {
  return `sha256:${image.toString(16).padStart(8, "0").repeat(8)}`;
}

function findingOf(index: number): inspector2.Finding {
  const image = index % IMAGES;
  const digest = digestOf(image);
  return {
    findingArn: `arn:aws:inspector2:eu-central-1:333333333333:finding/${String(index)}`,
    awsAccountId: "333333333333",
    type: "PACKAGE_VULNERABILITY",
    description: DESCRIPTION,
    severity: SEVERITIES[Math.floor((index * SEVERITIES.length) / FINDINGS)] ?? "UNTRIAGED",
    status: "ACTIVE",
    firstObservedAt: LAST_SEEN,
    lastObservedAt: LAST_SEEN,
    remediation: {},
    fixAvailable: index % 2 === 0 ? "YES" : "NO",
    exploitAvailable: index % 10 === 0 ? "YES" : "NO",
    packageVulnerabilityDetails: {
      vulnerabilityId: `CVE-2025-${String(10_000 + (index % 977))}`,
      source: "NVD",
      referenceUrls: REFERENCES,
      vulnerablePackages: [{ name: "openssl", version: "3.0.1", fixedInVersion: "3.0.2" }],
    },
    resources: [
      {
        type: "AWS_ECR_CONTAINER_IMAGE",
        id: `arn:aws:ecr:eu-central-1:333333333333:repository/shop/api-${String(image % 500)}/${digest}`,
        details: {
          awsEcrContainerImage: {
            repositoryName: `shop/api-${String(image % 500)}`,
            registry: "333333333333",
            imageHash: digest,
            imageTags: [`1.${String(image)}.0`],
            inUseCount: image % 3,
          },
        },
      },
    ],
  };
}

const CLUSTERS = {
  cluster: [
    {
      clusterArn: "arn:aws:ecs:eu-central-1:444444444444:cluster/shop",
      clusterDetails: [
        {
          lastInUse: LAST_SEEN,
          runningUnitCount: 2,
          stoppedUnitCount: 0,
          clusterMetadata: {
            awsEcsMetadataDetails: {
              detailsGroup: "service:api",
              taskDefinitionArn: "arn:aws:ecs:eu-central-1:444444444444:task-definition/api:42",
            },
          },
        },
      ],
    },
  ],
};

const SERVICES = {
  inspector2: awsService("inspector2", inspector2),
  sts: awsService("sts", sts),
};

/**
 * Answers as Inspector and STS do, in a process of its own, so that only the command is measured. Until it is told to
 * end; then it fails for anything, asked or answered, that the services do not have.
 */
async function main(): Promise<void> {
  const servers: Readonly<Record<keyof typeof SERVICES, AwsServer>> = {
    inspector2: await SERVICES.inspector2.serve({
      ListFindings: ({ nextToken = "0" }) => {
        const first = Number(nextToken);
        const next = first + PAGE;
        const length = Math.min(PAGE, FINDINGS - first);
        return {
          findings: Array.from({ length }, (_, index) => findingOf(first + index)),
          ...(next < FINDINGS ? { nextToken: String(next) } : {}),
        };
      },
      GetClustersForImage: () => CLUSTERS,
      // All of them are scanned.
      ListCoverageStatistics: ({ filterCriteria }) => ({
        totalCounts: filterCriteria?.scanStatusCode ? 0 : IMAGES,
      }),
    }),
    sts: await SERVICES.sts.serve({ GetCallerIdentity: () => ({ Account: "222222222222" }) }),
  };
  process.once("SIGTERM", () => {
    void Promise.all(Object.values(servers).map((server) => server.close())).catch((error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exitCode = 1;
    });
  });
  const endpoints = Object.entries(servers).map(([name, { endpoint }]) => [name, endpoint]);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(endpoints))}\n`);
}

void main();
