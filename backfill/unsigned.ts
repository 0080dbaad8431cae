import { Doubts, pool } from "../asking";
import { isIndex, type SigningState, unsignable } from "../aws";
import { entriesOf, type Repository } from "../images";
import { NOTARY_TYPE } from "../notation/storage/signature-manifest";
import { type Problem } from "../problem";
import { type ListedImage, type Registry } from "./ports";
import { type SignedRepository } from "./sign";

/** An image without a signature. */
export interface UnsignedImage extends ListedImage {
  /** What ECR's managed signing says of it. */
  readonly why: string;
  /** Why the signatures that it carries count for nothing. @default - it carries none */
  readonly worthless?: string;
}

/** Which images are looked for. */
export interface UnsignedQuestion {
  readonly repositories: readonly Pick<SignedRepository, "repository" | "profileArn">[];
  /** Whether a signature counts only where it is by the profile that signs and holds; else each counts, and none is read. */
  readonly verify: boolean;
  /** Told how many images were looked at. */
  readonly progress: (done: number) => void;
}

/** The unsigned images of the repositories that were asked. */
export interface Unsigned {
  /** By repository, the latest push first. */
  readonly images: readonly UnsignedImage[];
  /** Images that were looked at, without signatures, other artifacts and what only an index lists. */
  readonly looked: number;
  readonly problems: readonly Problem[];
}

/** Most unsigned images that are told. */
const MOST_UNSIGNED = 10_000;
const REPOSITORIES_AT_ONCE = 2;
const IMAGES_AT_ONCE = 4;
/** Manifests that ECR gives at once. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html */
const MANIFESTS = 100;

/**
 * Finds the images that have no signature of the Notary Project, or none of their profile that holds. An image without
 * a tag that an index lists goes with the index; signatures, other artifacts about an image and fallback tags are no
 * images; nobody can pull what lies in the archive.
 */
export async function findUnsigned(
  { repositories, verify, progress }: UnsignedQuestion,
  registry: Registry,
): Promise<Unsigned> {
  const doubts = new Doubts();
  const images: UnsignedImage[] = [];
  let looked = 0;
  await pool(repositories, REPOSITORIES_AT_ONCE, async ({ repository, profileArn }) => {
    const place = `repository ${repository.name}`;
    const candidates = (await doubts.attempt(place, () => candidatesOf(repository, registry))) ?? [];
    await pool(candidates, IMAGES_AT_ONCE, async (candidate) => {
      looked += 1;
      progress(looked);
      if (images.length >= MOST_UNSIGNED) return;
      const lacks = await doubts.attempt(`signatures ${repository.region}`, () =>
        lackOf(candidate, { repository, registry, profileArn, verify }),
      );
      if (lacks) images.push({ ...candidate.image, ...lacks });
    });
  });
  const cut = images.length >= MOST_UNSIGNED;
  return {
    images: images.slice(0, MOST_UNSIGNED).sort(compare),
    looked,
    problems: [...doubts.problems, ...(cut ? [TOO_MANY] : [])],
  };
}

const TOO_MANY: Problem = {
  code: "rows-cut",
  path: "rows",
  message: `there are ${MOST_UNSIGNED.toLocaleString("en-US")} or more; the rest was not looked at`,
  change: "ask for single repositories with --repository",
};

interface Candidate {
  readonly image: ListedImage;
  /** Whether the list of the repository has a signature of it. */
  readonly signed: boolean;
}

async function candidatesOf(repository: Repository, registry: Registry): Promise<Candidate[]> {
  const found: ListedImage[] = [];
  const signed = new Set<string>();
  for await (const page of registry.images(repository)) {
    for (const image of page) {
      if (image.archived) continue;
      if (image.artifactType === NOTARY_TYPE && image.subject !== undefined) signed.add(image.subject);
      if (unsignable(image) === undefined) found.push(image);
    }
  }
  const listed = await listedByIndexes(repository, found, registry);
  return found
    .filter(({ digest, tags }) => tags.length > 0 || !listed.has(digest))
    .map((image) => ({ image, signed: signed.has(image.digest) }));
}

async function listedByIndexes(
  repository: Repository,
  images: readonly ListedImage[],
  registry: Registry,
): Promise<ReadonlySet<string>> {
  const listed = new Set<string>();
  const indexes = images.filter(isIndex).map(({ digest }) => digest);
  for (let from = 0; from < indexes.length; from += MANIFESTS) {
    const some = indexes.slice(from, from + MANIFESTS);
    for (const { text } of (await registry.manifests(repository, some)).values()) {
      // Attestations go with the index too.
      const { children = [], attestations = [] } = entriesOf(text) ?? {};
      for (const child of [...children, ...attestations]) listed.add(child);
    }
  }
  return listed;
}

/** Where an image is, and what of it is asked. */
interface Place extends Pick<SignedRepository, "repository" | "profileArn"> {
  readonly registry: Registry;
  readonly verify: boolean;
}

/** What an image lacks, by its signatures and by what ECR says; `undefined` for nothing. */
async function lackOf(
  { image: { digest }, signed }: Candidate,
  { repository, registry, profileArn, verify }: Place,
): Promise<Pick<UnsignedImage, "why" | "worthless"> | undefined> {
  const whyWith = async (but: string) => {
    const states = await registry.states(repository, digest);
    const own = states.filter((state) => (state.profileArn ?? profileArn) === profileArn);
    return whyOf(own, but);
  };
  const carries = signed || (await registry.signatures(repository, digest)).length > 0;
  if (!carries) return { why: await whyWith("and lists no signature") };
  if (!verify) return undefined;
  const { holds, isCut, why } = await registry.signed(repository, digest, profileArn);
  if (holds) return undefined;
  const first = why ?? "they are not there any more";
  return {
    why: await whyWith("and no signature of this profile holds"),
    worthless: isCut ? `there are more than are read; the first: ${first}` : first,
  };
}

/** What ECR says of an image without a signature; `but` where it says that there is one. */
function whyOf(states: readonly SigningState[], but: string): string {
  const of = (wanted: string) => states.find(({ status }) => status === wanted);
  if (of("IN_PROGRESS")) return "ECR is signing it";
  const failed = of("FAILED");
  if (failed) {
    const reason = [failed.failureCode, failed.failureReason].filter(Boolean).join(": ");
    return `signing failed: ${reason || "ECR gives no reason"}`;
  }
  return of("COMPLETE") ? `ECR says that it signed it, ${but}` : "ECR was never asked to sign it";
}

function compare(a: UnsignedImage, b: UnsignedImage): number {
  if (a.repository !== b.repository) return a.repository < b.repository ? -1 : 1;
  return b.pushedAt.getTime() - a.pushedAt.getTime() || (a.digest < b.digest ? -1 : 1);
}
