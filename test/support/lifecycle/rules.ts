import fc from "fast-check";
import { type LifecyclePresetProps, type LifecycleRule } from "../../../modules/registry";
import { lifecycleProblems } from "../../../modules/registry/lifecycle-checks";
import { TAG_NAMES } from "./repositories";

/** A hundred years: a rule that waits so long only claims images. */
const NEVER = 36_500;

const within = (min: number, max: number) => fc.integer({ min, max });

/** Presets that expire, and presets that archive; a tag is either a release or protected. */
export const presets: fc.Arbitrary<LifecyclePresetProps> = fc
  .record({
    kinds: fc.array(fc.constantFrom("release", "protected", "other"), {
      minLength: TAG_NAMES.length,
      maxLength: TAG_NAMES.length,
    }),
    releases: fc.option(within(1, 2), { nil: undefined }),
    untaggedDays: fc.option(within(1, 60), { nil: undefined }),
    archive: fc.option(
      fc.record(
        { unpulledDays: within(180, 400), deleteAfterDays: within(90, 400) },
        { requiredKeys: ["unpulledDays"] },
      ),
      { nil: undefined },
    ),
  })
  .map(({ kinds, archive, ...expiry }) => {
    const patternsOf = (kind: string) =>
      TAG_NAMES.filter((_, index) => kinds[index] === kind).map((name) => `${name}*`);
    return {
      releaseTags: patternsOf("release"),
      protectedTags: patternsOf("protected"),
      ...(archive ? { archive } : expiry),
    };
  });

const tags: fc.Arbitrary<Pick<LifecycleRule, "tagPatternList" | "tagPrefixList">> = fc
  .uniqueArray(fc.constantFrom(...TAG_NAMES), { minLength: 1, maxLength: 2 })
  .chain((list) =>
    fc.constantFrom({ tagPrefixList: list }, { tagPatternList: list.map((name) => `${name}*`) }),
  );
const selection: fc.Arbitrary<Pick<LifecycleRule, "tagStatus" | "tagPatternList" | "tagPrefixList">> =
  fc.oneof(
    { weight: 4, arbitrary: tags.map((list) => ({ tagStatus: "tagged", ...list }) as const) },
    { weight: 1, arbitrary: fc.constant({ tagStatus: "untagged" } as const) },
    { weight: 1, arbitrary: fc.constant({ tagStatus: "any" } as const) },
  );
const expiry: fc.Arbitrary<Pick<LifecycleRule, "countType" | "countNumber">> = fc.oneof(
  within(1, 3).map((countNumber) => ({ countType: "imageCountMoreThan", countNumber }) as const),
  within(1, 200).map((countNumber) => ({ countType: "sinceImagePushed", countNumber }) as const),
);
const archiving: fc.Arbitrary<Pick<LifecycleRule, "countType" | "countNumber">> = fc.oneof(
  within(1, 3).map((countNumber) => ({ countType: "imageCountMoreThan", countNumber }) as const),
  within(180, 250).map((countNumber) => ({ countType: "sinceImagePushed", countNumber }) as const),
  within(180, 250).map((countNumber) => ({ countType: "sinceImagePulled", countNumber }) as const),
);

/** Rules that expire, archive, protect and delete, as far as they may stand together. */
export const acceptedRules: fc.Arbitrary<LifecycleRule[]> = fc
  .record({
    protectedTags: fc.array(fc.oneof(tags, fc.constant({ tagPatternList: ["sha256-*"] })), { maxLength: 2 }),
    archives: fc.constantFrom("never", "sometimes", "always", "always"),
    rules: fc.array(fc.tuple(selection, expiry, archiving, fc.boolean()), { minLength: 1, maxLength: 4 }),
    deleteAfterDays: fc.option(fc.tuple(within(90, 200), within(90, 200)), { nil: undefined }),
    even: fc.boolean(),
    protectsArchive: fc.boolean(),
  })
  .map(({ protectedTags, archives, rules, deleteAfterDays, even, protectsArchive }) => {
    const archived = deleteAfterDays === undefined ? [] : rules;
    const [days = 90, otherDays = 90] = deleteAfterDays ?? [];
    const protection = (countType: LifecycleRule["countType"]): LifecycleRule[] =>
      protectedTags.map((list) => ({ tagStatus: "tagged", ...list, countType, countNumber: NEVER }));
    const list: LifecycleRule[] = [
      ...protection("sinceImagePushed"),
      ...rules.map(([selected, expire, archive, sometimes]): LifecycleRule => {
        const transition = archives === "always" || (archives === "sometimes" && sometimes);
        return transition
          ? { ...selected, ...archive, action: "transition" }
          : { ...selected, ...expire, action: "expire" };
      }),
      ...(protectsArchive ? protection("sinceImageTransitioned") : []),
      ...archived.map(([selected], index): LifecycleRule => ({
        ...selected,
        countType: "sinceImageTransitioned",
        countNumber: even || index === 0 ? days : otherDays,
      })),
    ];
    // A rule for any image comes last.
    return [...list].sort(
      (one, other) => Number(one.tagStatus === "any") - Number(other.tagStatus === "any"),
    );
  })
  .filter((rules) => lifecycleProblems("test", rules).length === 0);
