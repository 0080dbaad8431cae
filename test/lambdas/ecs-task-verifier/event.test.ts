import { parseEvent, parseTaskEvent } from "../../../lambdas/ecs-task-verifier/event";
import { readTask } from "../../../lambdas/ecs-task-verifier/task";
import { rejectionOf } from "../../support/rejection";

const DIGEST = `sha256:${"a".repeat(64)}`;
const TASK = {
  taskArn: "arn:aws:ecs:eu-central-1:444444444444:task/shop/1",
  clusterArn: "arn:aws:ecs:eu-central-1:444444444444:cluster/shop",
  taskDefinitionArn: "arn:aws:ecs:eu-central-1:444444444444:task-definition/api:7",
  group: "service:api",
  startedBy: "ecs-svc/1234567890123456789",
  createdAt: "2026-03-04T05:06:07.1234567Z",
  lastStatus: "RUNNING",
  desiredStatus: "RUNNING",
  containers: [{ name: "app", image: "registry.example/api:1", imageDigest: DIGEST, lastStatus: "RUNNING" }],
};

test("tells the queue, a single event and the schedule apart", () => {
  const record = { messageId: "m-1", body: "{}", attributes: { ApproximateReceiveCount: "2" } };
  expect(parseEvent({ Records: [record] })).toEqual({
    kind: "queue",
    messages: [{ id: "m-1", body: "{}", receives: 2 }],
  });
  const event = { "detail-type": "ECS Task State Change" };
  expect(parseEvent(event)).toEqual({ kind: "event", event });
  expect(parseEvent({ id: "e-1", "detail-type": "Scheduled Event" })).toEqual({
    kind: "schedule",
    id: "e-1",
  });
});

test.each([
  [undefined, "event: is neither a batch of the queue, nor the change of a task, nor the schedule"],
  ["Scheduled Event", "event: is neither a batch of the queue, nor the change of a task, nor the schedule"],
  [{ Records: {} }, "event: is neither a batch of the queue, nor the change of a task, nor the schedule"],
  [{ Records: [null] }, "Records[0]: is no message of SQS"],
  [{ Records: [{ messageId: "m", body: "{}" }] }, "Records[0]: is no message of SQS"],
  [
    { Records: [{ messageId: "m", body: "{}", attributes: { ApproximateReceiveCount: "0" } }] },
    "Records[0]: is no message of SQS",
  ],
])("refuses %j", (event, message) => {
  expect(rejectionOf(() => parseEvent(event))).toEqual([`${message} [invalid-event]`]);
});

test("reads a task out of its event", () => {
  const event = { id: "e-1", source: "aws.ecs", "detail-type": "ECS Task State Change", detail: TASK };
  expect(parseTaskEvent(JSON.stringify(event))).toEqual({
    id: "e-1",
    task: {
      arn: TASK.taskArn,
      partition: "aws",
      region: "eu-central-1",
      accountId: "444444444444",
      cluster: "shop",
      taskDefinition: TASK.taskDefinitionArn,
      isDaemon: false,
      claim: { service: "api", deployment: "ecs-svc/1234567890123456789" },
      workload: "family:api",
      createdAt: Date.parse("2026-03-04T05:06:07.123Z"),
      phase: "running",
      containers: [{ name: "app", image: "registry.example/api:1", digest: DIGEST, begun: true }],
    },
  });
});

test.each([
  ["{", "body: is not JSON"],
  ["null", "body: is not the change of a task"],
  [
    { source: "my.app", "detail-type": "ECS Task State Change", detail: TASK },
    "body: is not the change of a task",
  ],
  [
    { source: "aws.ecs", "detail-type": "ECS Service Action", detail: TASK },
    "body: is not the change of a task",
  ],
])("refuses the body %j", (body, message) => {
  expect(rejectionOf(() => parseTaskEvent(body))).toEqual([`${message} [invalid-event]`]);
});

test.each([
  ["taskArn", "arn:aws:ecs:eu-central-1:444444444444:task/1", "is not the ARN of a task"],
  ["taskArn", undefined, "is not the ARN of a task"],
  [
    "clusterArn",
    "arn:aws:ecs:eu-central-1:444444444444:cluster/tools",
    "is not the ARN of the task's cluster",
  ],
  [
    "clusterArn",
    "arn:aws:ecs:eu-central-1:555555555555:cluster/shop",
    "is not the ARN of the task's cluster",
  ],
  [
    "taskDefinitionArn",
    "arn:aws:ecs:eu-west-1:444444444444:task-definition/api:7",
    "is not the ARN of a task definition beside the task",
  ],
  [
    "taskDefinitionArn",
    "arn:aws:ecs:eu-central-1:555555555555:daemon-task-definition/agent:7",
    "is not the ARN of a task definition beside the task",
  ],
  [
    "taskDefinitionArn",
    "arn:aws:ecs:eu-central-1:444444444444:daemon-task-definition/agent",
    "is not the ARN of a task definition beside the task",
  ],
  ["containers", "app", "is not a list"],
])("refuses a task whose %s is %s", (key, value, message) => {
  expect(rejectionOf(() => readTask({ ...TASK, [key]: value }))).toEqual([
    `${key}: ${message} [invalid-task]`,
  ]);
});

test.each([
  [{ image: "a" }, "containers[0].name: is not a name"],
  [null, "containers[0].name: is not a name"],
  [{ name: "app", imageDigest: "sha256:1" }, "containers[0].imageDigest: is not a digest"],
])("refuses the container %j", (container, message) => {
  expect(rejectionOf(() => readTask({ ...TASK, containers: [container] }))).toEqual([
    `${message} [invalid-task]`,
  ]);
});

test.each([
  { startedBy: "somebody" },
  { startedBy: undefined },
  { group: "family:api" },
  { group: "service:api/web" },
])("a task with %j names no service", (changed) => {
  const task = readTask({ ...TASK, ...changed });
  expect(task).not.toHaveProperty("claim");
  expect(task.workload).toBe("family:api");
});

test("a task of a daemon is known by its definition alone, whatever it says of a service", () => {
  const taskDefinitionArn = "arn:aws:ecs:eu-central-1:444444444444:daemon-task-definition/api:7";
  const task = readTask({ ...TASK, taskDefinitionArn });
  expect(task).toMatchObject({ isDaemon: true, workload: "daemon:api", taskDefinition: taskDefinitionArn });
  expect(task).not.toHaveProperty("claim");
});

test.each([
  ["PROVISIONING", "RUNNING", "starting"],
  ["PENDING", "RUNNING", "starting"],
  ["ACTIVATING", "RUNNING", "starting"],
  ["RUNNING", "RUNNING", "running"],
  ["RUNNING", "STOPPED", "ending"],
  ["DEPROVISIONING", "STOPPED", "ending"],
  ["DEACTIVATING", "RUNNING", "ending"],
  ["STOPPING", "STOPPED", "ending"],
  ["STOPPED", "STOPPED", "ended"],
  ["DELETED", "STOPPED", "ended"],
  ["HIBERNATING", "RUNNING", "running"],
])("a task that is %s and is to be %s is %s", (lastStatus, desiredStatus, phase) => {
  expect(readTask({ ...TASK, lastStatus, desiredStatus }).phase).toBe(phase);
});

test.each(["ServiceConnect", "Service Connect"])("reads which container ECS attached as %s", (type) => {
  const attachments = [
    { type: "ElasticNetworkInterface", details: [{ name: "ContainerName", value: "not this" }] },
    { type, details: [{ name: "ContainerName", value: "ecs-service-connect-abc" }] },
  ];
  expect(readTask({ ...TASK, attachments }).serviceConnect).toBe("ecs-service-connect-abc");
});
