import { applyPolicy, pushedOf, type Reading, type Repository, type StoredImage } from "./evaluator";

/** What happens to a repository on a day: ECR applies the policy after somebody pulled or restored images. */
export interface Day {
  readonly day: number;
  /** Positions of images that are pulled, if they can be. */
  readonly pulled: readonly number[];
  /** Positions of images that are restored from the archive, with all that hangs together with them. */
  readonly restored: readonly number[];
}

/** The repository after each day. */
export function history(
  policy: string,
  images: readonly StoredImage[],
  days: readonly Day[],
  reading: Reading,
): Repository[] {
  let repository: Repository = new Map(images.map((image) => [image.digest, image]));
  return days.map(({ day, pulled, restored }) => {
    const next = new Map(repository);
    for (const position of restored) {
      for (const digest of family(images[position % images.length]?.digest ?? "", images)) {
        const image = next.get(digest);
        if (image?.archivedAt !== undefined)
          next.set(digest, { ...image, archivedAt: undefined, activatedAt: day });
      }
    }
    for (const position of pulled) {
      const image = next.get(images[position % images.length]?.digest ?? "");
      if (image && image.archivedAt === undefined) next.set(image.digest, { ...image, pulledAt: day });
    }
    repository = applyPolicy(policy, next, day, reading);
    return repository;
  });
}

/** The image a signature belongs to: its subject, or the image that its fallback tag names. */
function subjectsOf({ subject, tags }: StoredImage): string[] {
  const named = tags.flatMap((tag) => /^sha256-([0-9a-f]{64})/.exec(tag)?.[1] ?? []);
  return [...(subject === undefined ? [] : [subject]), ...named.map((hex) => `sha256:${hex}`)];
}

/** All images that hang together with one, by index, subject or fallback tag. */
function family(digest: string, images: readonly StoredImage[]): Set<string> {
  const links = images.flatMap((image) =>
    [...(image.children ?? []), ...subjectsOf(image)].map((other) => [image.digest, other] as const),
  );
  const members = new Set([digest]);
  for (let size = 0; size < members.size;) {
    size = members.size;
    for (const [one, other] of links) {
      if (members.has(one)) members.add(other);
      if (members.has(other)) members.add(one);
    }
  }
  return members;
}

const STATES = ["active", "archived", "gone"];

function stateOf(digest: string, repository: Repository): number {
  const image = repository.get(digest);
  if (!image) return 2;
  return image.archivedAt === undefined ? 0 : 1;
}

/** What went, to the archive or for ever, before what it belongs to; with the words of a failed test. */
function leftEarly(
  images: readonly StoredImage[],
  repository: Repository,
  owners: (image: StoredImage) => readonly string[],
): string[] {
  const known = new Set(images.map(({ digest }) => digest));
  return images.flatMap((image) => {
    const state = stateOf(image.digest, repository);
    return owners(image)
      .filter((owner) => known.has(owner) && stateOf(owner, repository) < state)
      .map(
        (owner) =>
          `${image.digest} is ${String(STATES[state])}, ${owner} is ${String(STATES[stateOf(owner, repository)])}`,
      );
  });
}

/** Signatures and SBOMs that left before their image. */
export function referrersLeftEarly(images: readonly StoredImage[], repository: Repository): string[] {
  return leftEarly(images, repository, subjectsOf);
}

/** Of these the ones that an index under the tag of their image lists, and what has the tag itself. */
export function taggedReferrersLeftEarly(images: readonly StoredImage[], repository: Repository): string[] {
  const tagged = images.filter((image) => image.subject === undefined && subjectsOf(image).length > 0);
  const listed = new Set(tagged.flatMap(({ digest, children = [] }) => [digest, ...children]));
  return leftEarly(images, repository, (image) => (listed.has(image.digest) ? subjectsOf(image) : []));
}

/** Platform images that left before an index that lists them. */
export function childrenLeftEarly(images: readonly StoredImage[], repository: Repository): string[] {
  return leftEarly(images, repository, ({ digest }) =>
    images.filter(({ children }) => children?.includes(digest)).map((index) => index.digest),
  );
}

/** Images with a matching tag that are not active any more. */
export function takenWithTag(
  images: readonly StoredImage[],
  repository: Repository,
  matches: (tag: string) => boolean,
): string[] {
  return images
    .filter(({ digest, tags }) => tags.some(matches) && stateOf(digest, repository) > 0)
    .map(({ digest }) => digest);
}

/** Of images with a matching tag those that are among the newest so many, and gone. */
export function newestTaken(
  count: number,
  images: readonly StoredImage[],
  repository: Repository,
  matches: (tag: string) => boolean,
  reading: Reading,
): string[] {
  const tagged = images.filter(({ tags }) => tags.some(matches));
  return tagged
    .filter((image) => {
      const rivals = tagged.filter((other) => pushedOf(other, reading) >= pushedOf(image, reading));
      return rivals.length <= count && !repository.has(image.digest);
    })
    .map(({ digest }) => digest);
}
