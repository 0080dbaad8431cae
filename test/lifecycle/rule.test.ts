import { lifecycleNotes, lifecyclePreset, type LifecycleRule } from "../../modules/registry";
import { renderLifecyclePolicy } from "../../lifecycle";
import { lifecycleProblems } from "../../modules/registry/lifecycle-checks";
import { RELEASES, UNTAGGED } from "../support/lifecycle/sample";

describe("lifecycle policy", () => {
  test("leaves a description out that a caller without types gives as null", () => {
    const rule = { ...UNTAGGED, description: null } as unknown as LifecycleRule;
    expect(renderLifecyclePolicy([rule])).not.toContain("description");
  });

  test("renders rules that expire, in the order of their priority", () => {
    const rules: LifecycleRule[] = [
      RELEASES,
      { ...UNTAGGED, priority: 10, description: "Old untagged images" },
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
          rulePriority: 3,
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
          description: "Old untagged images",
          selection: {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 7,
          },
          action: { type: "expire" },
        },
      ],
    });
    expect(lifecycleProblems("test", rules)).toEqual([]);
  });

  test("renders rules that archive and delete from the archive", () => {
    const rules: LifecycleRule[] = [
      ...lifecyclePreset({ protectedTags: ["sha256-*"] }),
      {
        tagStatus: "any",
        countType: "sinceImagePulled",
        countNumber: 180,
        action: "transition",
        priority: 10,
      },
      { tagStatus: "any", countType: "sinceImageTransitioned", countNumber: 365, priority: 20 },
    ];
    expect(JSON.parse(renderLifecyclePolicy(rules))).toEqual({
      rules: [
        {
          rulePriority: 1,
          description: "Keep every image tagged sha256-*",
          selection: {
            tagStatus: "tagged",
            tagPatternList: ["sha256-*"],
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 36_500,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 10,
          selection: { tagStatus: "any", countType: "sinceImagePulled", countUnit: "days", countNumber: 180 },
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

describe("notes on lifecycle rules", () => {
  test("say of archiving that a running service does not count as a pull", () => {
    const rule: LifecycleRule = { ...RELEASES, action: "transition" };
    expect(lifecycleNotes([rule])).toEqual([
      {
        code: "archive-running",
        message:
          "the lifecycle policy archives images: a running service does not count as a pull, and what it runs " +
          "cannot be pulled again, by a new task or node, until somebody restores it, which takes up to 20 minutes",
      },
    ]);
  });

  test("say of untagged images what AWS leaves open", () => {
    expect(lifecycleNotes([UNTAGGED])).toEqual([
      {
        code: "untagged-signatures",
        message:
          "the lifecycle policy selects untagged images: AWS says that signatures go with their image, not that " +
          "such a rule spares them before; run a lifecycle policy preview on a repository with old signatures first",
      },
    ]);
  });

  test("say of a rule for tags that it comes too late", () => {
    const rules: LifecycleRule[] = [
      { ...RELEASES, tagPatternList: ["v*"] },
      { ...RELEASES, tagPatternList: ["v1*", "prod-*"] },
      { ...RELEASES, tagPatternList: undefined, tagPrefixList: ["v2"] },
    ];
    expect(lifecycleNotes(rules)).toEqual([
      {
        code: "release-tags-idle",
        message: "v1* and prod-* never acts: v* before it selects every image that it would",
      },
      {
        code: "release-tags-idle",
        message: "v2* never acts: v* before it selects every image that it would",
      },
    ]);
  });

  test("do not say so where the rule before wants more tags, or images of the other storage class", () => {
    const archived = { countType: "sinceImageTransitioned", countNumber: 365 } as const;
    const narrower: LifecycleRule[] = [
      { ...RELEASES, tagPatternList: ["v*", "prod-*"] },
      { ...RELEASES, tagPatternList: ["v1*"] },
    ];
    const elsewhere: LifecycleRule[] = [
      { ...RELEASES, ...archived },
      { ...RELEASES, tagPatternList: ["v1*"] },
    ];
    expect([lifecycleNotes(narrower), lifecycleNotes(elsewhere)]).toEqual([[], []]);
  });

  test("are not needed where rules select tags and expire", () => {
    expect(lifecycleNotes(lifecyclePreset({ releases: 30, protectedTags: ["prod-*"] }))).toEqual([]);
  });

  test("are not needed where untagged images are claimed before a rule for any image", () => {
    const rules: LifecycleRule[] = [
      { ...UNTAGGED, countNumber: 36_500 },
      { tagStatus: "any", countType: "sinceImagePushed", countNumber: 365 },
    ];
    expect(lifecycleNotes(rules)).toEqual([]);
  });
});
