import { childrenOf } from "../../notation/storage/signature-manifest";
import { type Logger } from "../shared/logger";
import { isIndex, type PushedImage, unsignable } from "./image";
import { upTo } from "../shared/pages";
import { type Registry } from "./registry";

/** An index is pushed after what it lists; a client that builds for many platforms takes its time. */
const INDEX_FOLLOWS_WITHIN = 60 * 60_000;
/** What the registry's clock may say earlier than it was. */
const TOLERANCE = 60_000;
/** A repository holds 100,000 images. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const MAX_PAGES = 100;
const MAX_INDEXES = 1_000;

/** Finds the index that a manifest is part of. */
export interface Parents {
  /** Digest of an index that lists the manifest and was pushed with it. */
  of(image: PushedImage): Promise<string | undefined>;
}

/** Looks a repository through at most once for all its manifests. */
export function parentsIn(registry: Registry, log: Logger): Parents {
  const known = new Map<string, Promise<PushedImage[]>>();
  const indexesOf = (repository: string) => {
    const indexes = known.get(repository) ?? allIndexes(registry, repository, log);
    known.set(repository, indexes);
    return indexes;
  };
  return {
    of: async ({ repository, digest, pushedAt }) => {
      const from = pushedAt.getTime() - TOLERANCE;
      const candidates = (await indexesOf(repository)).filter(
        (index) =>
          index.pushedAt.getTime() >= from && index.pushedAt.getTime() <= from + INDEX_FOLLOWS_WITHIN,
      );
      for (const index of candidates.slice(0, MAX_INDEXES)) {
        const [manifest = ""] = await registry.manifests(repository, [index.digest]);
        if (childrenOf(index.mediaType ?? "", Buffer.from(manifest)).includes(digest)) return index.digest;
      }
      return undefined;
    },
  };
}

async function allIndexes(registry: Registry, repository: string, log: Logger): Promise<PushedImage[]> {
  const indexes: PushedImage[] = [];
  const cut = () => {
    log.warn("does not read all images of the repository", { repository, pages: MAX_PAGES });
  };
  for await (const page of upTo(MAX_PAGES, registry.images(repository), cut)) {
    // Nobody signs a list of referrers, so what it lists cannot go with it.
    indexes.push(...page.filter((image) => isIndex(image) && unsignable(image) === undefined));
  }
  return indexes;
}
