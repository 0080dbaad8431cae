import { applyPolicy, type Reading, READINGS, type StoredImage } from "../support/lifecycle/evaluator";

/** Images with tags, pushed so many days ago. */
const repositoryOf = (images: Record<string, readonly [daysAgo: number, ...tags: string[]]>) =>
  new Map(
    Object.entries(images).map(([digest, [daysAgo, ...tags]]): [string, StoredImage] => [
      digest,
      { digest, tags, pushedAt: -daysAgo },
    ]),
  );
const expire = (rulePriority: number, selection: object) => ({
  rulePriority,
  selection,
  action: { type: "expire" },
});
const newest = (countNumber: number) => ({ countType: "imageCountMoreThan", countNumber });
const pushed = (countNumber: number) => ({ countType: "sinceImagePushed", countUnit: "days", countNumber });
const tagged = (...tagPatternList: string[]) => ({ tagStatus: "tagged", tagPatternList });
const policyOf = (...rules: object[]) => JSON.stringify({ rules });

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html */
describe.each(READINGS)("the evaluator agrees with AWS's examples: %j", (reading: Reading) => {
  const gone = (policy: string, images: ReturnType<typeof repositoryOf>) => {
    const left = applyPolicy(policy, images, 0, reading);
    return [...images.keys()].filter((digest) => !left.has(digest));
  };
  const BETA_PROD = repositoryOf({
    A: [10, "beta-1", "prod-1"],
    B: [9, "beta-2", "prod-2"],
    C: [8, "beta-3"],
  });

  test("multiple rules, example A", () => {
    const policy = policyOf(
      expire(1, { ...tagged("prod*"), ...newest(1) }),
      expire(2, { ...tagged("beta*"), ...newest(1) }),
    );
    expect(gone(policy, BETA_PROD)).toEqual(["A"]);
  });

  test("multiple rules, example B", () => {
    const policy = policyOf(
      expire(1, { ...tagged("beta*"), ...newest(1) }),
      expire(2, { ...tagged("prod*"), ...newest(1) }),
    );
    expect(gone(policy, BETA_PROD)).toEqual(["A", "B"]);
  });

  test("multiple tags in a single rule, example A", () => {
    const images = repositoryOf({
      A: [12, "alpha-1"],
      B: [11, "beta-1"],
      C: [10, "alpha-2", "beta-2"],
      D: [4, "alpha-3"],
      E: [3, "beta-3"],
      F: [2, "alpha-4", "beta-4"],
    });
    expect(gone(policyOf(expire(1, { ...tagged("alpha*", "beta*"), ...pushed(5) })), images)).toEqual(["C"]);
  });

  test("multiple tags in a single rule, example B", () => {
    const images = repositoryOf({
      A: [10, "alpha-1", "beta-1", "gamma-1"],
      B: [9, "alpha-2", "beta-2"],
      C: [8, "alpha-3", "beta-3", "gamma-2"],
    });
    expect(gone(policyOf(expire(1, { ...tagged("alpha*", "beta*"), ...newest(1) })), images)).toEqual([
      "A",
      "B",
    ]);
  });

  test("all images, example A", () => {
    const images = repositoryOf({ A: [4, "alpha-1"], B: [3, "beta-1"], C: [2], D: [1, "alpha-2"] });
    expect(gone(policyOf(expire(1, { tagStatus: "any", ...newest(1) })), images)).toEqual(["A", "B", "C"]);
  });

  test("all images, example B", () => {
    const images = repositoryOf({
      A: [4, "alpha-1", "beta-1"],
      B: [3],
      C: [2, "alpha-2"],
      D: [1, "git hash"],
      E: [1],
    });
    const policy = policyOf(
      expire(1, { ...tagged("alpha*"), ...newest(1) }),
      expire(2, { tagStatus: "untagged", ...pushed(1) }),
      // D and E are of one age; E is the newest of the list, as D is said to go.
      expire(3, { tagStatus: "any", ...newest(1) }),
    );
    expect(gone(policy, new Map([...images].reverse())).sort()).toEqual(["A", "B", "D"]);
  });

  test("archiving and then expiring", () => {
    const policy = policyOf(
      {
        rulePriority: 1,
        selection: { tagStatus: "any", ...pushed(30) },
        action: { type: "transition", targetStorageClass: "archive" },
      },
      expire(2, {
        tagStatus: "any",
        storageClass: "archive",
        countType: "sinceImageTransitioned",
        countUnit: "days",
        countNumber: 365,
      }),
    );
    const days = [0, 365, 366];
    let images = applyPolicy(policy, repositoryOf({ A: [31], B: [30] }), 0, reading);
    const states = days.map((day) => {
      images = applyPolicy(policy, images, day, reading);
      return [...images.values()].map(({ digest, archivedAt }) => [digest, archivedAt]);
    });
    expect(states).toEqual([
      [
        ["A", 0],
        ["B", undefined],
      ],
      [
        ["A", 0],
        ["B", 365],
      ],
      [["B", 365]],
    ]);
  });
});

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules */
describe.each(READINGS)("the evaluator agrees with AWS's evaluation rules: %j", (reading: Reading) => {
  const after = (policy: string, ...images: StoredImage[]) => [
    ...applyPolicy(policy, new Map(images.map((image) => [image.digest, image])), 0, reading).values(),
  ];
  const releases = policyOf(expire(1, { ...tagged("v*"), ...pushed(7) }));
  const archive = policyOf({
    rulePriority: 1,
    selection: { tagStatus: "any", countType: "sinceImagePulled", countUnit: "days", countNumber: 90 },
    action: { type: "transition", targetStorageClass: "archive" },
  });

  test("an index keeps its images while it is there", () => {
    const index: StoredImage = { digest: "index", tags: ["main"], pushedAt: -9, children: ["image"] };
    const image: StoredImage = { digest: "image", tags: ["v1"], pushedAt: -9 };
    expect(after(releases, index, image)).toEqual([index, image]);
    expect(after(releases, { ...index, tags: ["v2"] }, image)).toEqual([]);
  });

  test("an index in the archive keeps its images no more", () => {
    const index: StoredImage = {
      digest: "index",
      tags: ["main"],
      pushedAt: -9,
      children: ["image"],
      archivedAt: -1,
    };
    expect(after(releases, index, { digest: "image", tags: ["v1"], pushedAt: -9 })).toEqual([index]);
  });

  test("a signature follows its image out of the repository and into the archive", () => {
    const image: StoredImage = { digest: "image", tags: ["v1"], pushedAt: -91 };
    const signature: StoredImage = { digest: "signature", tags: [], pushedAt: 0, subject: "image" };
    expect(after(releases, image, signature)).toEqual([]);
    expect(after(archive, image, signature)).toEqual([
      { ...image, archivedAt: 0 },
      { ...signature, archivedAt: 0 },
    ]);
  });

  test.each([
    ["pulled", { pulledAt: -90 }, undefined],
    ["pulled long ago", { pulledAt: -91 }, 0],
    ["never pulled", {}, 0],
    ["restored and not pulled since", { pulledAt: -200, activatedAt: -90 }, undefined],
    ["pulled since its restore", { pulledAt: -91, activatedAt: -200 }, 0],
  ])("the last pull of an image %s", (_what, dates, archivedAt) => {
    const image: StoredImage = { digest: "image", tags: [], pushedAt: -300, ...dates };
    expect(after(archive, image)).toEqual([
      { ...image, ...(archivedAt === undefined ? {} : { archivedAt }) },
    ]);
  });
});
