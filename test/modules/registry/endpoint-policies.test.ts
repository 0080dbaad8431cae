import { awsOwnedObjects } from "../../../aws";
import { statementsOf } from "../../support/statements";
import { endpointPolicyOf, ORGANIZATION, synthNetwork } from "./support";

const OF_ORGANIZATION = { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } };
const WITHIN_ORGANIZATION = {
  StringEquals: { "aws:PrincipalOrgID": ORGANIZATION, "aws:ResourceOrgID": ORGANIZATION },
};

describe("endpoint policies", () => {
  test.each(["ecr.api", "ecr.dkr"])("%s: pull from everywhere, push to the own registries", (service) => {
    expect(endpointPolicyOf(service)).toEqual([
      {
        Sid: "Login",
        Effect: "Allow",
        Principal: "*",
        Action: "ecr:GetAuthorizationToken",
        Resource: "*",
        Condition: OF_ORGANIZATION,
      },
      {
        Sid: "PullByOrganization",
        Effect: "Allow",
        Principal: "*",
        Action: ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
        Resource: "arn:aws:ecr:eu-central-1:*:repository/*",
        Condition: OF_ORGANIZATION,
      },
      {
        Sid: "UseOwnRegistries",
        Effect: "Allow",
        Principal: "*",
        Action: [
          "ecr:BatchCheckLayerAvailability",
          "ecr:BatchGetImage",
          "ecr:BatchGetRepositoryScanningConfiguration",
          "ecr:BatchImportUpstreamImage",
          "ecr:CompleteLayerUpload",
          "ecr:CreateRepository",
          "ecr:DescribeImageScanFindings",
          "ecr:DescribeImageSigningStatus",
          "ecr:DescribeImages",
          "ecr:DescribeRepositories",
          "ecr:InitiateLayerUpload",
          "ecr:ListImages",
          "ecr:PutImage",
          "ecr:UploadLayerPart",
        ],
        Resource: [
          "arn:aws:ecr:eu-central-1:333333333333:repository/*",
          "arn:aws:ecr:eu-central-1:666666666666:repository/*",
        ],
        Condition: OF_ORGANIZATION,
      },
    ]);
  });

  test("logs: within the organization", () => {
    expect(endpointPolicyOf("logs")).toEqual([
      {
        Sid: "LogWithinOrganization",
        Effect: "Allow",
        Principal: "*",
        Action: [
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:DescribeLogStreams",
          "logs:PutLogEvents",
          "logs:PutRetentionPolicy",
        ],
        Resource: "arn:aws:logs:eu-central-1:*:log-group:*",
        Condition: WITHIN_ORGANIZATION,
      },
      {
        Sid: "ListLogGroups",
        Effect: "Allow",
        Principal: "*",
        Action: "logs:DescribeLogGroups",
        Resource: "*",
        Condition: OF_ORGANIZATION,
      },
    ]);
  });

  test("sts: roles of the organization, also for pods that have no identity yet", () => {
    expect(endpointPolicyOf("sts")).toEqual([
      {
        Sid: "AssumeRolesWithinOrganization",
        Effect: "Allow",
        Principal: "*",
        Action: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
        Resource: "arn:aws:iam::*:role/*",
        Condition: WITHIN_ORGANIZATION,
      },
      {
        Sid: "AssumeRolesOfOrganizationByWebIdentity",
        Effect: "Allow",
        Principal: "*",
        Action: "sts:AssumeRoleWithWebIdentity",
        Resource: "arn:aws:iam::*:role/*",
        Condition: { StringEquals: { "aws:ResourceOrgID": ORGANIZATION } },
      },
      {
        Sid: "AskWhoIAm",
        Effect: "Allow",
        Principal: "*",
        Action: "sts:GetCallerIdentity",
        Resource: "*",
        Condition: OF_ORGANIZATION,
      },
    ]);
  });

  test("s3: image layers and objects of AWS for whoever asks, objects within the organization", () => {
    expect(endpointPolicyOf("s3")).toEqual([
      {
        Sid: "ImageLayers",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*",
      },
      {
        Sid: "ReadObjectsOfAws",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: awsOwnedObjects("eu-central-1").map((objects) => `arn:aws:s3:::${objects}`),
      },
      {
        Sid: "ObjectsWithinOrganization",
        Effect: "Allow",
        Principal: "*",
        Action: [
          "s3:AbortMultipartUpload",
          "s3:DeleteObject",
          "s3:DeleteObjectTagging",
          "s3:DeleteObjectVersion",
          "s3:GetBucketLocation",
          "s3:GetEncryptionConfiguration",
          "s3:GetObject",
          "s3:GetObjectAttributes",
          "s3:GetObjectTagging",
          "s3:GetObjectVersion",
          "s3:GetObjectVersionTagging",
          "s3:ListBucket",
          "s3:ListBucketMultipartUploads",
          "s3:ListBucketVersions",
          "s3:ListMultipartUploadParts",
          "s3:PutObject",
          "s3:PutObjectTagging",
        ],
        Resource: "arn:aws:s3:::*",
        Condition: WITHIN_ORGANIZATION,
      },
    ]);
  });

  test("more services: for the organization", () => {
    const stack = synthNetwork({ extraServices: ["secretsmanager", "cn.com.amazonaws.cn-north-1.ecs"] });
    const endpoints = Object.values(stack.resource?.["aws_vpc_endpoint"] ?? {}).filter((endpoint) =>
      /secretsmanager|ecs$/.test(String(endpoint["service_name"])),
    );
    expect(endpoints.map((endpoint) => endpoint["service_name"]).sort()).toEqual([
      "cn.com.amazonaws.cn-north-1.ecs",
      "com.amazonaws.eu-central-1.secretsmanager",
    ]);
    for (const endpoint of endpoints) {
      expect(statementsOf(endpoint["policy"])).toEqual([
        {
          Sid: "UseByOrganization",
          Effect: "Allow",
          Principal: "*",
          Action: "*",
          Resource: "*",
          Condition: OF_ORGANIZATION,
        },
      ]);
    }
  });
});
