import { fault } from "../../support/aws-service";
import { digestOf, GUARDDUTY, imageOf, UNSIGNED } from "./images";
import { World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const unsigned = imageOf("unsigned");
const digest = digestOf("agent");
const added = (more: object) => ({ name: "aws-guardduty-agent-x1y2z3", lastStatus: "RUNNING", ...more });

test("GuardDuty's agent is known by registry account and repository", async () => {
  await world.follow([
    world.message(
      world.run("1", { added: [added({ image: `${GUARDDUTY}:v1.7.0-Fg_x86_64`, imageDigest: digest })] }),
    ),
  ]);
  expect(world.told()).toEqual({
    app: "trusted: allow",
    "aws-guardduty-agent-x1y2z3": "admitted aws-managed: allow",
  });
});

test("GuardDuty's agent is known by its digest where ECS does not name its image", async () => {
  world.managed.set(GUARDDUTY, [digest]);
  await world.follow([world.message(world.run("1", { added: [added({ imageDigest: digest })] }))]);
  expect(world.decisions[1]).toMatchObject({
    outcome: "admitted",
    code: "aws-managed",
    image: { reference: `${GUARDDUTY}@${digest}`, repository: GUARDDUTY, digest },
  });
});

test("an image that AWS's repositories answer with, and that is another one, makes no container AWS's", async () => {
  const task = world.run("1", { added: [added({ imageDigest: digest })] });
  const other = { images: [{ imageId: { imageDigest: digestOf("other") }, imageManifest: "{}" }] };
  await world.follow([world.message(task)], { ecr: { BatchGetImage: () => other } });
  expect(world.told()).toEqual({
    app: "trusted: allow",
    "aws-guardduty-agent-x1y2z3": "undecided added-container-not-named: tell",
  });
});

test("Service Connect's proxy, of which ECS names no image, is known by the attachment that ECS makes", async () => {
  const name = "ecs-service-connect-oRK9o";
  const attachments = [{ type: "ServiceConnect", details: [{ name: "ContainerName", value: name }] }];
  await world.follow([
    world.message(world.run("1", { service: "api", attachments, added: [{ name, lastStatus: "RUNNING" }] })),
  ]);
  expect(world.told()).toEqual({ app: "trusted: allow", "(added by ECS)": "admitted aws-managed: allow" });
});

test.each(["aws-guardduty-agent-x1y2z3", "ecs-service-connect-oRK9o"])(
  "an attacker's container of the task definition that is called %s is judged like any other",
  async (name) => {
    const attachments = [{ type: "ServiceConnect", details: [{ name: "ContainerName", value: name }] }];
    world.outcomes.set(unsigned, UNSIGNED);
    await world.follow([world.message(world.run("1", { attachments, containers: { [name]: unsigned } }))]);
    expect(world.stops()).toEqual(["1"]);
    expect(world.told()).toEqual({ [name]: "refused unsigned: stop" });
  },
);

test.each([
  [
    "of another account",
    `999999999999.dkr.ecr.eu-central-1.amazonaws.com/aws-guardduty-agent-fargate:v1.7.0`,
  ],
  ["of another repository", `323658145986.dkr.ecr.eu-central-1.amazonaws.com/other:v1.7.0`],
  ["of a longer repository", `${GUARDDUTY}-x:v1.7.0`],
  ["of another registry", `evil.example/${GUARDDUTY}:v1.7.0`],
  ["of ours", imageOf("api")],
])("one that is called like the agent, with an image %s, is told of, and stops nothing", async (_, image) => {
  const task = world.run("1", { added: [added({ image, imageDigest: digest })] });
  expect(await world.follow([world.message(task)])).toEqual([]);
  expect(world.stops()).toEqual([]);
  expect(world.told()).toEqual({
    app: "trusted: allow",
    "aws-guardduty-agent-x1y2z3": "undecided added-container: tell",
  });
  expect(world.decisions[1]).toMatchObject({
    image: { reference: image, digest },
    message:
      "the container is not in the task definition, so that only AWS can have added it, and its image is none of those known to be added by AWS",
  });
});

test.each(["ap-southeast-6", "cn-north-1", "cn-northwest-1", "me-west-1", "sa-west-1"])(
  "the agent's image in %s, of which AWS's table has no row, stops none of many tasks",
  async (region) => {
    const image = `111111111111.dkr.ecr.${region}.amazonaws.com/aws-guardduty-agent-fargate:v1.7.0`;
    const start = { service: "api", added: [added({ image, imageDigest: digest })] };
    const messages = Array.from({ length: 12 }, (_, task) => world.message(world.run(String(task), start)));
    expect(await world.follow(messages)).toEqual([]);
    expect(world.stops()).toEqual([]);
    expect(world.metric("StopsWithheld")).toEqual([]);
  },
);

test("one that is told of saves no task whose own image is refused", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  const container = added({ image: "evil.example/agent:1", imageDigest: digest });
  await world.follow([world.message(world.run("1", { containers: { app: unsigned }, added: [container] }))]);
  expect(world.stops()).toEqual(["1"]);
});

test("one with an image that ECS attached as the proxy is told of all the same", async () => {
  const name = "ecs-service-connect-oRK9o";
  const attachments = [{ type: "ServiceConnect", details: [{ name: "ContainerName", value: name }] }];
  const container = { name, image: "evil.example/envoy:1", lastStatus: "RUNNING" };
  await world.follow([world.message(world.run("1", { attachments, added: [container] }))]);
  expect(world.told()).toMatchObject({ [name]: "undecided added-container: tell" });
  expect(world.stops()).toEqual([]);
});

test("one without an image and with a digest that AWS does not hold is told of, and stops nothing", async () => {
  world.managed.set(GUARDDUTY, [digestOf("other")]);
  await world.follow([world.message(world.run("1", { added: [added({ imageDigest: digest })] }))]);
  expect(world.stops()).toEqual([]);
  expect(world.told()).toMatchObject({
    "aws-guardduty-agent-x1y2z3": "undecided added-container-not-named: tell",
  });
});

test("one without image and digest is told of under one name, whatever ECS calls it", async () => {
  await world.follow([world.message(world.run("1", { added: [added({})] }))]);
  expect(world.told()).toMatchObject({ "(added by ECS)": "undecided added-container-not-named: tell" });
});

test("one that has not been pulled yet waits", async () => {
  const task = world.run("1", { lastStatus: "PENDING", added: [added({ lastStatus: "PENDING" })] });
  await world.follow([world.message(task)]);
  expect(world.told()).toEqual({ app: "trusted: allow" });
});

test.each([
  ["has ended", "RUNNING", { lastStatus: "STOPPED", exitCode: 0 }],
  ["was never pulled", "RUNNING", { lastStatus: "STOPPED", reason: "CannotPullContainerError" }],
  ["runs while the task still starts", "ACTIVATING", { lastStatus: "RUNNING" }],
  ["ended while the task still starts", "PENDING", { lastStatus: "STOPPED" }],
  ["is in a state that nobody knows", "RUNNING", { lastStatus: "HIDDEN" }],
  ["is in no state at all", "RUNNING", { lastStatus: undefined }],
])("one without image and digest that %s is told of", async (_, lastStatus, container) => {
  await world.follow([world.message(world.run("1", { lastStatus, added: [added(container)] }))]);
  expect(world.told()).toMatchObject({ "(added by ECS)": "undecided added-container-not-named: tell" });
  expect(world.stops()).toEqual([]);
});

test("one that ended is told of for its image like one that runs", async () => {
  const container = added({ lastStatus: "STOPPED", image: "evil.example/agent:1", imageDigest: digest });
  await world.follow([world.message(world.run("1", { added: [container] }))]);
  expect(world.told()).toMatchObject({ "aws-guardduty-agent-x1y2z3": "undecided added-container: tell" });
  expect(world.stops()).toEqual([]);
});

test("one that ECS attached as the proxy, and of which it says a digest that AWS does not hold, is told of", async () => {
  const name = "ecs-service-connect-oRK9o";
  const attachments = [{ type: "ServiceConnect", details: [{ name: "ContainerName", value: name }] }];
  const container = { name, imageDigest: digest, lastStatus: "RUNNING" };
  await world.follow([world.message(world.run("1", { attachments, added: [container] }))]);
  expect(world.told()).toMatchObject({ [name]: "undecided added-container-not-named: tell" });
});

test("one that is called like the proxy, and that another attachment names, is told of", async () => {
  const name = "ecs-service-connect-oRK9o";
  const attachments = [
    { type: "ElasticNetworkInterface", details: [{ name: "ContainerName", value: name }] },
    { type: "ServiceConnect", details: [{ name: "ContainerName", value: "ecs-service-connect-other" }] },
  ];
  const container = { name, lastStatus: "RUNNING" };
  await world.follow([world.message(world.run("1", { attachments, added: [container] }))]);
  expect(world.told()).toMatchObject({ "(added by ECS)": "undecided added-container-not-named: tell" });
});

test.each([
  ["cannot be asked just now", fault("ServerException", "later"), ["1"]],
  ["answer nothing", {}, ["1"]],
  ["must not be asked", fault("AccessDeniedException", "no"), []],
])("AWS's repositories that %s stop nothing", async (_, answer, again) => {
  const task = world.run("1", { added: [added({ imageDigest: digest })] });
  expect(await world.follow([world.message(task)], { ecr: { BatchGetImage: () => answer } })).toEqual(again);
  expect(world.stops()).toEqual([]);
});
