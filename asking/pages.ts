import { ProblemError } from "../problem";

/** One page of a list and what asks for the next. */
export interface Page<T> {
  readonly items: T;
  readonly next: string | undefined;
}

/** Most pages of one list: half a million findings. */
export const PAGES = 5_000;

/**
 * Reads a list page by page, so that only one is held at a time.
 *
 * A server that leads in a circle or never ends is noticed: every token is compared with one kept from before, which
 * moves on at 1, 2, 4, 8, … pages, so that a circle of any length is found with one token in memory.
 *
 * @param operation what is called, for the message
 * @throws ProblemError `repeated-page`, `too-many-pages`
 * @see https://en.wikipedia.org/wiki/Cycle_detection#Brent's_algorithm
 */
export async function* pages<T>(
  operation: string,
  fetch: (token: string | undefined) => Promise<Page<T>>,
  limit = PAGES,
): AsyncGenerator<T, void> {
  let token: string | undefined;
  let kept: string | undefined;
  let turn = 1;
  for (let count = 1; ; count += 1) {
    const { items, next } = await fetch(token);
    yield items;
    if (next === undefined || next === "") return;
    if (next === token || next === kept) throw repeated(operation, count);
    if (count >= limit) throw endless(operation, limit);
    if (count === turn) {
      kept = next;
      turn *= 2;
    }
    token = next;
  }
}

function repeated(operation: string, count: number): ProblemError {
  return new ProblemError([
    {
      code: "repeated-page",
      path: operation,
      message: `led back to a page it had given before, after ${count.toLocaleString("en-US")} pages`,
      change: "ask again later; if it stays so, tell AWS Support",
    },
  ]);
}

function endless(operation: string, limit: number): ProblemError {
  return new ProblemError([
    {
      code: "too-many-pages",
      path: operation,
      message: `has more than ${limit.toLocaleString("en-US")} pages; the rest was not read`,
      change: "ask for one region with --region, or for something narrower",
    },
  ]);
}
