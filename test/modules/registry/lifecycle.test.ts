import fc from "fast-check";
import { lifecyclePreset, type LifecycleRule } from "../../../modules/registry";
import { renderLifecyclePolicy } from "../../../modules/registry/lifecycle";
import { lifecycleProblems } from "../../../modules/registry/lifecycle-checks";
import { couldSelectSignatureTag } from "../../../modules/registry/signature-tags";
import { formatProblem } from "../../../problem";

const SEED = { seed: 20261124 };
const UNTAGGED: LifecycleRule = { tagStatus: "untagged", countType: "sinceImagePushed", countNumber: 7 };
const RELEASES: LifecycleRule = {
  tagStatus: "tagged",
  tagPatternList: ["v*"],
  countType: "imageCountMoreThan",
  countNumber: 30,
};

describe("lifecycle policy", () => {
  test("renders every property ECR knows", () => {
    const rules: LifecycleRule[] = [
      RELEASES,
      {
        description: "Archive what nobody pulls",
        tagStatus: "any",
        countType: "sinceImagePulled",
        countNumber: 90,
        action: "transition",
        priority: 10,
      },
      { tagStatus: "any", countType: "sinceImageTransitioned", countNumber: 365, priority: 20 },
      {
        tagStatus: "tagged",
        tagPrefixList: ["pr-"],
        countType: "sinceImagePushed",
        countNumber: 14,
        storageClass: "standard",
      },
    ];
    expect(JSON.parse(renderLifecyclePolicy(rules))).toEqual({
      rules: [
        {
          rulePriority: 1,
          selection: {
            tagStatus: "tagged",
            tagPatternList: ["v*"],
            countType: "imageCountMoreThan",
            countNumber: 30,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 4,
          selection: {
            tagStatus: "tagged",
            tagPrefixList: ["pr-"],
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 14,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 10,
          description: "Archive what nobody pulls",
          selection: { tagStatus: "any", countType: "sinceImagePulled", countUnit: "days", countNumber: 90 },
          action: { type: "transition", targetStorageClass: "archive" },
        },
        {
          rulePriority: 20,
          selection: {
            tagStatus: "any",
            storageClass: "archive",
            countType: "sinceImageTransitioned",
            countUnit: "days",
            countNumber: 365,
          },
          action: { type: "expire" },
        },
      ],
    });
    expect(lifecycleProblems("test", rules)).toEqual([]);
  });
});

describe("lifecyclePreset", () => {
  test("keeps everything when told nothing", () => {
    expect(lifecyclePreset({})).toEqual([]);
  });

  test("gives every release pattern a rule of its own, then the untagged images", () => {
    expect(
      lifecyclePreset({ releases: 30, releaseTags: ["v*", "release-*", "v*"], untaggedDays: 7 }),
    ).toEqual([
      { ...RELEASES, description: "Keep the newest 30 images tagged v*" },
      {
        ...RELEASES,
        description: "Keep the newest 30 images tagged release-*",
        tagPatternList: ["release-*"],
      },
      { ...UNTAGGED, description: "Expire untagged images 7 days after their push" },
    ]);
  });

  test("takes v* for a release", () => {
    expect(lifecyclePreset({ releases: 30 })[0]?.tagPatternList).toEqual(["v*"]);
  });

  const releaseTag = fc.stringMatching(/^[rv][a-z0-9.]{0,20}\*?$/);

  test("is always accepted, unique in priority and free of nulls", () => {
    const props = fc.record(
      {
        releases: fc.integer({ min: 1, max: 1000 }),
        releaseTags: fc.array(releaseTag, { minLength: 1, maxLength: 10 }),
        untaggedDays: fc.integer({ min: 1, max: 3650 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(props, (preset) => {
        const rules = lifecyclePreset(preset);
        const text = renderLifecyclePolicy(rules);
        const rendered = JSON.parse(text) as { rules: { rulePriority: number }[] };
        expect(lifecycleProblems("test", rules)).toEqual([]);
        expect(rendered.rules.map(({ rulePriority }) => rulePriority)).toEqual(rules.map((_, i) => i + 1));
        expect(text).not.toContain("null");
      }),
      SEED,
    );
  });
});

describe("lifecycle rules refused", () => {
  const refused = (...rules: LifecycleRule[]) => lifecycleProblems("test", rules).map(formatProblem);

  test("two rules of one priority", () => {
    expect(refused({ ...RELEASES, priority: 2 }, UNTAGGED)).toEqual([
      "test: lifecycle rule 2 shares its priority with another rule; allowed: one rule for a priority " +
        "[lifecycle-duplicate-priority]",
    ]);
  });

  test.each([0, -1, 1.5])("the priority %d", (priority) => {
    expect(refused({ ...RELEASES, priority })).toEqual([
      `test: lifecycle rule ${String(priority)} has no possible priority; allowed: a whole number from 1 ` +
        "[lifecycle-priority]",
    ]);
  });

  test("a rule after the one for any image", () => {
    expect(refused({ tagStatus: "any", countType: "sinceImagePushed", countNumber: 365 }, UNTAGGED)).toEqual([
      'test: lifecycle rule 2 comes after a rule for any image; allowed: tagStatus "any" last ' +
        "[lifecycle-any-not-last]",
    ]);
  });

  test.each(["untagged", "any"] as const)("a second rule for %s images", (tagStatus) => {
    const rule: LifecycleRule = { tagStatus, countType: "sinceImagePushed", countNumber: 7 };
    expect(refused(rule, { ...rule, countNumber: 14 })).toEqual([
      `test: lifecycle rule 2 is the second for ${tagStatus} images of storage class standard; allowed: one ` +
        `rule for ${tagStatus} images of a storage class [lifecycle-repeated-selection]`,
    ]);
  });

  test.each([
    ["patterns", { tagPatternList: ["v*", "*-arm64"] }, { tagPatternList: ["*-arm64", "v*", "v*"] }],
    ["prefixes", { tagPrefixList: ["pr-"] }, { tagPrefixList: ["pr-"] }],
  ])("a second rule for the same tag %s", (_kind, first, second) => {
    const rule: LifecycleRule = { tagStatus: "tagged", countType: "sinceImagePushed", countNumber: 7 };
    expect(refused({ ...rule, ...first }, { ...rule, ...second })).toEqual([
      "test: lifecycle rule 2 is the second for these tags of storage class standard; allowed: one rule for " +
        "these tags of a storage class [lifecycle-repeated-selection]",
    ]);
  });

  test("a pattern with five wildcards", () => {
    expect(refused({ ...RELEASES, tagPatternList: ["v*1*2*3*4*"] })).toEqual([
      'test: lifecycle rule 1 has more than 4 wildcards in the pattern "v*1*2*3*4*"; allowed: 4 wildcards in a ' +
        "pattern [lifecycle-wildcards]",
    ]);
  });

  test("patterns together with prefixes", () => {
    expect(refused({ ...RELEASES, tagPrefixList: ["v"] })).toEqual([
      "test: lifecycle rule 1 selects tagged images by both lists; allowed: either tagPatternList or " +
        "tagPrefixList [lifecycle-tag-selection]",
    ]);
  });

  test.each([[undefined], [[]], [[""]]])("tagged images of the tags %j", (tagPatternList) => {
    expect(
      refused({ tagStatus: "tagged", countType: "imageCountMoreThan", countNumber: 1, tagPatternList }),
    ).toEqual([
      "test: lifecycle rule 1 selects tagged images by no tag; allowed: either tagPatternList or tagPrefixList " +
        "[lifecycle-tag-selection]",
    ]);
  });

  test.each(["untagged", "any"] as const)("tags of %s images", (tagStatus) => {
    expect(refused({ ...RELEASES, tagStatus })).toEqual([
      `test: lifecycle rule 1 names tags for ${tagStatus} images; allowed: tags only with tagStatus "tagged" ` +
        "[lifecycle-tag-selection]",
    ]);
  });

  test.each([0, -1, 1.5, Number.NaN])("the count %d", (countNumber) => {
    expect(refused({ ...UNTAGGED, countNumber })).toEqual([
      `test: lifecycle rule 1 has the count ${String(countNumber)}; allowed: a whole number from 1 ` +
        "[lifecycle-count]",
    ]);
  });

  test("expiry by the last pull", () => {
    expect(refused({ ...UNTAGGED, countType: "sinceImagePulled" })).toEqual([
      'test: lifecycle rule 1 expires images by their last pull; allowed: action "transition" for ' +
        "sinceImagePulled; expire what was archived with sinceImageTransitioned [lifecycle-action]",
    ]);
  });

  test("archiving the archive", () => {
    expect(
      refused({ ...UNTAGGED, countType: "sinceImageTransitioned", countNumber: 90, action: "transition" }),
    ).toEqual([
      'test: lifecycle rule 1 archives images of the archive; allowed: action "expire" for the archive ' +
        "[lifecycle-action]",
    ]);
  });

  test.each([
    ["sinceImagePushed", "archive"],
    ["sinceImageTransitioned", "standard"],
  ] as const)("%s in storage class %s", (countType, storageClass) => {
    expect(refused({ ...UNTAGGED, countType, storageClass, countNumber: 90 })).toEqual([
      `test: lifecycle rule 1 counts ${countType} in storage class ${storageClass}; allowed: ` +
        "sinceImageTransitioned for archive, every other count for standard [lifecycle-storage-class]",
    ]);
  });

  test("expiry from the archive before its shortest time", () => {
    expect(refused({ ...UNTAGGED, countType: "sinceImageTransitioned", countNumber: 89 })).toEqual([
      "test: lifecycle rule 1 expires archived images after 89 days; allowed: 90 days or more, the shortest " +
        "time in the archive [lifecycle-archive-days]",
    ]);
  });

  test("rule 51", () => {
    const rules = Array.from({ length: 51 }, (_, i) => ({ ...RELEASES, tagPatternList: ["v*", `*-${i}`] }));
    expect(refused(...rules)).toEqual([
      "test: the lifecycle policy has 51 rules; allowed: 50 rules [lifecycle-too-many-rules]",
    ]);
  });

  test("more text than ECR takes", () => {
    const rule = { ...RELEASES, description: "x".repeat(30_000), tagPatternList: ["v".repeat(1000)] };
    expect(refused(rule)).toEqual([
      "test: the lifecycle policy has 31181 characters; allowed: 30720 characters [lifecycle-too-long]",
    ]);
  });

  test("tags under which signatures are kept", () => {
    expect(refused({ ...RELEASES, tagPatternList: ["s*", "*.sig"] })).toEqual([
      'test: lifecycle rule 1 selects the tags that hold signatures (sha256-…) by "s*", "*.sig"; allowed: tags ' +
        "of images only; signatures go with the image they belong to [lifecycle-signature-tags]",
    ]);
  });
});

describe("signature tags", () => {
  test.each([["*"], ["sha256-*"], ["*.sig"], ["*a"], ["s*6-*"]])("could be selected by %s", (pattern) => {
    expect(couldSelectSignatureTag([pattern])).toBe(true);
  });

  test.each([["v*"], ["sha-*"], ["*-rc*"], ["*.*.*"], ["sha256-"], ["release"]])(
    "cannot be selected by %s",
    (pattern) => {
      expect(couldSelectSignatureTag([pattern])).toBe(false);
    },
  );

  test("are selected only by rules whose every pattern fits one kind of them", () => {
    expect(couldSelectSignatureTag(["*.sig", "sha*"])).toBe(true);
    expect(couldSelectSignatureTag(["*.sig", "*.att"])).toBe(false);
  });

  test("are found by every pattern made from one of them", () => {
    const tag = fc
      .tuple(fc.stringMatching(/^[0-9a-f]{64}$/), fc.constantFrom("", ".sig", ".att", ".sbom"))
      .map(([digest, suffix]) => `sha256-${digest}${suffix}`);
    const cuts = fc.tuple(tag, fc.array(fc.tuple(fc.nat(75), fc.nat(75)), { maxLength: 4 }));
    fc.assert(
      fc.property(cuts, ([text, ranges]) => {
        const characters = [...text];
        for (const [start, length] of ranges) characters.splice(start, length, "*");
        expect(couldSelectSignatureTag([characters.join("")])).toBe(true);
      }),
      SEED,
    );
  });
});
