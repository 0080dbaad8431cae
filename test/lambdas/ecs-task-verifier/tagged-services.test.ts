import { fault } from "../../support/aws-service";
import { arnOf, HOOK, imageOf, REGISTRY } from "./images";
import { World } from "./support";

let world: World;
beforeEach(() => {
  world = new World();
  world.settle("shop", { tags: "detect" });
});
afterEach(async () => {
  await world.stop();
});

const TAG = `${REGISTRY}/shop/api:1.0`;
const TASK_DEFINITION = arnOf("task-definition", "api:3");

/** A service that is called at these stages, with these images. */
function serve(
  images: readonly string[],
  lifecycleStages = ["PRE_SCALE_UP" as const, "POST_SCALE_UP" as const],
) {
  world.definitions.set(
    TASK_DEFINITION,
    images.map((image, index) => ({ name: `c${String(index)}`, image })),
  );
  world.serve("api", {
    taskDefinition: TASK_DEFINITION,
    deploymentConfiguration: {
      strategy: "BLUE_GREEN",
      lifecycleHooks: [{ hookTargetArn: HOOK.versionArn, lifecycleStages: [...lifecycleStages] }],
    },
  });
}
const findings = () => world.open().map(({ Description = "" }) => /\[(.*)\]/.exec(Description)?.[1]);
const EARLY: Parameters<typeof serve>[1] = ["PRE_SCALE_UP"];

describe("where tags are compared after the start", () => {
  test("a service with a tag and both hooks is gated, and its task definition is not read", async () => {
    serve([TAG]);
    world.definitions.clear();
    expect(await world.reconcile()).toMatchObject({ openProblems: 0 });
  });

  test.each([
    ["a tag", [TAG]],
    ["a tag beside a digest", [imageOf("api"), TAG]],
    ["neither tag nor digest", [`${REGISTRY}/shop/api`]],
    ["a name of which nobody knows the registry", ["nginx"]],
  ])("a service with %s and without the later hook is not gated", async (_, images) => {
    serve(images, EARLY);
    await world.reconcile();
    expect(findings()).toEqual(["late-hook-missing"]);
  });

  test.each(["nginx", "docker.io/nginx"])(
    "a service with a digest under %s, which says no registry, is gated by the earlier hook",
    async (name) => {
      serve([`${name}@${imageOf("api").split("@")[1] ?? ""}`], EARLY);
      expect(await world.reconcile()).toMatchObject({ openProblems: 0 });
    },
  );

  test("a service of digests alone is gated by the earlier hook", async () => {
    serve([imageOf("api"), `${TAG}@${imageOf("api").split("@")[1] ?? ""}`], EARLY);
    expect(await world.reconcile()).toMatchObject({ openProblems: 0 });
  });

  test("a service without a task definition is told of for its controller alone", async () => {
    world.serve("api", { deploymentController: { type: "EXTERNAL" } });
    await world.reconcile();
    expect(findings()).toEqual(["controller-not-ecs"]);
  });

  test("a task definition that cannot be read fails the run, and closes no finding", async () => {
    serve([TAG], EARLY);
    await world.reconcile();
    const answers = { ecs: { DescribeTaskDefinition: () => fault("AccessDeniedException", "no") } };
    await expect(world.reconcile(answers)).rejects.toThrow(
      "1 part of the run failed, first the task definition of api",
    );
    expect(findings()).toEqual(["late-hook-missing"]);
    expect(world.metric("OpenGateProblems").at(-1)).toBe(1);
  });
});

test("where tags are refused the earlier hook is enough", async () => {
  world.settle("shop");
  serve([TAG], EARLY);
  expect(await world.reconcile()).toMatchObject({ openProblems: 0 });
});
