import fc from "fast-check";
import { parseOrganization } from "../../config";
import { lifecycleRules, renderLifecyclePolicy } from "../../lifecycle";
import { textOf } from "../config/bad-files/base";
import { applyPolicy, type Reading, READINGS, type StoredImage } from "../support/lifecycle/evaluator";
import { referrersLeftEarly, taggedReferrersLeftEarly } from "../support/lifecycle/history";
import { repositories } from "../support/lifecycle/repositories";
import { counterexample, DOCUMENTED, SEED } from "../support/lifecycle/search";
import { planted, WRONG_RENDERERS } from "../support/lifecycle/wrong";

/** What a repository keeps of which the file says nothing. */
const { keep } = parseOrganization(textOf([]), "organization.yaml").registry.repositories["shop/api"] ?? {};
const POLICY = renderLifecyclePolicy(lifecycleRules(keep ?? {}));
const DAYS = 14;

const isListed = ({ digest }: StoredImage, images: readonly StoredImage[]) =>
  images.some(({ children = [] }) => children.includes(digest));

type Judge = (
  gone: (image: StoredImage) => boolean,
  images: readonly StoredImage[],
) => readonly StoredImage[];

/** What must not be, when the policy has been applied once. */
const WRONGS = {
  "an image with a tag goes": (gone, images) =>
    images.filter((image) => image.tags.length > 0 && gone(image)),
  "an image goes within 14 days of its push": (gone, images) =>
    images.filter((image) => -image.pushedAt <= DAYS && image.subject === undefined && gone(image)),
  "a platform image of an index with a tag goes": (gone, images) =>
    images.filter(
      (image) =>
        gone(image) &&
        images.some(({ tags, children = [] }) => tags.length > 0 && children.includes(image.digest)),
    ),
  "an older image stays that nothing belongs to": (gone, images) =>
    images.filter(
      (image) =>
        image.tags.length === 0 &&
        image.subject === undefined &&
        -image.pushedAt > DAYS &&
        !isListed(image, images) &&
        !gone(image),
    ),
} as const satisfies Readonly<Record<string, Judge>>;

/** Whether a repository is found in which it is, however AWS's words are read. */
function found(wrong: keyof typeof WRONGS, policy: string, readings: readonly Reading[] = READINGS): boolean {
  return fc.check(
    fc.property(repositories, fc.constantFrom(...readings), (images, reading) => {
      const left = applyPolicy(policy, new Map(images.map((image) => [image.digest, image])), 0, reading);
      return WRONGS[wrong](({ digest }) => !left.has(digest), images).length === 0;
    }),
    { ...SEED, numRuns: 1000, endOnFailure: true },
  ).failed;
}

const SOONER = planted((rules) =>
  rules.map((rule) => ({ ...rule, selection: { ...rule.selection, countNumber: 7 } })),
);
const NOTHING = planted(() => []);

describe("what is kept by default", () => {
  test.each([
    ["an image with a tag goes", WRONG_RENDERERS["untagged images as any"]],
    ["an image goes within 14 days of its push", SOONER],
    ["a platform image of an index with a tag goes", WRONG_RENDERERS["untagged images as any"]],
    ["an older image stays that nothing belongs to", NOTHING],
  ] as const)("never is such that %s, as it is with a mistake in it", (wrong, mistake) => {
    expect(found(wrong, POLICY)).toBe(false);
    expect(found(wrong, mistake(POLICY))).toBe(true);
  });

  test.each([
    ["kept under a tag, however AWS's words are read", READINGS, taggedReferrersLeftEarly],
    ["where AWS spares those that refer to their image", DOCUMENTED, referrersLeftEarly],
  ] as const)(
    "takes no signature before its image %s, as it does with a mistake in it",
    (_how, readings, left) => {
      const mistake = WRONG_RENDERERS["untagged images as any"];
      expect(counterexample(fc.constant(POLICY), readings, left)).toBe(false);
      expect(counterexample(fc.constant(mistake(POLICY)), readings, left)).toBe(true);
    },
  );
});
