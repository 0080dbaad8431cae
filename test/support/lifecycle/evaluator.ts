/**
 * Predicts what ECR does with the images of a repository, from the text of a lifecycle policy alone.
 *
 * Every step cites the sentence of AWS's documentation that it follows; pages:
 * [rules] https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html#lp_evaluation_rules
 * [properties] https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 * [examples] https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html
 * [signing] https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-signing.html
 * [deleting] https://docs.aws.amazon.com/AmazonECR/latest/userguide/delete_image.html
 */

/** A manifest in a repository; dates are days, counted from any day. */
export interface StoredImage {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAt: number;
  readonly pulledAt?: number;
  /** Day of the last restore from the archive. */
  readonly activatedAt?: number;
  /** Day of its move to the archive, where it is now. */
  readonly archivedAt?: number;
  /** Manifests that this one lists, for an index. */
  readonly children?: readonly string[];
  /** The image that a signature or SBOM refers to. */
  readonly subject?: string;
}

export type Repository = ReadonlyMap<string, StoredImage>;

/** Where the documentation leaves two ways to read it. */
export interface Reading {
  /** Whether rules select a referrer as any untagged image: [rules] say when it goes, not that it is exempt. */
  readonly referrersSelected: boolean;
  /** Whether an image that an index keeps takes a place in `imageCountMoreThan`. */
  readonly childrenCounted: boolean;
  /** Whether the day of a restore replaces the day of the push: [rules] say it of the order, not of the counts. */
  readonly restoredIsPushed: boolean;
}

/** All combinations of the readings. */
export const READINGS: readonly Reading[] = [false, true].flatMap((referrersSelected) =>
  [false, true].flatMap((childrenCounted) =>
    [false, true].map((restoredIsPushed) => ({ referrersSelected, childrenCounted, restoredIsPushed })),
  ),
);

interface Rule {
  readonly rulePriority: number;
  readonly selection: {
    readonly tagStatus: "tagged" | "untagged" | "any";
    readonly tagPatternList?: readonly string[];
    readonly tagPrefixList?: readonly string[];
    readonly storageClass?: "standard" | "archive";
    readonly countType: string;
    readonly countNumber: number;
  };
  readonly action: { readonly type: "expire" | "transition" };
}

/** The repository after ECR has applied the policy on a day. */
export function applyPolicy(policy: string, images: Repository, day: number, reading: Reading): Repository {
  const { rules } = JSON.parse(policy) as { rules: Rule[] };
  const marks = new Map<string, "expire" | "transition">();
  const claimed = new Set<string>();
  // [properties] "Sets the order in which rules are applied, lowest to highest."
  for (const rule of [...rules].sort((one, other) => one.rulePriority - other.rulePriority)) {
    // [rules] "All rules are evaluated at the same time": each sees every image, whatever earlier rules did.
    const identified = [...images.values()].filter((image) => identifies(rule, image, images, reading));
    const affected = new Set(affectedBy(rule, identified, images, day, reading));
    for (const image of identified) {
      // [rules] "An image that matches the tagging requirements of a rule cannot be expired or archived by a
      // rule with a lower priority." It holds within a storage class: [examples] "Combining archive and expire
      // rules" archives any image by rule 1 and expires what it archived by rule 2.
      if (claimed.has(image.digest)) continue;
      claimed.add(image.digest);
      if (affected.has(image)) marks.set(image.digest, rule.action.type);
    }
  }
  return carryOut(marks, images, day);
}

function identifies(rule: Rule, image: StoredImage, images: Repository, reading: Reading): boolean {
  const { tagStatus, tagPatternList, tagPrefixList, storageClass = "standard" } = rule.selection;
  // [properties] "The rule will only select images of this storage class. […] If you omit this, the value of
  // `standard` will be used."
  if ((image.archivedAt === undefined) !== (storageClass === "standard")) return false;
  // [rules] "When reference artifacts are present in a repository, Amazon ECR lifecycle policies automatically
  // expire or archive those artifacts within 24 hours of the deletion or archival of the subject image."
  const refers = image.subject !== undefined && images.has(image.subject);
  if (refers && !reading.referrersSelected) return false;
  // [properties] "If you specify `any`, then all images have the rule evaluated against them."
  if (tagStatus === "any") return true;
  if (tagStatus === "untagged") return image.tags.length === 0;
  // [rules] "An image is successfully matched if all of the tags in the `tagPatternList` or `tagPrefixList`
  // value are matched against any of the image's tags."
  const matchers = tagPatternList?.map(wildcard) ?? tagPrefixList?.map(prefix) ?? [];
  return matchers.every((matches) => image.tags.some(matches)) && image.tags.length > 0;
}

/** [rules] "If a filter of `prod*` is applied, it would match image-tags whose name begins with `prod`". */
function wildcard(pattern: string): (tag: string) => boolean {
  const [head = "", ...parts] = pattern.split("*").map((part) => part.replace(/[^\w]/g, "\\$&"));
  const expression = new RegExp(`^${[head, ...parts].join(".*")}$`);
  return (tag) => expression.test(tag);
}

/** [properties] "You would use the tag prefix `prod` to specify all of" `prod`, `prod1`, `prod2`. */
function prefix(text: string): (tag: string) => boolean {
  return (tag) => tag.startsWith(text);
}

function affectedBy(
  rule: Rule,
  identified: readonly StoredImage[],
  images: Repository,
  day: number,
  reading: Reading,
): StoredImage[] {
  const { countType, countNumber } = rule.selection;
  const pushed = (image: StoredImage): number => pushedOf(image, reading);
  const older = (since: (image: StoredImage) => number): StoredImage[] =>
    // [examples] "Filtering on all images", example B: of images pushed 3 days and 1 day ago a rule for 1 day
    // marks the first only, so the limit itself is not older.
    identified.filter((image) => day - since(image) > countNumber);
  switch (countType) {
    case "imageCountMoreThan":
      // [rules] "Images are sorted from youngest to oldest based on `pushed_at_time` and then all images greater
      // than the specified count are expired or archived."
      return identified
        .filter((image) => reading.childrenCounted || !isKeptByIndex(image, images))
        .sort((one, other) => pushed(other) - pushed(one))
        .slice(countNumber);
    case "sinceImagePushed":
      // [rules] "All images whose `pushed_at_time` is older than the specified number of days […] are expired or
      // archived."
      return older(pushed);
    case "sinceImagePulled":
      return older(pulledOf);
    case "sinceImageTransitioned":
      // [rules] "All archived images whose `last_archived_at` is older than the specified number of days […] are
      // expired."
      return older(({ archivedAt }) => archivedAt ?? Infinity);
    default:
      throw new Error(`no count type ${countType}`);
  }
}

/** [rules] "If an image was archived and then restored […], the image's `last_activated_at` is used instead". */
export function pushedOf({ pushedAt, activatedAt }: StoredImage, reading: Reading): number {
  return reading.restoredIsPushed ? (activatedAt ?? pushedAt) : pushedAt;
}

/**
 * [rules] "If an image was never pulled, the image's `pushed_at_time` is used instead of the
 * `last_recorded_pulltime`. If an image was archived and then restored […], but never pulled since […], the
 * image's `last_activated_at` is used instead".
 */
function pulledOf({ pushedAt, pulledAt, activatedAt }: StoredImage): number {
  const last = pulledAt ?? pushedAt;
  return activatedAt !== undefined && (pulledAt === undefined || pulledAt < activatedAt) ? activatedAt : last;
}

/**
 * [rules] "If an image is referenced by a manifest list, it cannot be expired or archived without the manifest
 * list being deleted or archived first."
 */
function isKeptByIndex({ digest }: StoredImage, images: Repository): boolean {
  return [...images.values()].some(
    ({ children, archivedAt }) => archivedAt === undefined && (children ?? []).includes(digest),
  );
}

/** Expires and archives until nothing more follows; what an index keeps waits for the next run or the index. */
function carryOut(
  marks: ReadonlyMap<string, "expire" | "transition">,
  images: Repository,
  day: number,
): Repository {
  const after = new Map(images);
  for (let changed = true; changed;) {
    changed = false;
    for (const image of [...after.values()]) {
      if (isKeptByIndex(image, after)) continue;
      const action = followSubject(image, after) ?? pending(image, marks);
      if (action === undefined) continue;
      changed = true;
      if (action === "expire") after.delete(image.digest);
      else after.set(image.digest, { ...image, archivedAt: day });
    }
  }
  return after;
}

function pending(
  { digest, archivedAt }: StoredImage,
  marks: ReadonlyMap<string, "expire" | "transition">,
): "expire" | "transition" | undefined {
  const action = marks.get(digest);
  return action === "transition" && archivedAt !== undefined ? undefined : action;
}

/**
 * [rules] "… automatically expire or archive those artifacts within 24 hours of the deletion or archival of the
 * subject image". What an index of the fallback tag keeps stays: [deleting] "you might need to manually delete
 * the manifest list that references the image in order to delete the artifact".
 */
function followSubject(
  { subject, archivedAt }: StoredImage,
  images: Repository,
): "expire" | "transition" | undefined {
  if (subject === undefined) return undefined;
  const followed = images.get(subject);
  if (!followed) return "expire";
  return followed.archivedAt !== undefined && archivedAt === undefined ? "transition" : undefined;
}
