import { formatProblem } from "../../problem";
import { findWhere } from "../../where";
import { CHILDREN, imageArn, type Manifest } from "../../images";
import { ask, awsOf, refusal, type World } from "./ports";
import { AT, digestOf, findingOf, imageOf, REPOSITORY } from "./sample";

describe("an image", () => {
  const index = digestOf("1d");
  const children = [digestOf(1), digestOf(2)];
  const world: World = {
    repositories: [REPOSITORY],
    images: [imageOf(1, { inUse: "unknown", tags: ["arm"] }), imageOf(2, { inUse: 0 })],
    findings: [findingOf(imageOf(2, { inUse: 0 }), { severity: "HIGH" })],
    manifest: (_, reference) =>
      "tag" in reference && reference.tag !== "1.4.2" ? undefined : { digest: index, children },
  };

  test.each([["shop/api:1.4.2"], [`shop/api@${index}`], [index]])(
    "that is an index is replaced by the images it lists: %s",
    async (query) => {
      const { rows, problems } = await ask(query, world);
      expect(rows.map(({ image, worst, running }) => [image.digest, worst.severity, running])).toEqual([
        [digestOf(2), "HIGH", 0],
        [digestOf(1), "NONE", "unknown"],
      ]);
      expect(problems).toEqual([]);
    },
  );

  test("that is an index with more images than are looked at is no complete answer", async () => {
    const { problems } = await ask(`shop/api@${index}`, {
      ...world,
      manifest: () => ({ digest: index, children, cut: true }),
    });
    expect(problems.map(formatProblem)).toEqual([
      `eu-central-1: the index ${index} in shop/api lists more than is looked at, or something that cannot be read; allowed: at most 100 images, in the index or in indexes that it lists; ask for the digest of the image itself [index-cut]`,
    ]);
  });

  test("that is an index of which nothing can be read stands for itself, and is no complete answer", async () => {
    const { rows, problems } = await ask("shop/api:1.4.2", {
      ...world,
      manifest: () => ({ digest: index, children: [], cut: true }),
    });
    expect(rows.map(({ image, worst, running }) => [image.digest, worst.severity, running])).toEqual([
      [index, "UNSCANNED", "unknown"],
    ]);
    expect(problems.map(({ code }) => code)).toEqual(["index-cut"]);
  });

  describe("that is an index of indexes", () => {
    const inner = digestOf("1e");
    const outer = { digest: index, children: [inner, digestOf(1)], indexes: [inner] };
    const nested = (found: Manifest | undefined, members: Partial<Manifest> = {}): World => ({
      ...world,
      manifest: (_, reference) =>
        "digest" in reference && reference.digest === inner ? found : { ...outer, ...members },
    });
    const codesOf = (problems: readonly { code: string }[]) => problems.map(({ code }) => code);

    test("is replaced by the images of all of them", async () => {
      const { rows, problems } = await ask(
        "shop/api:1.4.2",
        nested({ digest: inner, children: [digestOf(2)] }),
      );
      expect(rows.map(({ image, worst }) => [image.digest, worst.severity])).toEqual([
        [digestOf(2), "HIGH"],
        [digestOf(1), "NONE"],
      ]);
      expect(problems).toEqual([]);
    });

    test.each<[string, Manifest | undefined]>([
      ["that is not there", undefined],
      ["that lists more than is looked at", { digest: inner, children: [digestOf(2)], cut: true }],
      ["that lists indexes", { digest: inner, children: [digestOf(2)], indexes: [digestOf(2)] }],
      [
        "with too many images",
        { digest: inner, children: Array.from({ length: CHILDREN }, (_, at) => digestOf(at + 2)) },
      ],
    ])("with one %s is no complete answer", async (_, found) => {
      const { problems } = await ask("shop/api:1.4.2", nested(found));
      expect(codesOf(problems)).toEqual(["index-cut"]);
    });
  });

  test("that Inspector knows needs no look into the registry", async () => {
    const aws = awsOf(world);
    const { rows } = await findWhere(
      {
        query: { kind: "image", reference: { digest: digestOf(2) } },
        regions: ["eu-central-1"],
        live: false,
        at: AT,
      },
      aws,
    );
    expect(rows.map(({ image }) => image.digest)).toEqual([digestOf(2)]);
    expect(aws.asked.filter((asked) => asked.startsWith("manifest"))).toEqual([]);
  });

  test("that Inspector knows in one repository is looked for in the others, which it may not cover", async () => {
    const aws = awsOf({
      ...world,
      repositories: [REPOSITORY, { ...REPOSITORY, name: "shop/web" }],
      manifest: () => ({ digest: digestOf(2) }),
    });
    const { rows } = await findWhere(
      {
        query: { kind: "image", reference: { digest: digestOf(2) } },
        regions: ["eu-central-1"],
        live: false,
        at: AT,
      },
      aws,
    );
    expect(rows.map(({ image, worst }) => [image.repository.name, worst.severity]).sort()).toEqual([
      ["shop/api", "HIGH"],
      ["shop/web", "UNSCANNED"],
    ]);
    expect(aws.asked.filter((asked) => asked.startsWith("manifest"))).toEqual(["manifest shop/web"]);
  });

  describe("whose tag has moved since Inspector saw it", () => {
    const moved: World = {
      repositories: [REPOSITORY],
      images: [imageOf(1, { tags: ["1.4.2"], inUse: 0 }), imageOf(2)],
      findings: [findingOf(imageOf(2))],
      manifest: () => ({ digest: digestOf(2) }),
    };
    const digestsOf = async (world: World) => {
      const { rows, problems } = await ask("shop/api:1.4.2", world);
      return { digests: rows.map(({ image }) => image.digest), codes: problems.map(({ code }) => code) };
    };

    test("is the one that the registry says", async () => {
      expect(await digestsOf(moved)).toEqual({ digests: [digestOf(2)], codes: [] });
    });

    test("is looked for in every repository, also where Inspector knows none", async () => {
      const images = [imageOf(1, { tags: ["1.4.2"] })];
      expect(await digestsOf({ ...moved, repositories: [], images })).toEqual({
        digests: [digestOf(2)],
        codes: [],
      });
    });

    test("is the one that Inspector saw where the registry does not have the tag any more", async () => {
      expect(await digestsOf({ ...moved, manifest: () => undefined })).toEqual({
        digests: [digestOf(1)],
        codes: [],
      });
    });

    test("is the one that Inspector saw where the registry does not answer, and that is told", async () => {
      const { rows, problems } = await ask("shop/api:1.4.2", {
        ...moved,
        manifest: () => {
          throw refusal("access-denied", "ecr:BatchGetImage eu-central-1");
        },
      });
      expect(rows.map(({ image }) => image.digest)).toEqual([digestOf(1)]);
      expect(problems.map(formatProblem)).toEqual([
        "ecr:BatchGetImage eu-central-1: refused [access-denied]",
        "eu-central-1: what the tag means in shop/api of account 333333333333 is told as Inspector last saw it, because the registry did not answer; it may have moved since; allow ecr:BatchGetImage on the repository, or ask for the digest [tag-not-checked]",
      ]);
    });
  });

  test("that Inspector does not scan may be anything and run anywhere", async () => {
    const { rows } = await ask("shop/api:1.4.2", { ...world, images: [], findings: [] });
    expect(rows.map(({ worst, running, image }) => [worst.severity, running, image.tags])).toEqual([
      ["UNSCANNED", "unknown", ["1.4.2"]],
      ["UNSCANNED", "unknown", ["1.4.2"]],
    ]);
  });

  test("is looked for in the repositories that are named, of its name and in the region, each once", async () => {
    const aws = awsOf({ repositories: [REPOSITORY], manifest: () => ({ digest: digestOf(1) }) });
    const named = [
      REPOSITORY,
      { ...REPOSITORY, account: "777777777777" },
      { ...REPOSITORY, name: "shop/web" },
      { ...REPOSITORY, region: "eu-west-1" },
    ];
    const { rows } = await findWhere(
      {
        query: { kind: "image", repository: "shop/api", reference: { digest: digestOf(1) } },
        regions: ["eu-central-1"],
        repositories: named,
        live: false,
        at: AT,
      },
      aws,
    );
    expect(rows.map(({ image }) => image.repository).sort()).toEqual(named.slice(0, 2));
  });

  test("that is nowhere has no rows", async () => {
    expect(await ask("shop/api:9.9.9", world)).toMatchObject({ rows: [], images: 0, problems: [] });
  });

  test("of one registry is asked for there alone", async () => {
    const elsewhere = { ...REPOSITORY, account: "777777777777" };
    const both: World = {
      repositories: [REPOSITORY, elsewhere],
      images: [imageOf(1, { tags: ["1.4.2"] }), imageOf(1, { repository: elsewhere, tags: ["1.4.2"] })],
    };
    const accounts = async (query: string) =>
      (await ask(query, both)).rows.map(({ image }) => image.repository.account);
    expect(await accounts("shop/api:1.4.2")).toEqual(["333333333333", "777777777777"]);
    expect(await accounts("777777777777.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4.2")).toEqual([
      "777777777777",
    ]);
  });

  test("with the same digest elsewhere is told with its own findings only", async () => {
    const repository = { ...REPOSITORY, name: "shop/web" };
    const { findings } = await ask(`shop/api@${digestOf(1)}`, {
      repositories: [REPOSITORY, repository],
      images: [imageOf(1), imageOf(1, { repository })],
      findings: [findingOf(imageOf(1)), findingOf(imageOf(1, { repository }))],
    });
    expect(findings).toBe(1);
  });

  test("whose registry refuses leaves the answer incomplete", async () => {
    const { rows, problems } = await ask("shop/api:1.4.2", {
      ...world,
      images: [],
      manifest: () => {
        throw refusal("access-denied", "ecr:BatchGetImage eu-central-1");
      },
    });
    expect({ rows, problems }).toEqual({
      rows: [],
      problems: [{ code: "access-denied", path: "ecr:BatchGetImage eu-central-1", message: "refused" }],
    });
  });

  test("without a repository among too many is refused", async () => {
    const repositories = Array.from({ length: 1_001 }, (_, number) => ({
      ...REPOSITORY,
      name: `shop/api-${String(number)}`,
    }));
    const { problems } = await ask(index, { repositories });
    expect(problems).toEqual([
      {
        code: "too-many-repositories",
        path: "eu-central-1",
        message: "has 1,001 repositories, too many to look for a digest in",
        allowed: "at most 1,000",
        change: "name the repository: REPOSITORY@sha256:DIGEST",
      },
    ]);
  });
});

test("the ARN of an image is the one that Inspector knows", () => {
  expect(imageArn(REPOSITORY, digestOf(1))).toBe(
    `arn:aws:ecr:eu-central-1:333333333333:repository/shop/api/${digestOf(1)}`,
  );
});
