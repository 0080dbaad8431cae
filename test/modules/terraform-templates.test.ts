import { type TerraformStack, Token } from "cdktf";
import { aboveZeroAlarm } from "../../modules/alarm";
import { LambdaFunction } from "../../modules/function";
import { ExistingRole, Role, trustService } from "../../modules/iam";
import { CustomerManagedKey } from "../../modules/kms";
import { EcsDeployRole, EksDeployRole, ImagePipeline } from "../../modules/pipeline";
import {
  ImageRepository,
  type LifecycleRule,
  RegistryNetwork,
  RepositoryCreationTemplate,
  RepositoryEvents,
} from "../../modules/registry";
import { InspectorSuppression } from "../../modules/scanning";
import { stackRejectionOf } from "../support/rejection";
import { resourcesOf, synthStack } from "../support/synth";
import { PROPS as FUNCTION } from "./function/support";
import { COMPLETE, ECS, ECS_ROLE, EKS, EKS_ROLE } from "./pipeline/fixture";
import { NETWORK, REGISTRY } from "./registry/support";

const TEMPLATE = 'See ${file("/etc/hostname")}';
const HINT =
  'is "See ${file(\\"/etc/hostname\\")}", in which Terraform would evaluate what follows ${; allowed: text without ${ ' +
  "and %{; remove the sign before {, or put a space between the two [terraform-template]";

const RULES: readonly LifecycleRule[] = [
  { description: "Builds", tagStatus: "untagged", countType: "sinceImagePushed", countNumber: 5 },
  {
    description: TEMPLATE,
    tagStatus: "tagged",
    tagPrefixList: ["v"],
    countType: "imageCountMoreThan",
    countNumber: 5,
  },
];

const TRUST = [trustService("ecs.amazonaws.com", "333333333333")];
const QUEUE = "arn:aws:sqs:eu-central-1:333333333333:pushed";
/** Without quotes, as they would be others in the JSON of a pattern. */
const VARIABLE = "${var.name}";

function eventsOf(stack: TerraformStack, name = "shop/api"): RepositoryEvents {
  const repository = {
    repositoryName: name,
    repositoryArn: `arn:aws:ecr:eu-central-1:333333333333:repository/shop`,
  };
  return new RepositoryEvents(stack, "x", { repository });
}

describe("text that Terraform would evaluate is refused", () => {
  test.each<[string, (stack: TerraformStack) => unknown, string[]]>([
    [
      "as reason and owner of a suppression",
      (stack) =>
        new InspectorSuppression(stack, "x", {
          accountId: "222222222222",
          region: "eu-central-1",
          name: "xz-not-linked",
          vulnerabilities: ["CVE-2024-3094"],
          reason: TEMPLATE,
          owner: TEMPLATE,
          expires: "2026-03-31",
          today: "2026-03-10",
        }),
      [`test/x: reason ${HINT}`, `test/x: owner ${HINT}`],
    ],
    [
      "as description of a repository's lifecycle rule",
      (stack) => new ImageRepository(stack, "x", { ...REGISTRY, name: "shop/api", lifecycle: RULES }),
      [`test/x: the description of lifecycle rule 2 ${HINT}`],
    ],
    [
      "as description of a template's lifecycle rule",
      (stack) =>
        new RepositoryCreationTemplate(stack, "x", {
          ...REGISTRY,
          prefix: "sandbox",
          appliedFor: ["REPLICATION"],
          lifecycle: RULES,
        }),
      [`test/x: the description of lifecycle rule 2 ${HINT}`],
    ],
    [
      "as name, path and description of a role",
      (stack) =>
        new Role(stack, "x", { name: TEMPLATE, path: TEMPLATE, description: TEMPLATE, trust: TRUST }),
      [`test/x: name ${HINT}`, `test/x: path ${HINT}`, `test/x: description ${HINT}`],
    ],
    [
      "as name of an existing role's policy",
      (stack) =>
        new ExistingRole(stack, "x", { arn: "arn:aws:iam::333333333333:role/ci", policyName: TEMPLATE }),
      [`test/x: policyName ${HINT}`],
    ],
    [
      "as branch, bucket and what a pipeline deploys to",
      (stack) =>
        new ImagePipeline(stack, "x", {
          ...COMPLETE,
          artifactBucketName: TEMPLATE,
          source: { ...COMPLETE.source, branch: TEMPLATE },
          deploy: [
            { ...ECS, clusterName: TEMPLATE, serviceName: TEMPLATE, containerName: TEMPLATE },
            { ...EKS, clusterName: TEMPLATE, namespace: TEMPLATE },
          ],
        }),
      [
        "source.branch",
        "artifactBucketName",
        "deploy[0].clusterName",
        "deploy[0].serviceName",
        "deploy[0].containerName",
        "deploy[1].clusterName",
        "deploy[1].namespace",
      ].map((prop) => `test/x: ${prop} ${HINT}`),
    ],
    [
      "as cluster and services of a deploy role",
      (stack) =>
        new EcsDeployRole(stack, "x", {
          ...ECS_ROLE,
          clusterName: TEMPLATE,
          serviceNames: ["api", TEMPLATE],
        }),
      [`test/x: clusterName ${HINT}`, `test/x: serviceNames[1] ${HINT}`],
    ],
    [
      "as cluster and namespaces of a deploy role",
      (stack) =>
        new EksDeployRole(stack, "x", { ...EKS_ROLE, clusterName: TEMPLATE, namespaces: [TEMPLATE] }),
      [`test/x: clusterName ${HINT}`, `test/x: namespaces[0] ${HINT}`],
    ],
    [
      "as VPC, subnets, route tables and services of a network",
      (stack) =>
        new RegistryNetwork(stack, "x", {
          ...NETWORK,
          vpcId: TEMPLATE,
          subnetIds: [TEMPLATE],
          routeTableIds: [TEMPLATE],
          extraServices: [TEMPLATE],
        }),
      [
        `test/x: vpcId ${HINT}`,
        `test/x: subnetIds[0] ${HINT}`,
        `test/x: routeTableIds[0] ${HINT}`,
        `test/x: extraServices[0] ${HINT}`,
      ],
    ],
    [
      "as name of an imported repository with events",
      (stack) => eventsOf(stack, TEMPLATE),
      [`test/x: repositoryName ${HINT}`],
    ],
    [
      "as tags of a repository's events",
      (stack) => eventsOf(stack).onImagePush("pushed", { tags: ["v*", TEMPLATE], target: { arn: QUEUE } }),
      [`test/x/pushed: tags[1] ${HINT}`],
    ],
    [
      "as target of a repository's events",
      (stack) => eventsOf(stack).onImagePush("pushed", { target: { arn: `${QUEUE}-${VARIABLE}` } }),
      [`test/x/pushed: target.arn ${HINT.replace(JSON.stringify(TEMPLATE), `"${QUEUE}-${VARIABLE}"`)}`],
    ],
    [
      "as key of a function's log",
      (stack) => new LambdaFunction(stack, "x", { ...FUNCTION, logKeyArn: TEMPLATE }),
      [`test/x: logKeyArn ${HINT}`],
    ],
    [
      "as topic of an alarm",
      (stack) =>
        aboveZeroAlarm(stack, "x", {
          alarmName: "failures",
          alarmDescription: "tests",
          alarmTopicArn: TEMPLATE,
          namespace: "AWS/Lambda",
          metricName: "Errors",
          dimensions: {},
          statistic: "Sum",
        }),
      [`test: alarmTopicArn ${HINT}`],
    ],
    [
      "in the environment of a function",
      (stack) =>
        new LambdaFunction(stack, "x", { ...FUNCTION, environment: { MODE: "block", NOTE: TEMPLATE } }),
      [`test/x: the variable NOTE ${HINT}`],
    ],
    [
      "in the pattern of an event",
      (stack) => new LambdaFunction(stack, "x", FUNCTION).onEvent("pushed", "Pushes", { source: [VARIABLE] }),
      [
        `test/x/pushed: pattern ${HINT.replace(JSON.stringify(TEMPLATE), JSON.stringify(`{"source":["${VARIABLE}"]}`))}`,
      ],
    ],
    [
      "as description of a key",
      (stack) =>
        new CustomerManagedKey(stack, "x", {
          accountId: "333333333333",
          partition: "aws",
          alias: "alias/supply-chain/shop",
          description: TEMPLATE,
        }),
      [`test/x: description ${HINT}`],
    ],
    [
      "as description of a function",
      (stack) => new LambdaFunction(stack, "x", { ...FUNCTION, description: TEMPLATE }),
      [`test/x: description ${HINT}`],
    ],
    [
      "as description of an event",
      (stack) => new LambdaFunction(stack, "x", FUNCTION).onEvent("pushed", TEMPLATE, {}),
      [`test/x/pushed: description ${HINT}`],
    ],
    [
      "as description of a schedule",
      (stack) => new LambdaFunction(stack, "x", FUNCTION).onSchedule("hourly", TEMPLATE, "rate(1 hour)"),
      [`test/x/hourly: description ${HINT}`],
    ],
  ])("%s", (_name, build, problems) => {
    expect(
      stackRejectionOf((stack) => {
        build(stack);
      }),
    ).toEqual(problems);
  });
});

test("a reference that CDKTF writes itself is none", () => {
  const stack = synthStack((scope) => {
    const { resource } = new Role(scope, "first", { name: "first", description: "tests", trust: TRUST });
    new Role(scope, "second", { name: Token.asString(resource.name), description: "tests", trust: TRUST });
  });
  expect(resourcesOf(stack, "aws_iam_role")[1]?.["name"]).toMatch(/^\$\{aws_iam_role\.first_/);
});
