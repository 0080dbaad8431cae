import { chunks, pool } from "../../asking/pool";
import { type Failures } from "../shared/failures";
import { upTo } from "../shared/pages";
import { DAY, inTurn, RATIO } from "../shared/turns";
import { type Image, keyOf } from "./image";
import { type Surroundings } from "./settle";

/** What {@link lookForMissed} works with. */
export interface Search extends Pick<Surroundings, "registry"> {
  /** Images with an open finding, by their keys; they are looked at elsewhere. */
  readonly open: ReadonlyMap<string, Image>;
  /** When the look began, in milliseconds since 1970. */
  readonly started: number;
  readonly isTime: () => boolean;
  readonly failures: Failures;
}

/** Most images that are looked at in one go; of one repository, that are listed. */
export const MOST_IMAGES = 10_000;
/** Images pushed longer ago are looked at only when they have a finding: basic scanning looks at push. */
const WINDOW = 30 * DAY;
const MAX_PAGES = 100;
const REPOSITORIES_AT_ONCE = 4;
/** Images of one repository that are looked at before those of the next; the rest comes after them, as many each time. */
const SHARE = 500;

/**
 * Looks at images pushed lately that have no open finding: clean, or missed. A few repositories are listed and looked
 * at before the next, each day beginning at another one and at other images of each, so that none waits for ever.
 *
 * @param lookAt looks at images while there is time
 * @returns whether all were reached
 */
export async function lookForMissed(
  search: Search,
  lookAt: (images: readonly Image[]) => Promise<void>,
): Promise<boolean> {
  const { started, isTime } = search;
  const { names, complete } = await repositoriesOf(search);
  let all = complete;
  let found = 0;
  let left = MOST_IMAGES;
  const lookAtSome = async (images: readonly Image[]) => {
    const some = images.slice(0, left);
    left -= some.length;
    all &&= some.length === images.length;
    await lookAt(some);
  };
  const listed: Image[][] = [];
  for (const repositories of chunks(inTurn(names, started, DAY), REPOSITORIES_AT_ONCE)) {
    // What is listed by now is enough for one look.
    if (!isTime() || found >= MOST_IMAGES) {
      all = false;
      break;
    }
    const lists = await pool(repositories, REPOSITORIES_AT_ONCE, (name) => missedIn(name, search));
    all &&= lists.every((list) => list.complete);
    found += lists.reduce((sum, { images }) => sum + images.length, 0);
    listed.push(...lists.map(({ images }) => images));
    await lookAtSome(lists.flatMap(({ images }) => images.slice(0, SHARE)));
  }
  for (let from = SHARE; listed.some(({ length }) => length > from); from += SHARE) {
    await lookAtSome(listed.flatMap((images) => images.slice(from, from + SHARE)));
  }
  return all;
}

async function repositoriesOf({ registry, failures }: Search) {
  const names: string[] = [];
  let complete = true;
  await failures.attempt("list of repositories", {}, async () => {
    for await (const page of upTo(MAX_PAGES, registry.repositories(), () => (complete = false)))
      names.push(...page);
  });
  return { names: names.sort(), complete };
}

async function missedIn(repository: string, { registry, open, started, isTime, failures }: Search) {
  const images: Image[] = [];
  let complete = true;
  await failures.attempt(`repository ${repository}`, { repository }, async () => {
    for await (const page of registry.images(repository)) {
      for (const { image, pushedAt } of page) {
        if (pushedAt >= started - WINDOW && !open.has(keyOf(image))) images.push(image);
      }
      complete = isTime() && images.length < MOST_IMAGES;
      if (!complete) break;
    }
  });
  return { images: inTurn(images, started, DAY, RATIO.silver), complete };
}
