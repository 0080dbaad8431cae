import { type Doubts } from "../asking";
import { type Address, parseAddress, type Repository } from "../images";
import { type Image } from "./image";
import { manifestOf } from "./listed";
import { type LiveContainer, type Registry } from "./ports";
import { type Task } from "./row";

/** Which images a container runs, or may run where `digest` is `unknown`. */
export interface Match {
  readonly images: readonly Image[];
  readonly digest: Task["digest"];
}

/** What an index lists, and whether it lists more. */
interface Listed {
  readonly children: readonly string[];
  readonly cut: boolean;
}

const NONE: Match = { images: [], digest: "other" };

/**
 * Tells which of some images a container runs: those with its digest or, when it names an index, those that the index
 * lists. An index is read from the registry once, and only where a repository of the same name holds an image that is
 * looked for.
 */
export function matcherOf(
  images: readonly Image[],
  registry: Registry,
  doubts: Doubts,
): (container: LiveContainer) => Promise<Match> {
  const byDigest = groupedBy(images, ({ digest }) => digest);
  const byName = groupedBy(images, ({ repository }) => repository.name);
  const indexes = new Map<string, Promise<Listed | undefined>>();

  return async ({ image: text, digest: known }) => {
    const address = parseAddress(text ?? "");
    const digest = known ?? address?.digest;
    const same = byDigest.get(digest ?? "");
    if (same) return { images: nearest(same, address), digest: "same" };
    if (text === undefined) return { images, digest: "unknown" };
    const candidates = byName.get(address?.name ?? "");
    if (!address || !candidates) return NONE;
    if (digest === undefined) return { images: nearest(candidates, address), digest: "unknown" };
    const listed = await childrenOf({ ...address, partition: partitionOf(candidates) }, digest);
    if (!listed) return { images: nearest(candidates, address), digest: "unknown" };
    const found = candidates.filter((image) => listed.children.includes(image.digest));
    if (found.length < candidates.length && listed.cut)
      return { images: nearest(candidates, address), digest: "unknown" };
    return { images: nearest(found, address), digest: "index" };
  };

  /** Digests that an index lists, none for an image, `undefined` where the registry did not say. */
  function childrenOf(repository: Repository, digest: string): Promise<Listed | undefined> {
    const { account, region, name } = repository;
    const key = `${account} ${region} ${name} ${digest}`;
    const asked =
      indexes.get(key) ??
      doubts
        .attempt(`ecr:BatchGetImage ${account} ${region}`, () => manifestOf(registry, repository, { digest }))
        .then((manifest) => manifest && { children: manifest.children ?? [], cut: manifest.cut === true });
    indexes.set(key, asked);
    return asked;
  }
}

/** Copies in several registries have one digest: the one in the repository that is named, else all of them. */
function nearest(images: readonly Image[], address: Address | undefined): readonly Image[] {
  const exact = images.filter(
    ({ repository: { account, region, name } }) =>
      account === address?.account && region === address.region && name === address.name,
  );
  return exact.length > 0 ? exact : images;
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function partitionOf([image]: readonly Image[]): string {
  return image?.repository.partition ?? "";
}
