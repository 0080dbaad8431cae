import { type ClusterInformation, type CoveredResource, type Finding } from "@aws-sdk/client-inspector2";
import { createHash } from "node:crypto";

export const DIGEST = digestOf(1);
export const HOURS = 3_600_000;

/** A digest made of a number, repeated. */
export function digestOf(seed: number): string {
  return `sha256:${seed.toString(16).padStart(8, "0").repeat(8)}`;
}

/** A manifest as ECR answers it, by its own digest. */
export function stored(manifest: object): {
  readonly imageId: { readonly imageDigest: string };
  readonly imageManifest: string;
} {
  const text = JSON.stringify(manifest);
  const imageDigest = `sha256:${createHash("sha256").update(text).digest("hex")}`;
  return { imageId: { imageDigest }, imageManifest: text };
}

/** ARN of the image with a digest in the repository `shop/api`. */
export function arnOf(digest: string, region = "eu-central-1"): string {
  return `arn:aws:ecr:${region}:333333333333:repository/shop/api/${digest}`;
}

/** A finding as Inspector answers it. */
export function finding(
  members: Partial<Finding> = {},
  digest = DIGEST,
  image: object = { inUseCount: 3 },
): Finding {
  return {
    findingArn: "arn:aws:inspector2:eu-central-1:333333333333:finding/0123456789abcdef0123456789abcdef",
    awsAccountId: "333333333333",
    type: "PACKAGE_VULNERABILITY",
    description: "malicious code in the tarballs of xz",
    severity: "CRITICAL",
    status: "ACTIVE",
    firstObservedAt: new Date("2026-03-01T00:00:00Z"),
    lastObservedAt: new Date("2026-03-02T00:00:00Z"),
    remediation: {},
    fixAvailable: "YES",
    exploitAvailable: "YES",
    exploitabilityDetails: { lastKnownExploitAt: new Date("2026-02-01T00:00:00Z") },
    packageVulnerabilityDetails: { vulnerabilityId: "CVE-2024-3094", source: "NVD", vulnerablePackages: [] },
    resources: [
      {
        type: "AWS_ECR_CONTAINER_IMAGE",
        id: arnOf(digest),
        details: {
          awsEcrContainerImage: {
            repositoryName: "shop/api",
            registry: "333333333333",
            imageHash: digest,
            imageTags: ["1.4.2"],
            ...image,
          },
        },
      },
    ],
    ...members,
  };
}

/** Where Inspector saw the image: a service of ECS, a while ago. */
export function onEcs(members: object = {}): ClusterInformation {
  return {
    clusterArn: "arn:aws:ecs:eu-central-1:444444444444:cluster/shop",
    clusterDetails: [
      {
        lastInUse: new Date(Date.now() - 5.5 * HOURS),
        runningUnitCount: 3,
        stoppedUnitCount: 1,
        clusterMetadata: {
          awsEcsMetadataDetails: {
            detailsGroup: "service:api",
            taskDefinitionArn: "arn:aws:ecs:eu-central-1:444444444444:task-definition/api:42",
          },
        },
        ...members,
      },
    ],
  };
}

/** Where Inspector saw the image: a deployment in Kubernetes, which it counts not. */
export function onEks(): ClusterInformation {
  return {
    clusterArn: "arn:aws:eks:eu-west-1:666666666666:cluster/reports",
    clusterDetails: [
      {
        lastInUse: new Date(Date.now() - 60 * HOURS),
        clusterMetadata: {
          awsEksMetadataDetails: {
            namespace: "data",
            workloadInfoList: [{ type: "Deployment", name: "daily" }],
          },
        },
      },
    ],
  };
}

/** An image as Inspector covers it. */
export function covered(digest: string, members: object = {}): CoveredResource {
  return {
    resourceType: "AWS_ECR_CONTAINER_IMAGE",
    resourceId: arnOf(digest),
    accountId: "333333333333",
    scanType: "PACKAGE",
    scanStatus: { statusCode: "ACTIVE", reason: "SUCCESSFUL" },
    resourceMetadata: { ecrImage: { tags: ["1.4.2"], ...members } },
  };
}

/** A repository as Inspector covers it. */
export function coveredRepository(name = "shop/api"): CoveredResource {
  return {
    resourceType: "AWS_ECR_REPOSITORY",
    resourceId: `arn:aws:ecr:eu-central-1:333333333333:repository/${name}`,
    accountId: "333333333333",
    scanType: "PACKAGE",
    resourceMetadata: { ecrRepository: { name, scanFrequency: "CONTINUOUS_SCAN" } },
  };
}

/** An answer as Inspector writes it, with times as seconds, whatever else is in it. */
export function wire(answer: unknown): string {
  return JSON.stringify(answer, function (this: Record<string, unknown>, key, value: unknown) {
    const found = this[key];
    return found instanceof Date ? found.getTime() / 1_000 : value;
  });
}

/** A role that anybody may assume. */
export const ROLE = {
  AssumeRole: () => ({
    Credentials: {
      AccessKeyId: "role",
      SecretAccessKey: "secret",
      SessionToken: "token",
      Expiration: new Date(Date.now() + 900_000),
    },
  }),
};
