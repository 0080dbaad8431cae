import { followPushes } from "../../../lambdas/signing-watch/follow";
import { fault, hang, raw } from "../../support/aws-service";
import { INDEX, RELEASE, World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

describe("what fails stays in the queue, and nothing else", () => {
  test("a message that nobody understands", async () => {
    world.push("shop/api", "image");
    world.sign("shop/api", "image", "COMPLETE");
    const bodies = ["{", "null", "[]", "{}", '{"detail":{"repository-name":"shop/api","image-digest":"x"}}'];
    const broken = bodies.map((body, index) => ({ id: `broken-${String(index)}`, body }));
    const { stay } = await world.follow([...broken, world.message("shop/api", "image")]);
    expect(stay).toEqual(broken.map(({ id }) => id));
    expect(world.lines.filter(({ level }) => level === "ERROR")).toHaveLength(bodies.length);
  });

  test("an image that ECR refuses to tell of", async () => {
    world.push("shop/api", "image");
    world.push("shop/web", "image");
    world.sign("shop/web", "image", "COMPLETE");
    const messages = [
      world.message("shop/api", "image", { id: "api" }),
      world.message("shop/web", "image", { id: "web" }),
    ];
    const { stay } = await world.follow(messages, {
      ecr: {
        DescribeImageSigningStatus: ({ repositoryName }) =>
          repositoryName === "shop/api"
            ? fault("AccessDeniedException", "no")
            : { signingStatuses: [{ signingProfileArn: RELEASE, status: "COMPLETE" }] },
      },
    });
    expect(stay).toEqual(["api"]);
  });

  test("a finding that Security Hub refuses; the alarm comes all the same", async () => {
    world.push("shop/api", "image");
    world.sign("shop/api", "image", "FAILED", "no");
    const { stay } = await world.follow([world.message("shop/api", "image")], {
      hub: {
        BatchImportFindings: () => ({
          FailedCount: 1,
          SuccessCount: 0,
          FailedFindings: [{ Id: "x", ErrorCode: "InvalidInput", ErrorMessage: "too long" }],
        }),
      },
    });
    expect(stay).toEqual(["image"]);
    expect(world.metrics()).toEqual([1]);
    expect(world.lines.at(-1)).toMatchObject({
      level: "ERROR",
      error: {
        message:
          "securityhub:BatchImportFindings: Security Hub refused 1 of the findings, first x: too long [finding-refused]",
      },
    });
  });

  test("a finding while Security Hub is off, with one sentence of what to do", async () => {
    world.push("shop/api", "image");
    world.sign("shop/api", "image", "FAILED", "no");
    const { stay } = await world.follow([world.message("shop/api", "image")], {
      hub: { GetFindings: () => fault("InvalidAccessException", "not subscribed", { Code: "x" }) },
    });
    expect(stay).toEqual(["image"]);
    expect(world.lines.at(-1)).toMatchObject({
      error: {
        message:
          "securityhub:GetFindings: Security Hub takes no findings here: not subscribed; switch Security Hub on in this account and region [security-hub-off]",
      },
    });
  });
});

describe("a server that", () => {
  test("throttles is asked again", async () => {
    world.push("shop/api", "image");
    world.attach("image", RELEASE);
    const { stay, registry } = await world.follow([world.message("shop/api", "image")], {
      ecr: {
        DescribeImageSigningStatus: (_, count) =>
          count < 2
            ? fault("ThrottlingException", "slow down")
            : { signingStatuses: [{ signingProfileArn: RELEASE, status: "COMPLETE" }] },
      },
    });
    expect(stay).toEqual([]);
    expect(registry.operations().filter((name) => name === "DescribeImageSigningStatus")).toHaveLength(3);
  });

  test("is slow is asked again", async () => {
    world.push("shop/api", "image");
    world.attach("image", RELEASE);
    const complete = { signingStatuses: [{ signingProfileArn: RELEASE, status: "COMPLETE" as const }] };
    const answers = {
      ecr: {
        DescribeImageSigningStatus: (_: unknown, count: number) => (count === 0 ? hang() : complete),
      },
    };
    const { stay } = await world.follow([world.message("shop/api", "image")], answers, {
      requestTimeout: 300,
    });
    expect(stay).toEqual([]);
  });

  test("answers with what is no JSON leaves the message in the queue", async () => {
    world.push("shop/api", "image");
    const { stay } = await world.follow([world.message("shop/api", "image")], {
      ecr: { DescribeImageSigningStatus: () => raw("<html>") },
    });
    expect(stay).toEqual(["image"]);
  });

  test("has an index that is none does not hide an image", async () => {
    world.push("shop/api", "child", { minutesAgo: 16, tags: [] });
    world.push("shop/api", "index", { minutesAgo: 15, imageManifestMediaType: INDEX });
    await world.follow([world.message("shop/api", "child")]);
    expect(world.open()).toHaveLength(1);
  });

  test("does not tell its rules leaves the whole batch in the queue", async () => {
    const { surroundings } = await world.start({
      ecr: { GetSigningConfiguration: () => fault("AccessDeniedException", "no") },
    });
    await expect(followPushes([world.message("shop/api", "image")], surroundings)).rejects.toThrow("no");
  });
});
