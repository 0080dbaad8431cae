import * as ecs from "@aws-sdk/client-ecs";
import { ecsOf } from "../../../lambdas/image-verification/ecs";
import { isTransient } from "../../../lambdas/shared/transient";
import { type Answers, type AwsServer, awsService, fault, hang, raw } from "../../support/aws-service";

const ECS = awsService("ecs", ecs);
const AT = "arn:aws:ecs:eu-central-1:444444444444";
const REVISION = `${AT}:service-revision/shop/api/1`;
const DEPLOYMENT = `${AT}:service-deployment/shop/api/1`;
const TASK_DEFINITION = `${AT}:task-definition/api:7`;
const DIGEST = `sha256:${"a".repeat(64)}`;

const revision: ecs.ServiceRevision = {
  serviceRevisionArn: REVISION,
  serviceArn: `${AT}:service/shop/api`,
  clusterArn: `${AT}:cluster/shop`,
  taskDefinition: TASK_DEFINITION,
};

let server: AwsServer | undefined;
let client: ecs.ECSClient | undefined;

afterEach(async () => {
  client?.destroy();
  await server?.close();
});

/** @param requestTimeout milliseconds; short only where no answer, or half of one, is what comes */
async function reader(answers: Answers<typeof ecs>, requestTimeout = 10_000) {
  server = await ECS.serve(answers);
  client = new ecs.ECSClient({
    region: "eu-central-1",
    endpoint: server.endpoint,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    requestHandler: { requestTimeout, socketTimeout: requestTimeout, throwOnRequestTimeout: true },
  });
  return ecsOf(client, AbortSignal.timeout(20_000));
}

async function errorOf(work: Promise<unknown>): Promise<Error & { code?: string; transient?: boolean }> {
  return work.then(
    () => {
      throw new Error("it did not fail");
    },
    (error: unknown) => error as Error,
  );
}

function answering(changed: Partial<ecs.ServiceRevision>) {
  return reader({ DescribeServiceRevisions: () => ({ serviceRevisions: [{ ...revision, ...changed }] }) });
}

test("a service revision says what it belongs to", async () => {
  const { digests, ...rest } = await (await answering({})).serviceRevision(REVISION);
  expect(rest).toEqual({
    arn: REVISION,
    partition: "aws",
    region: "eu-central-1",
    accountId: "444444444444",
    cluster: "shop",
    serviceArn: `${AT}:service/shop/api`,
    service: "api",
    taskDefinition: TASK_DEFINITION,
  });
  expect(digests.size).toBe(0);
});

test("a service of long ago has no cluster in its ARN", async () => {
  const ecsReader = await answering({ serviceArn: `${AT}:service/api` });
  await expect(ecsReader.serviceRevision(REVISION)).resolves.toMatchObject({
    cluster: "shop",
    service: "api",
  });
});

test("digests come by the name of the container; a container without one has none", async () => {
  const ecsReader = await answering({
    containerImages: [{ containerName: "api", image: "i", imageDigest: DIGEST }, { containerName: "proxy" }],
  });
  const { digests } = await ecsReader.serviceRevision(REVISION);
  expect([...digests]).toEqual([["api", DIGEST]]);
});

test.each<[string, Partial<ecs.ServiceRevision>]>([
  ["another cluster", { clusterArn: `${AT}:cluster/tools` }],
  ["another service", { serviceArn: `${AT}:service/shop/web` }],
  ["a service of another cluster", { serviceArn: `${AT}:service/tools/api` }],
  ["a cluster of another account", { clusterArn: "arn:aws:ecs:eu-central-1:555555555555:cluster/shop" }],
  ["a cluster of another region", { clusterArn: "arn:aws:ecs:eu-west-1:444444444444:cluster/shop" }],
])("%s for a service revision is refused", async (_, changed) => {
  expect(await errorOf((await answering(changed)).serviceRevision(REVISION))).toMatchObject({
    code: "ecs-answer",
    transient: false,
    message: `ECS names another cluster or service for ${REVISION}`,
  });
});

test.each<[string, Partial<ecs.ServiceRevision>]>([
  ["no cluster", { clusterArn: undefined }],
  ["no service", { serviceArn: undefined }],
  ["no task definition", { taskDefinition: undefined }],
  ["a cluster that is none", { clusterArn: "shop" }],
])("%s in a service revision is refused", async (_, changed) => {
  expect(await errorOf((await answering(changed)).serviceRevision(REVISION))).toMatchObject({
    code: "ecs-answer",
    message: `ECS does not say what the service revision ${REVISION} belongs to`,
  });
});

test.each<[string, ecs.ContainerImage[]]>([
  ["that is none", [{ containerName: "api", imageDigest: "sha256:abc" }]],
  [
    "twice for one container",
    [
      { containerName: "api", imageDigest: DIGEST },
      { containerName: "api", imageDigest: DIGEST },
    ],
  ],
])("a digest %s is refused", async (_, containerImages) => {
  expect(await errorOf((await answering({ containerImages })).serviceRevision(REVISION))).toMatchObject({
    code: "ecs-answer",
    message: `ECS says in no known form what the service revision ${REVISION} runs`,
  });
});

test("a service revision that ECS does not have yet may be there later", async () => {
  const ecsReader = await reader({
    DescribeServiceRevisions: () => ({
      serviceRevisions: [{ ...revision, serviceRevisionArn: `${REVISION}2` }],
      failures: [{ arn: REVISION, reason: "MISSING" }],
    }),
  });
  expect(await errorOf(ecsReader.serviceRevision(REVISION))).toMatchObject({
    code: "ecs-missing",
    transient: true,
    message: `ECS does not know the service revision ${REVISION}`,
  });
});

const containerDefinitions: ecs.ContainerDefinition[] = [
  { name: "migrate", image: "image-1", essential: false },
  { name: "api", image: "image-2", versionConsistency: "enabled" },
  { name: "log", image: "image-3", versionConsistency: "disabled" },
];

test("every container of a task definition is listed, sidecars and those of the start too", async () => {
  const ecsReader = await reader({
    DescribeTaskDefinition: () => ({
      taskDefinition: { taskDefinitionArn: TASK_DEFINITION, containerDefinitions },
    }),
  });
  expect(await ecsReader.containers(TASK_DEFINITION)).toEqual([
    { name: "migrate", image: "image-1", pinned: true },
    { name: "api", image: "image-2", pinned: true },
    { name: "log", image: "image-3", pinned: false },
  ]);
  await expect(ecsReader.containers("api:7")).resolves.toHaveLength(3);
});

test("a family without revision is not asked for", async () => {
  const ecsReader = await reader({});
  expect(await errorOf(ecsReader.containers("api"))).toMatchObject({
    code: "ecs-answer",
    message: '"api" is no revision of a task definition',
  });
});

test.each<[string, ecs.TaskDefinition, string]>([
  [
    "another task definition",
    { taskDefinitionArn: `${AT}:task-definition/api:8`, containerDefinitions },
    `ECS answers ${TASK_DEFINITION} with another task definition`,
  ],
  [
    "a container without image",
    { taskDefinitionArn: TASK_DEFINITION, containerDefinitions: [{ name: "api" }] },
    `${TASK_DEFINITION} has a container without name or image`,
  ],
  [
    "no containers",
    { taskDefinitionArn: TASK_DEFINITION, containerDefinitions: [] },
    `${TASK_DEFINITION} has no containers, or two of the same name`,
  ],
  [
    "two containers of a name",
    {
      taskDefinitionArn: TASK_DEFINITION,
      containerDefinitions: [
        { name: "api", image: "a" },
        { name: "api", image: "b" },
      ],
    },
    `${TASK_DEFINITION} has no containers, or two of the same name`,
  ],
])("%s is refused", async (_, taskDefinition, message) => {
  const ecsReader = await reader({ DescribeTaskDefinition: () => ({ taskDefinition }) });
  expect(await errorOf(ecsReader.containers(TASK_DEFINITION))).toMatchObject({ code: "ecs-answer", message });
});

test("a deployment starts when it says so, else when it was made", async () => {
  const createdAt = new Date(1_000_000);
  const startedAt = new Date(2_000_000);
  const ecsReader = await reader({
    DescribeServiceDeployments: (_, count) => ({
      serviceDeployments: [
        { serviceDeploymentArn: DEPLOYMENT, createdAt, ...(count === 0 ? { startedAt } : {}) },
      ],
    }),
  });
  expect(await ecsReader.deploymentStart(DEPLOYMENT)).toBe(2_000_000);
  expect(await ecsReader.deploymentStart(DEPLOYMENT)).toBe(1_000_000);
});

test("a deployment without a time is refused", async () => {
  const ecsReader = await reader({
    DescribeServiceDeployments: () => ({ serviceDeployments: [{ serviceDeploymentArn: DEPLOYMENT }] }),
  });
  expect(await errorOf(ecsReader.deploymentStart(DEPLOYMENT))).toMatchObject({
    code: "ecs-answer",
    message: `ECS does not say when ${DEPLOYMENT} started`,
  });
});

test.each<[string, Answers<typeof ecs>, boolean]>([
  ["throttling", { DescribeServiceRevisions: () => fault("ThrottlingException", "slow") }, true],
  ["an error of the server", { DescribeServiceRevisions: () => fault("ServerException", "oh") }, true],
  ["an answer of 503 that is no JSON", { DescribeServiceRevisions: () => raw("<html>", 503) }, true],
  ["a refusal", { DescribeServiceRevisions: () => fault("AccessDeniedException", "no") }, false],
  ["an answer that is no JSON", { DescribeServiceRevisions: () => raw("<html>") }, true],
])("%s: asking again may help: %#", async (_, answers, expected) => {
  const ecsReader = await reader(answers);
  expect(isTransient(await errorOf(ecsReader.serviceRevision(REVISION)))).toBe(expected);
});

test.each<[string, Answers<typeof ecs>]>([
  ["no answer", { DescribeServiceRevisions: () => hang() }],
  ["a cut answer", { DescribeServiceRevisions: () => raw("{", 200, { "content-length": "100" }) }],
])("%s: asking again may help", async (_, answers) => {
  const ecsReader = await reader(answers, 200);
  expect(isTransient(await errorOf(ecsReader.serviceRevision(REVISION)))).toBe(true);
});
