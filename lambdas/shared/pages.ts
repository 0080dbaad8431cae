import { pages } from "../../asking/pages";
import { memberOf } from "../../asking/incomplete-answer";

/** What asks for the next page, as services write it. */
interface Tokens {
  readonly nextToken?: string | undefined;
  readonly NextToken?: string | undefined;
}

/**
 * The answers of an operation that lists, page by page.
 *
 * @param operation such as `ecr:DescribeImages`
 * @param ask asks for the page of a token, and for the first one without
 * @throws ProblemError `repeated-page`: a list that leads in a circle has an end that nobody saw; `too-many-pages`
 */
export function answersOf<Answer extends Tokens>(
  operation: string,
  ask: (token?: string) => Promise<Answer>,
): AsyncGenerator<Answer, void> {
  return pages(operation, async (token) => {
    const answer = await ask(token);
    return { items: answer, next: answer.nextToken ?? answer.NextToken };
  });
}

/**
 * A list of AWS, page by page: `listed("ecs:ListClusters", "clusterArns", (nextToken?: string) => client.send(…))`.
 *
 * @param member of each answer, which has the items
 * @throws IncompleteAnswer when an answer has no such member, and what {@link answersOf} throws
 */
export async function* listed<Answer extends Tokens, Member extends keyof Answer & string>(
  operation: string,
  member: Member,
  ask: (token?: string) => Promise<Answer>,
): AsyncGenerator<NonNullable<Answer[Member]>, void> {
  for await (const answer of answersOf(operation, ask)) yield memberOf(operation, answer, member);
}

/** Up to so many pages; told when there were more. A server that never ends must not keep the function. */
export async function* upTo<T>(
  count: number,
  pages: AsyncIterable<T>,
  whenCut: () => void,
): AsyncGenerator<T> {
  let seen = 0;
  for await (const page of pages) {
    if (seen === count) {
      whenCut();
      return;
    }
    seen++;
    yield page;
  }
}

const HOUR = 3_600_000;
/** In milliseconds. */
export const DAY = 24 * HOUR;
/** Parts of a round by which turns spread over all items evenly, the one whatever the other does. */
export const RATIO = { golden: 0.618_033_988_75, silver: 0.414_213_562_37 } as const;

/**
 * The same items, beginning somewhere else every time.
 *
 * @param every milliseconds from one time to the next: of turns that are left out those that come spread no more
 * evenly. @default - an hour
 * @param ratio what is in turn within something that is in turn takes another one, else it always begins at the same
 * place when its own turn has come. @default - golden
 */
export function inTurn<T>(items: readonly T[], now: number, every = HOUR, ratio: number = RATIO.golden): T[] {
  const first = Math.floor(items.length * ((Math.floor(now / every) * ratio) % 1));
  return [...items.slice(first), ...items.slice(0, first)];
}
