import { createServer } from "node:http";
import { type AddressInfo } from "node:net";

/** Findings in all, in pages as large as Inspector's, about a quarter as many images. */
const [FINDINGS = 100_000] = process.argv.slice(2).map(Number);
const PAGE = 100;
const IMAGES = FINDINGS / 4;
const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL"];

/** As long as findings are: a description, references, packages. */
const DESCRIPTION = "A flaw was found in the way that a library handles its input. ".repeat(12);
const REFERENCES = Array.from({ length: 8 }, (_, index) => `https://example.com/advisories/${String(index)}`);

function digestOf(image: number): string {
  return `sha256:${image.toString(16).padStart(8, "0").repeat(8)}`;
}

function findingOf(index: number): object {
  const image = index % IMAGES;
  const digest = digestOf(image);
  return {
    findingArn: `arn:aws:inspector2:eu-central-1:333333333333:finding/${String(index)}`,
    awsAccountId: "333333333333",
    type: "PACKAGE_VULNERABILITY",
    description: DESCRIPTION,
    severity: SEVERITIES[Math.floor((index * SEVERITIES.length) / FINDINGS)],
    status: "ACTIVE",
    firstObservedAt: 1_772_000_000,
    lastObservedAt: 1_772_500_000,
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
          lastInUse: 1_772_500_000,
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
const CALLER =
  "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>222222222222</Account></GetCallerIdentityResult></GetCallerIdentityResponse>";

function answer(path: string, body: string): string {
  if (path === "/findings/list") {
    const { nextToken = "0" } = JSON.parse(body) as { nextToken?: string };
    const first = Number(nextToken);
    const findings = Array.from({ length: Math.min(PAGE, FINDINGS - first) }, (_, index) =>
      findingOf(first + index),
    );
    const next = first + PAGE;
    return JSON.stringify({ findings, ...(next < FINDINGS ? { nextToken: String(next) } : {}) });
  }
  if (path === "/cluster/get") return JSON.stringify(CLUSTERS);
  if (path === "/coverage/statistics/list") return '{"totalCounts":0}';
  return CALLER;
}

/** Answers as Inspector and STS do; a process of its own, so that only the command is measured. */
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const text = answer(request.url ?? "", Buffer.concat(chunks).toString("utf8"));
    response.writeHead(200, { "content-type": text.startsWith("<") ? "text/xml" : "application/json" });
    response.end(text);
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}\n`);
});
