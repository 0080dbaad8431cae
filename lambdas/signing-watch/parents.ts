import { listedIn } from "../../notation/storage/index-manifest";
import { type Logger } from "../shared/logger";
import { isIndex, type PushedImage, unsignable } from "../../aws";
import { upTo } from "../shared/pages";
import { type Registry } from "./registry";

/** An index is pushed after what it lists; a pipeline that builds each platform by itself takes its time. */
const INDEX_FOLLOWS_WITHIN = 24 * 60 * 60_000;
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

/** Looks a repository through at most once for all its manifests, and reads each index at most once. */
export function parentsIn(registry: Registry, log: Logger): Parents {
  const known = new Map<string, Promise<Index[]>>();
  const indexesOf = (repository: string) => {
    const indexes = known.get(repository) ?? allIndexes(registry, repository, log);
    known.set(repository, indexes);
    return indexes;
  };
  return {
    of: async ({ repository, digest, pushedAt }) => {
      const from = pushedAt.getTime() - TOLERANCE;
      const candidates = (await indexesOf(repository))
        .filter((index) => index.pushedAt >= from && index.pushedAt <= from + INDEX_FOLLOWS_WITHIN)
        .sort((a, b) => a.pushedAt - b.pushedAt);
      for (const index of candidates.slice(0, MAX_INDEXES)) {
        if ((await index.children()).has(digest)) return index.digest;
      }
      if (candidates.length > MAX_INDEXES) {
        log.warn("does not read all indexes that may list the image", {
          repository,
          digest,
          read: MAX_INDEXES,
        });
      }
      return undefined;
    },
  };
}

/** An index of a repository. */
interface Index {
  readonly digest: string;
  /** Milliseconds since 1970. */
  readonly pushedAt: number;
  /** Digests of what it lists. */
  children(): Promise<ReadonlySet<string>>;
}

async function allIndexes(registry: Registry, repository: string, log: Logger): Promise<Index[]> {
  const indexes: Index[] = [];
  const cut = () => {
    log.warn("does not read all images of the repository", { repository, pages: MAX_PAGES });
  };
  for await (const page of upTo(MAX_PAGES, registry.images(repository), cut)) {
    // Nobody signs a list of referrers, so what it lists cannot go with it.
    const signable = page.filter((image) => isIndex(image) && unsignable(image) === undefined);
    indexes.push(...signable.map((image) => indexOf(image, registry)));
  }
  return indexes;
}

function indexOf({ repository, digest, mediaType = "", pushedAt }: PushedImage, registry: Registry): Index {
  let children: Promise<ReadonlySet<string>> | undefined;
  const read = async () => {
    const [manifest = ""] = await registry.manifests(repository, [digest]);
    return new Set(listedIn(mediaType, Buffer.from(manifest))?.map((listed) => listed.digest));
  };
  return { digest, pushedAt: pushedAt.getTime(), children: () => (children ??= read()) };
}
