import { firstToPass, Undecided, undecidedBy } from "./failure";
import { type Manifest } from "./registry";

/** A manifest or an index with everything that it is known to list. */
export interface WholeImage extends Manifest {
  /** Digests of the manifests of an index, and of those of the indexes in it. */
  readonly children: readonly string[];
  /** Why there may be more of them. @default - these are all */
  readonly unread?: Undecided;
}

/** Indexes of one index that are read. */
const MOST_INDEXES = 10;

/**
 * Reads the indexes that an index lists, and no deeper: tools make one in another, and nothing says how often. What
 * cannot be read keeps no answer back that does not need it.
 */
export async function wholeImage(
  index: Manifest,
  read: (digest: string) => Promise<Manifest>,
): Promise<WholeImage> {
  const inner = await Promise.all(
    index.indexes.slice(0, MOST_INDEXES).map((digest) => read(digest).catch(undecidedBy)),
  );
  const known = inner.flatMap((each) => (each instanceof Undecided ? [] : [each]));
  const doubts = inner.filter((each) => each instanceof Undecided);
  const unread = firstToPass(doubts) ?? incomplete(index, known);
  const children = [...index.children, ...known.flatMap((each) => each.children)];
  return { ...index, children: [...new Set(children)], ...(unread && { unread }) };
}

/** Why not all that an index lists is known, though everything that was to be read of it was. */
function incomplete(index: Manifest, inner: readonly Manifest[]): Undecided | undefined {
  const ambiguous = [index, ...inner].find(({ isAmbiguous }) => isAmbiguous);
  if (ambiguous !== undefined) {
    const message = `${ambiguous.digest} is an index that two readers may take for two things`;
    return new Undecided("index-ambiguous", message, false);
  }
  const isCut = index.indexes.length > MOST_INDEXES || inner.some(({ indexes }) => indexes.length > 0);
  const message = `${index.digest} has more indexes in it than are read`;
  return isCut ? new Undecided("index-nested", message, false) : undefined;
}

/** Whether an image that was pulled, or itself where none was, belongs to what a reference names. */
export function isPartOf({ digest, children }: WholeImage, pulled = digest): boolean {
  return [digest, ...children].includes(pulled);
}
