import fc from "fast-check";
import { lifecyclePreset } from "../../modules/registry";
import { renderLifecyclePolicy } from "../../lifecycle";
import { lifecycleProblems } from "../../modules/registry/lifecycle-checks";
import { applyPolicy, READINGS } from "../support/lifecycle/evaluator";
import { presets } from "../support/lifecycle/rules";
import { rejectionOf } from "../support/rejection";
import { RELEASES, UNTAGGED } from "../support/lifecycle/sample";

const SEED = { seed: 20261124 };

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

  test("protects tags before everything else, by rules that never act", () => {
    expect(lifecyclePreset({ releases: 30, untaggedDays: 7, protectedTags: ["prod-*", "prod-*"] })).toEqual([
      {
        description: "Keep every image tagged prod-*",
        tagStatus: "tagged",
        tagPatternList: ["prod-*"],
        countType: "sinceImagePushed",
        countNumber: 36_500,
      },
      { ...RELEASES, description: "Keep the newest 30 images tagged v*" },
      { ...UNTAGGED, description: "Expire untagged images 7 days after their push" },
    ]);
  });

  test("archives releases and untagged images that nobody pulls", () => {
    const archiving = { countType: "sinceImagePulled", countNumber: 180, action: "transition" };
    expect(lifecyclePreset({ archive: { unpulledDays: 180 } })).toEqual([
      {
        description: "Archive images tagged v* 180 days after their last pull",
        tagStatus: "tagged",
        tagPatternList: ["v*"],
        ...archiving,
      },
      {
        description: "Archive untagged images 180 days after their last pull",
        tagStatus: "untagged",
        ...archiving,
      },
    ]);
  });

  test("deletes from the archive what it archives, and nothing that is protected", () => {
    const preset = lifecyclePreset({
      protectedTags: ["prod-*"],
      archive: { unpulledDays: 180, deleteAfterDays: 365 },
    });
    expect(preset.slice(3)).toEqual([
      {
        description: "Keep every archived image tagged prod-*",
        tagStatus: "tagged",
        tagPatternList: ["prod-*"],
        countType: "sinceImageTransitioned",
        countNumber: 36_500,
      },
      {
        description: "Delete images tagged v* after 365 days in the archive",
        tagStatus: "tagged",
        tagPatternList: ["v*"],
        countType: "sinceImageTransitioned",
        countNumber: 365,
      },
      {
        description: "Delete untagged images after 365 days in the archive",
        tagStatus: "untagged",
        countType: "sinceImageTransitioned",
        countNumber: 365,
      },
    ]);
  });

  test("keeps a protected image that somebody archived by hand", () => {
    const policy = renderLifecyclePolicy(
      lifecyclePreset({
        protectedTags: ["prod-*"],
        archive: { unpulledDays: 180, deleteAfterDays: 90 },
      }),
    );
    const images = ["prod-1", "v1"].map((tag) => ({
      digest: tag,
      tags: [tag, "v0"],
      pushedAt: -300,
      archivedAt: -200,
    }));
    const repository = new Map(images.map((image) => [image.digest, image]));
    for (const reading of READINGS) {
      expect([...applyPolicy(policy, repository, 0, reading).keys()]).toEqual(["prod-1"]);
    }
  });

  test.each([179, Number.NaN])("archives nothing %d days after its last pull", (unpulledDays) => {
    expect(rejectionOf(() => lifecyclePreset({ archive: { unpulledDays } }))).toEqual([
      `lifecyclePreset: archive.unpulledDays is ${String(unpulledDays)}; allowed: 180 days or more, as a ` +
        "running service does not count as a pull [lifecycle-archive-unpulled]",
    ]);
  });

  test.each([{ releases: 30 }, { untaggedDays: 7 }])("archives nothing beside %j", (expiry) => {
    const [[name, value] = []] = Object.entries(expiry);
    expect(rejectionOf(() => lifecyclePreset({ ...expiry, archive: { unpulledDays: 180 } }))).toEqual([
      `lifecyclePreset: ${String(name)} is ${String(value)}, beside archive; allowed: either archive, or ` +
        "releases and untaggedDays [lifecycle-archive-and-expire]",
    ]);
  });

  test("is always accepted, unique in priority and free of nulls", () => {
    fc.assert(
      fc.property(presets, (preset) => {
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
