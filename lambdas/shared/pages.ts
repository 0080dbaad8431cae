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
