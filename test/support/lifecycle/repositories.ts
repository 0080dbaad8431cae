import { createHash } from "node:crypto";
import fc from "fast-check";
import { type StoredImage } from "./evaluator";
import { type Day } from "./history";

/** Beginnings of tags; images of a repository never share a tag. */
export const TAG_NAMES = ["v", "release-", "prod-", "build-"] as const;

interface Manifest {
  readonly names: readonly (typeof TAG_NAMES)[number][];
  readonly age: number;
  readonly pulled: number | undefined;
  /** Signatures that refer to it, each with the days after which it was made. */
  readonly signatures: readonly number[];
  /** How a client without the referrers API keeps a signature. */
  readonly fallback: "none" | "index" | "superseded index" | "cosign";
}

interface Family {
  readonly root: Manifest;
  readonly platforms: readonly Manifest[];
  /** Whether the index also lists the first manifest of the repository, as copied indexes do. */
  readonly shares: boolean;
}

const manifest: fc.Arbitrary<Manifest> = fc.record({
  names: fc.uniqueArray(fc.constantFrom(...TAG_NAMES), { maxLength: 3 }),
  age: fc.integer({ min: 0, max: 400 }),
  pulled: fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined }),
  signatures: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 2 }),
  fallback: fc.constantFrom("none", "none", "index", "superseded index", "cosign"),
});

const family: fc.Arbitrary<Family> = fc.record({
  root: manifest,
  platforms: fc.array(manifest, { maxLength: 2 }),
  shares: fc.boolean(),
});

/** Images tagged and not, indexes with their platform images, and signatures of all kinds; day 0 is today. */
export const repositories: fc.Arbitrary<StoredImage[]> = fc
  .array(family, { minLength: 1, maxLength: 4 })
  .map(imagesOf);

/** Days on which ECR applies the policy, in order. */
export const days: fc.Arbitrary<Day[]> = fc
  .array(
    fc.record({
      wait: fc.integer({ min: 1, max: 250 }),
      pulled: fc.array(fc.nat(30), { maxLength: 4 }),
      restored: fc.array(fc.nat(30), { maxLength: 1 }),
    }),
    { minLength: 2, maxLength: 5 },
  )
  .map((waits) => {
    let day = 0;
    return waits.map(({ wait, ...happens }, index) => ({ day: index === 0 ? 0 : (day += wait), ...happens }));
  });

function imagesOf(families: readonly Family[]): StoredImage[] {
  const images: StoredImage[] = [];
  const add = (image: Omit<StoredImage, "digest">): string => {
    const digest = `sha256:${createHash("sha256").update(String(images.length)).digest("hex")}`;
    images.push({ digest, ...image });
    return digest;
  };
  const push = (made: Manifest, youngest: number, children: readonly string[]): string => {
    const age = Math.min(made.age, youngest);
    const digest = add({
      tags: made.names.map((name) => `${name}${String(images.length)}`),
      pushedAt: -age,
      ...(made.pulled === undefined ? {} : { pulledAt: -Math.min(made.pulled, age) }),
      ...(children.length > 0 ? { children } : {}),
    });
    sign(digest, age, made);
    return digest;
  };
  const sign = (subject: string, age: number, { signatures, fallback }: Manifest): void => {
    for (const wait of signatures) add({ tags: [], pushedAt: Math.min(0, wait - age), subject });
    if (fallback === "none") return;
    const tag = subject.replace(":", "-");
    if (fallback === "cosign") {
      add({ tags: [`${tag}.sig`], pushedAt: -age });
      return;
    }
    const first = add({ tags: [], pushedAt: -age, subject });
    if (fallback === "index") {
      add({ tags: [tag], pushedAt: -age, children: [first] });
      return;
    }
    // A second signature moves the tag to a new index; the first index stays behind without one.
    const second = add({ tags: [], pushedAt: -Math.max(0, age - 1), subject });
    add({ tags: [], pushedAt: -age, children: [first] });
    add({ tags: [tag], pushedAt: -Math.max(0, age - 1), children: [first, second] });
  };
  for (const { root, platforms, shares } of families) {
    const shared = images[0]?.digest;
    const pushed = platforms.map((platform) => push(platform, 400, []));
    const listed = [...pushed, ...(shares && shared !== undefined && platforms.length > 0 ? [shared] : [])];
    const oldest = Math.min(...listed.map((digest) => ageOf(digest, images)), 400);
    push(root, oldest, listed);
  }
  return images;
}

function ageOf(digest: string, images: readonly StoredImage[]): number {
  return -(images.find((image) => image.digest === digest)?.pushedAt ?? 0);
}
