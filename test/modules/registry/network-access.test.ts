import {
  administrator,
  type Actor,
  ANONYMOUS,
  endpointPolicies,
  evaluate,
  policyOf,
} from "../../support/iam";
import { ORGANIZATION, synthNetwork } from "./support";

const stack = synthNetwork();
const OPEN = policyOf("resource", { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" });
const task = administrator("arn:aws:iam::444444444444:role/task", ORGANIZATION);
const stranger = administrator("arn:aws:iam::777777777777:role/task");
const OWN = { "aws:ResourceOrgID": ORGANIZATION };
const FOREIGN = { "aws:ResourceOrgID": "o-exampleorg2" };

/** Asks through the endpoint of a service for something that everybody else allows. */
const through = (
  service: string,
  actor: Actor,
  action: string,
  resource: string,
  context: Record<string, string> = {},
  network = stack,
) =>
  evaluate(
    { caller: actor.caller, action, resource, resourceAccount: "333333333333", context },
    { identity: actor.identity, resource: [OPEN], endpoint: endpointPolicies(network, service) },
  ).allowed;

const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const UPLOAD = ["ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage"];
const repository = (account: string, name = "shop/api") =>
  `arn:aws:ecr:eu-central-1:${account}:repository/${name}`;
const every = (service: string, actor: Actor, actions: readonly string[], resource: string) =>
  actions.map((action) => through(service, actor, action, resource));

describe.each(["ecr.api", "ecr.dkr"])("endpoint %s", (service) => {
  test("lets the organization log in, and nobody else", () => {
    expect(through(service, task, "ecr:GetAuthorizationToken", "*")).toBe(true);
    expect(through(service, stranger, "ecr:GetAuthorizationToken", "*")).toBe(false);
  });

  // The accounts of Amazon EKS and of the GuardDuty agent are AWS's own.
  // https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html
  // https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-ecr-repository-gdu-agent.html
  test.each([
    ["of the organization", repository("333333333333")],
    ["of Amazon EKS", repository("602401143452", "amazon-k8s-cni")],
    ["of the GuardDuty agent", repository("323658145986", "aws-guardduty-agent-fargate")],
  ])("lets the organization pull images %s", (_, resource) => {
    expect(every(service, task, PULL, resource)).toEqual([true, true, true]);
    expect(every(service, stranger, PULL, resource)).toEqual([false, false, false]);
    expect(every(service, ANONYMOUS, PULL, resource)).toEqual([false, false, false]);
  });

  test("lets the organization push to its registries alone", () => {
    expect(every(service, task, UPLOAD, repository("333333333333"))).toEqual([true, true, true, true]);
    expect(every(service, task, UPLOAD, repository("444444444444"))).toEqual([false, false, false, false]);
    expect(every(service, stranger, UPLOAD, repository("333333333333"))).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });

  test("lets the organization ask how far signing is", () => {
    expect(through(service, task, "ecr:DescribeImageSigningStatus", repository("333333333333"))).toBe(true);
  });
});

describe("endpoint s3", () => {
  // Layers are fetched by addresses that ECR signs, so the caller is none of the organization.
  test("lets everybody fetch layers of the region from the bucket of AWS, and do nothing else there", () => {
    const layer = "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/1234/sha256";
    for (const actor of [task, stranger, ANONYMOUS]) {
      expect(through("s3", actor, "s3:GetObject", layer)).toBe(true);
      expect(through("s3", actor, "s3:PutObject", layer)).toBe(false);
    }
    expect(through("s3", task, "s3:GetObject", layer.replace("prod-", "prod-x-"))).toBe(false);
  });

  // Each from AWS's own list. https://github.com/aws-samples/data-perimeter-policy-examples
  // https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-operations-s3-buckets.html
  test.each([
    ["packages of Amazon Linux 2023", "al2023-repos-eu-central-1-de612dc2/core/mirrors/latest/repomd.xml"],
    ["packages of Amazon Linux 2", "amazonlinux-2-repos-eu-central-1/2/core/latest/x86_64/mirror.list"],
    ["the SSM agent", "amazon-ssm-eu-central-1/latest/linux_amd64/amazon-ssm-agent.rpm"],
    ["documents of Systems Manager", "aws-ssm-eu-central-1/document"],
    ["patch baselines", "patch-baseline-snapshot-eu-central-1/snapshot"],
    ["code of Patch Manager", "aws-patch-manager-eu-central-1-9163fdaaf/payload"],
    ["definitions of Inspector for Windows", "inspector2-oval-prod-eu-central-1/definitions.zip"],
    ["packages of Distributor", "aws-ssm-document-attachments-eu-central-1/package"],
    ["the ECS agent", "amazon-ecs-agent-eu-central-1/amazon-ecs-init-latest.x86_64.rpm"],
    ["the CloudWatch agent", "amazoncloudwatch-agent-eu-central-1/amazon_linux/amd64/latest/agent.rpm"],
    ["the CodeDeploy agent", "aws-codedeploy-eu-central-1/latest/install"],
    [
      "components of EC2 Image Builder",
      "ec2imagebuilder-managed-resources-eu-central-1-prod/components/a.yml",
    ],
  ])("lets everybody read %s from AWS, and write nothing there", (_, object) => {
    for (const actor of [task, stranger, ANONYMOUS]) {
      expect(through("s3", actor, "s3:GetObject", `arn:aws:s3:::${object}`)).toBe(true);
      expect(through("s3", actor, "s3:PutObject", `arn:aws:s3:::${object}`)).toBe(false);
    }
  });

  test("reads AWS's buckets of its own region and by their exact names", () => {
    for (const bucket of [
      "al2023-repos-us-east-1-de612dc2",
      "al2023-repos-eu-central-1-0badc0de",
      "aws-ssm-eu-central-1-x",
      "inspector2-oval-prod-us-east-1",
      "ec2imagebuilder-managed-resources-eu-central-1-prod",
    ]) {
      expect(through("s3", task, "s3:GetObject", `arn:aws:s3:::${bucket}/object`)).toBe(false);
    }
  });

  test("reads the buckets it is told of, and writes nothing there", () => {
    const told = synthNetwork({ foreignBuckets: ["arn:aws:s3:::amzn-s3-demo-vendor"] });
    const object = "arn:aws:s3:::amzn-s3-demo-vendor/package.rpm";
    for (const actor of [task, stranger, ANONYMOUS]) {
      expect(through("s3", actor, "s3:GetObject", object, {}, told)).toBe(true);
      expect(through("s3", actor, "s3:PutObject", object, {}, told)).toBe(false);
      expect(through("s3", actor, "s3:GetObject", object)).toBe(false);
    }
  });

  test.each(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"])(
    "%s within the organization alone",
    (action) => {
      const object = "arn:aws:s3:::amzn-s3-demo-bucket/report.txt";
      expect(through("s3", task, action, object, OWN)).toBe(true);
      expect(through("s3", task, action, object, FOREIGN)).toBe(false);
      expect(through("s3", task, action, object)).toBe(false);
      expect(through("s3", stranger, action, object, OWN)).toBe(false);
    },
  );

  test("changes no bucket", () => {
    expect(through("s3", task, "s3:PutBucketPolicy", "arn:aws:s3:::amzn-s3-demo-bucket", OWN)).toBe(false);
  });
});

describe("endpoint sts", () => {
  const ROLE = "arn:aws:iam::333333333333:role/supply-chain/deploy";

  test.each(["sts:AssumeRole", "sts:TagSession"])("%s within the organization alone", (action) => {
    expect(through("sts", task, action, ROLE, OWN)).toBe(true);
    expect(through("sts", task, action, ROLE, FOREIGN)).toBe(false);
    expect(through("sts", stranger, action, ROLE, OWN)).toBe(false);
  });

  test("lets pods without an identity take roles of the organization", () => {
    expect(through("sts", ANONYMOUS, "sts:AssumeRoleWithWebIdentity", ROLE, OWN)).toBe(true);
    expect(through("sts", ANONYMOUS, "sts:AssumeRoleWithWebIdentity", ROLE, FOREIGN)).toBe(false);
  });
});

describe("endpoint logs", () => {
  const GROUP = "arn:aws:logs:eu-central-1:444444444444:log-group:/ecs/api:log-stream:1";

  test.each(["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"])(
    "%s within the organization alone",
    (action) => {
      expect(through("logs", task, action, GROUP, OWN)).toBe(true);
      expect(through("logs", task, action, GROUP, FOREIGN)).toBe(false);
      expect(through("logs", stranger, action, GROUP, OWN)).toBe(false);
    },
  );

  // The resource that CloudWatch Logs checks has an empty name, and no organization is compared with it.
  test.each(["arn:aws:logs:eu-central-1:444444444444:log-group::log-stream:", "*"])(
    "lets the organization list the log groups of its accounts, asked of %s",
    (resource) => {
      expect(through("logs", task, "logs:DescribeLogGroups", resource)).toBe(true);
      expect(through("logs", stranger, "logs:DescribeLogGroups", resource)).toBe(false);
    },
  );
});
