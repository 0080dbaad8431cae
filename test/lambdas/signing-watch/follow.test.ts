import { fault } from "../../support/aws-service";
import { digestOf, RELEASE, World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

describe("a push", () => {
  test("of an image that is signed is done, and Security Hub is not asked", async () => {
    world.push("shop/api", "image");
    world.sign("shop/api", "image", "COMPLETE");
    const { stay, hub } = await world.follow([world.message("shop/api", "image")]);
    expect(stay).toEqual([]);
    expect(hub.calls).toEqual([]);
    expect(world.metrics()).toEqual([]);
  });

  test("of an image that is being signed stays until it is", async () => {
    world.push("shop/api", "image");
    world.sign("shop/api", "image", "IN_PROGRESS");
    const message = world.message("shop/api", "image");
    expect((await world.follow([message])).stay).toEqual(["image"]);
    world.sign("shop/api", "image", "COMPLETE");
    expect((await world.follow([message])).stay).toEqual([]);
    expect(world.findings.size).toBe(0);
  });

  test("of an image whose signing failed becomes a finding with ECR's reason", async () => {
    const digest = world.push("shop/api", "image");
    world.sign("shop/api", "image", "FAILED", "not allowed to sign");
    expect((await world.follow([world.message("shop/api", "image")])).stay).toEqual([]);
    expect(world.open()).toEqual([
      {
        SchemaVersion: "2018-10-08",
        Id: `supply-chain/signing-watch/333333333333/eu-central-1/shop/api@${digest}`,
        ProductArn: "arn:aws:securityhub:eu-central-1:333333333333:product/333333333333/default",
        GeneratorId: "supply-chain/signing-watch",
        AwsAccountId: "333333333333",
        CreatedAt: "2026-03-04T05:05:07.000Z",
        UpdatedAt: "2026-03-04T05:06:07.000Z",
        RecordState: "ACTIVE",
        FindingProviderFields: {
          Severity: { Label: "HIGH" },
          Types: ["Software and Configuration Checks/Image Signing/Signature Missing"],
        },
        Title: "Image without signature: shop/api",
        Description: `${digest}: the signature of ${RELEASE} could not be made (AccessDenied: not allowed to sign)`,
        Remediation: {
          Recommendation: {
            Text: "Do not deploy the image. Give its pusher signer:SignPayload on the signing profile, then push a new build; or sign it with supply-chain sign-images.",
          },
        },
        Resources: [
          {
            Type: "AwsEcrContainerImage",
            Id: `arn:aws:ecr:eu-central-1:333333333333:repository/shop/api/${digest}`,
            Partition: "aws",
            Region: "eu-central-1",
            Details: {
              AwsEcrContainerImage: {
                RegistryId: "333333333333",
                RepositoryName: "shop/api",
                ImageDigest: digest,
                ImageTags: ["1.0"],
                ImagePublishedAt: "2026-03-04T05:05:07.000Z",
              },
            },
          },
        ],
      },
    ]);
    expect(world.metrics()).toEqual([1]);
  });

  test("of an image that nothing signs becomes a finding when its time is over", async () => {
    world.push("shop/api", "image", { minutesAgo: 15 });
    await world.follow([world.message("shop/api", "image")]);
    expect(world.open()[0]?.Description).toMatch(/was never asked for$/);
  });

  test("of an image that is late becomes a finding", async () => {
    world.push("shop/api", "image", { minutesAgo: 16 });
    world.sign("shop/api", "image", "IN_PROGRESS");
    await world.follow([world.message("shop/api", "image")]);
    expect(world.open()[0]?.Description).toMatch(/is not finished in time$/);
  });

  test("of an image that got another tag has its time from then on", async () => {
    world.push("shop/api", "image", { minutesAgo: 600 });
    world.sign("shop/api", "image", "IN_PROGRESS");
    const message = world.message("shop/api", "image", { minutesAgo: 14 });
    expect((await world.follow([message])).stay).toEqual(["image"]);
    expect(world.findings.size).toBe(0);
    await world.clock.sleep(60_000);
    expect((await world.follow([message])).stay).toEqual([]);
    expect(world.open()).toHaveLength(1);
  });

  test("whose event is older than the image has the image's time", async () => {
    world.push("shop/api", "image", { minutesAgo: 14 });
    const message = world.message("shop/api", "image", { minutesAgo: 600 });
    expect((await world.follow([message])).stay).toEqual(["image"]);
  });

  test.each([[undefined], ["soon"], [7]])(
    "whose event has the time %p has the image's time",
    async (time) => {
      world.push("shop/api", "image", { minutesAgo: 15 });
      const { id, body } = world.message("shop/api", "image");
      const event = { ...(JSON.parse(body) as object), time };
      await world.follow([{ id, body: JSON.stringify(event) }]);
      expect(world.open()).toHaveLength(1);
    },
  );

  test("twice, in one batch and in two, is told once", async () => {
    world.push("shop/api", "image");
    world.sign("shop/api", "image", "FAILED", "no");
    const message = world.message("shop/api", "image");
    const first = await world.follow([message, { ...message, id: "again" }]);
    const second = await world.follow([message]);
    expect(first.hub.operations()).toEqual(["GetFindings", "BatchImportFindings"]);
    expect(second.hub.operations()).toEqual(["GetFindings"]);
    expect(world.findings.size).toBe(1);
    expect(world.metrics()).toEqual([1, 1]);
  });

  test("to a repository that no rule matches is nobody's business", async () => {
    world.push("tools/lint", "image", { minutesAgo: 60 });
    const { stay, registry } = await world.follow([world.message("tools/lint", "image")]);
    expect(stay).toEqual([]);
    expect(registry.operations()).not.toContain("DescribeImageSigningStatus");
    expect(registry.operations()).toEqual(["GetSigningConfiguration", "DescribeImages"]);
    expect(world.findings.size).toBe(0);
  });

  test("of an image that is gone is done", async () => {
    expect((await world.follow([world.message("shop/api", "image")])).stay).toEqual([]);
  });

  test("of an image that goes while it is looked at is done", async () => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    const gone = () => fault("RepositoryNotFoundException", "is gone");
    const answers = { ecr: { DescribeImageSigningStatus: gone } };
    expect((await world.follow([world.message("shop/api", "image")], answers)).stay).toEqual([]);
    expect(world.findings.size).toBe(0);
  });
});

describe("manifests that need no signature of their own", () => {
  test("signatures and other referrers", async () => {
    world.push("shop/api", "signature", {
      minutesAgo: 60,
      tags: [],
      artifactMediaType: "application/vnd.cncf.notary.signature",
      subjectManifestDigest: digestOf("image"),
    });
    expect((await world.follow([world.message("shop/api", "signature")])).stay).toEqual([]);
    expect(world.findings.size).toBe(0);
  });

  test("lists of referrers under a fallback tag", async () => {
    const tags = [digestOf("image").replace(":", "-")];
    world.push("shop/api", "referrers", { minutesAgo: 60, tags, children: ["signature"] });
    expect((await world.follow([world.message("shop/api", "referrers")])).stay).toEqual([]);
    expect(world.findings.size).toBe(0);
  });

  test("children of an index, which follow the index", async () => {
    world.push("shop/api", "amd64", { minutesAgo: 16, tags: [] });
    world.sign("shop/api", "amd64", "FAILED", "no");
    world.push("shop/api", "other", { minutesAgo: 15, children: ["arm64"] });
    world.push("shop/api", "index", { minutesAgo: 15, children: ["arm64", "amd64"] });
    const { stay } = await world.follow([world.message("shop/api", "amd64")]);
    expect(stay).toEqual([]);
    expect(world.findings.size).toBe(0);
    expect(world.lines.find(({ message }) => message === "image")).toMatchObject({
      verdict: { kind: "ignored", reason: `is part of the index ${world.digest("index")}` },
    });
  });

  test("but what a list of referrers names does not, for nobody signs the list", async () => {
    world.push("shop/api", "image", { minutesAgo: 16, tags: [] });
    const tags = [digestOf("other").replace(":", "-")];
    world.push("shop/api", "referrers", { minutesAgo: 15, tags, children: ["image"] });
    await world.follow([world.message("shop/api", "image")]);
    expect(world.open()).toHaveLength(1);
  });

  test("also when the clock says that the index came a little before them", async () => {
    world.push("shop/api", "amd64", { minutesAgo: 15, tags: [] });
    world.push("shop/api", "index", { minutesAgo: 16, children: ["amd64"] });
    await world.follow([world.message("shop/api", "amd64")]);
    expect(world.findings.size).toBe(0);
  });

  test("but a child with a tag of its own does, for it can be deployed by it", async () => {
    world.push("shop/api", "amd64", { minutesAgo: 16, tags: ["1.0-amd64"] });
    world.push("shop/api", "index", { minutesAgo: 15, children: ["amd64"] });
    world.sign("shop/api", "index", "COMPLETE");
    await world.follow([world.message("shop/api", "amd64")]);
    expect(world.open()).toHaveLength(1);
  });

  test("but the index does", async () => {
    world.push("shop/api", "index", { minutesAgo: 15, children: ["amd64"] });
    await world.follow([world.message("shop/api", "index")]);
    expect(world.open()).toHaveLength(1);
  });

  test("and a manifest without a tag that no index lists does", async () => {
    world.push("shop/api", "alone", { minutesAgo: 16, tags: [] });
    world.push("shop/api", "index", { minutesAgo: 15, children: ["amd64"] });
    await world.follow([world.message("shop/api", "alone")]);
    expect(world.open()).toHaveLength(1);
  });

  test("and one that only an index of long ago lists does", async () => {
    world.push("shop/api", "child", { minutesAgo: 16, tags: [] });
    world.push("shop/api", "index", { minutesAgo: 500, children: ["child"] });
    await world.follow([world.message("shop/api", "child")]);
    expect(world.open()).toHaveLength(1);
  });

  test("a repository is looked through once for all children of a batch", async () => {
    const names = ["one", "two", "three"];
    for (const name of names) world.push("shop/api", name, { minutesAgo: 16, tags: [] });
    world.push("shop/api", "index", { minutesAgo: 15, children: names });
    const { registry } = await world.follow(names.map((name) => world.message("shop/api", name)));
    const listings = registry.calls.filter(
      ({ operation, input }) => operation === "DescribeImages" && !("imageIds" in (input as object)),
    );
    expect(listings).toHaveLength(1);
    expect(world.findings.size).toBe(0);
  });
});
