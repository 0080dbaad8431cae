import { type LifecycleRule } from "../../modules/registry";
import { lifecycleProblems } from "../../modules/registry/lifecycle-checks";
import { formatProblem } from "../../problem";
import { RELEASES, UNTAGGED } from "../support/lifecycle/sample";

/** A rule that never acts: it claims the tags under which signatures are kept. */
const SIGNATURES: LifecycleRule = {
  tagStatus: "tagged",
  tagPatternList: ["sha256-*"],
  countType: "sinceImagePushed",
  countNumber: 36_500,
};
const refused = (...rules: LifecycleRule[]) => lifecycleProblems("test", rules).map(formatProblem);

describe("lifecycle rules that ECR refuses", () => {
  test("two rules of one priority", () => {
    expect(refused({ ...RELEASES, priority: 2 }, UNTAGGED)).toEqual([
      "test: lifecycle rule 2 shares its priority with another rule; allowed: one rule for a priority " +
        "[lifecycle-duplicate-priority]",
    ]);
  });

  test.each([0, -1, 1.5, 1e21])("the priority %d", (priority) => {
    expect(refused({ ...RELEASES, priority })).toEqual([
      `test: lifecycle rule ${String(priority)} has no possible priority; allowed: a whole number from 1 ` +
        "[lifecycle-priority]",
    ]);
  });

  test.each([
    ["untagged", UNTAGGED],
    ["tagged", RELEASES],
  ])("a rule for %s images after the one for any image", (_, rule) => {
    const any: LifecycleRule = { tagStatus: "any", countType: "sinceImagePushed", countNumber: 365 };
    expect(refused(SIGNATURES, any, rule)).toEqual([
      'test: lifecycle rule 3 comes after a rule for any image; allowed: tagStatus "any" last ' +
        "[lifecycle-any-not-last]",
    ]);
  });

  test.each(["untagged", "any"] as const)("a second rule for %s images", (tagStatus) => {
    const rule: LifecycleRule = { tagStatus, countType: "sinceImagePushed", countNumber: 7 };
    expect(refused(SIGNATURES, rule, { ...rule, countNumber: 14 })).toEqual([
      `test: lifecycle rule 3 is the second for ${tagStatus} images of storage class standard; allowed: one ` +
        `rule for ${tagStatus} images of a storage class [lifecycle-repeated-selection]`,
    ]);
  });

  test.each([
    ["patterns", { tagPatternList: ["v*", "*-arm64"] }, { tagPatternList: ["*-arm64", "v*", "v*"] }],
    ["prefixes", { tagPrefixList: ["pr-"] }, { tagPrefixList: ["pr-"] }],
    ["prefixes as patterns", { tagPrefixList: ["pr-"] }, { tagPatternList: ["pr-*"] }],
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
    expect(refused(SIGNATURES, { ...RELEASES, tagStatus })).toEqual([
      `test: lifecycle rule 2 names tags for ${tagStatus} images; allowed: tags only with tagStatus "tagged" ` +
        "[lifecycle-tag-selection]",
    ]);
  });

  test.each([0, -1, 1.5, 1e21, Number.NaN])("the count %d", (countNumber) => {
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

  test.each(["sinceImagePulled", "sinceImagePushed"] as const)(
    "archiving by %s in less time than nobody uses an image",
    (countType) => {
      const rule: LifecycleRule = { ...UNTAGGED, countType, action: "transition", countNumber: 179 };
      expect(refused(rule)).toEqual([
        "test: lifecycle rule 1 archives images after 179 days; allowed: 180 days or more, as a running service " +
          "does not count as a pull [lifecycle-archive-unpulled]",
      ]);
      expect(refused({ ...rule, countNumber: 180 })).toEqual([]);
    },
  );

  test("no number of days where images are archived by their number", () => {
    expect(refused({ ...RELEASES, action: "transition", countNumber: 1 })).toEqual([]);
  });

  test("archiving the archive", () => {
    expect(
      refused({ ...UNTAGGED, countType: "sinceImageTransitioned", countNumber: 180, action: "transition" }),
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
      "test: the lifecycle policy has 51 rules; allowed: 50 rules; give rules that end alike one list of patterns, or use lifecyclePreset [lifecycle-too-many-rules]",
    ]);
  });

  test("more text than ECR takes", () => {
    const rule = { ...RELEASES, description: "x".repeat(30_000), tagPatternList: ["v".repeat(1000)] };
    expect(refused(rule)).toEqual([
      "test: the lifecycle policy has 31181 characters; allowed: 30720 characters; name fewer tags: one pattern with * for many, and short descriptions [lifecycle-too-long]",
    ]);
  });

  test.each(["a/b", "-rc", ".hidden", "v 1"])('the pattern "%s", which no tag can have', (pattern) => {
    expect(refused({ ...RELEASES, tagPatternList: [pattern] })).toEqual([
      `test: lifecycle rule 1 has the pattern "${pattern}", which no tag can have; allowed: letters, digits, ` +
        "_ . - and *, not . or - first [lifecycle-tag-characters]",
    ]);
  });

  test.each(["v*", "-rc"])('the prefix "%s", which no tag can have', (text) => {
    expect(refused({ ...UNTAGGED, tagStatus: "tagged", tagPrefixList: [text] })).toEqual([
      `test: lifecycle rule 1 has the prefix "${text}", which no tag can have; allowed: letters, digits, ` +
        "_ . -, not . or - first [lifecycle-tag-characters]",
    ]);
  });

  test("nothing of a tag with every character there can be", () => {
    expect(refused({ ...RELEASES, tagPatternList: ["_aZ0._-*"] })).toEqual([]);
  });
});

describe("lifecycle rules that take what belongs to images that stay", () => {
  const archive = { countType: "sinceImagePulled", countNumber: 180, action: "transition" } as const;
  const deletion = { countType: "sinceImageTransitioned", countNumber: 365 } as const;
  const tagged = (pattern: string) => ({ tagStatus: "tagged", tagPatternList: [pattern] }) as const;

  test("tags under which signatures are kept", () => {
    expect(refused({ ...RELEASES, tagPatternList: ["s*", "*.sig"] })).toEqual([
      'test: lifecycle rule 1 selects the tags that hold signatures (sha256-…) by "s*", "*.sig"; allowed: tags ' +
        'of images only, or before it a rule that protects "sha256-*" [lifecycle-signature-tags]',
    ]);
  });

  test("a prefix of the tags under which signatures are kept", () => {
    expect(refused({ ...UNTAGGED, tagStatus: "tagged", tagPrefixList: ["sha"] })).toEqual([
      'test: lifecycle rule 1 selects the tags that hold signatures (sha256-…) by "sha*"; allowed: tags of ' +
        'images only, or before it a rule that protects "sha256-*" [lifecycle-signature-tags]',
    ]);
  });

  test("any image, and with it the tags under which signatures are kept", () => {
    expect(refused({ ...UNTAGGED, tagStatus: "any" })).toEqual([
      'test: lifecycle rule 1 selects the tags that hold signatures (sha256-…) by tagStatus "any"; allowed: ' +
        'tags of images only, or before it a rule that protects "sha256-*" [lifecycle-signature-tags]',
    ]);
  });

  test("not any image where the tags of signatures are protected", () => {
    expect(refused(SIGNATURES, { ...UNTAGGED, tagStatus: "any" })).toEqual([]);
  });

  test("any image where only some tags of signatures are protected", () => {
    expect(
      refused({ ...SIGNATURES, tagPatternList: ["*.sig"] }, { ...UNTAGGED, tagStatus: "any" }),
    ).toHaveLength(1);
  });

  test("protection after a rule that may have taken the image before", () => {
    expect(refused(RELEASES, { ...SIGNATURES, tagPatternList: ["prod-*"] })).toEqual([
      "test: lifecycle rule 2 protects images that rule 1 may have taken before; allowed: rules that protect " +
        "tags before every other rule for tags [lifecycle-protection-late]",
    ]);
  });

  test("expiry beside archiving", () => {
    expect(refused(UNTAGGED, { ...tagged("v*"), ...archive })).toEqual([
      "test: lifecycle rule 1 expires images while rule 2 archives images: platform images would go before an " +
        "archived index; allowed: one action for all rules of storage class standard " +
        "[lifecycle-archive-and-expire]",
    ]);
  });

  test("images that stay in the archive while others leave it", () => {
    const rules = [
      { ...tagged("v*"), ...archive },
      { ...UNTAGGED, ...archive },
      { ...UNTAGGED, ...deletion },
    ];
    expect(refused(...rules)).toEqual([
      "test: lifecycle rule 1 archives images that no rule deletes from the archive, while others are deleted; " +
        "allowed: a rule for the same images in storage class archive, or none there [lifecycle-archive-uneven]",
    ]);
  });

  test("images that leave the archive sooner than others", () => {
    const rules = [
      { ...tagged("v*"), ...archive },
      { ...UNTAGGED, ...archive },
      { ...tagged("v*"), ...deletion },
      { ...UNTAGGED, ...deletion, countNumber: 90 },
    ];
    expect(refused(...rules)).toEqual([
      "test: lifecycle rule 4 deletes archived images after 90 days, others after 365; allowed: one number of " +
        "days for all rules of storage class archive [lifecycle-archive-uneven]",
    ]);
  });

  test("tags protected in the archive only", () => {
    const rules = [
      { ...tagged("v*"), ...archive },
      { ...tagged("prod-*"), ...deletion, countNumber: 36_500 },
      { ...tagged("v*"), ...deletion },
    ];
    expect(refused(...rules)).toEqual([
      "test: lifecycle rule 2 protects archived images that nothing protects from the archive; allowed: the " +
        "same tags protected in both storage classes [lifecycle-archive-uneven]",
    ]);
  });
});
