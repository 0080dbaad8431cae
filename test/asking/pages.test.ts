import fc from "fast-check";
import { type Page, pages } from "../../asking";

const RUNS = { seed: 20260304, numRuns: 200 };

async function read(fetch: (token: string | undefined) => Page<number>, limit?: number): Promise<number[]> {
  const found: number[] = [];
  for await (const item of pages(
    "inspector2:ListFindings",
    async (token) => Promise.resolve(fetch(token)),
    limit,
  )) {
    found.push(item);
  }
  return found;
}

/** Pages 0, 1, 2, …, and after the last again the one at `back`. */
function leading(
  count: number,
  back?: number,
): { fetch(token: string | undefined): Page<number>; calls(): number } {
  let calls = 0;
  return {
    calls: () => calls,
    fetch: (token) => {
      calls += 1;
      const page = token === undefined ? 0 : Number(token);
      const next = page + 1 < count ? page + 1 : back;
      return { items: page, next: next === undefined ? undefined : String(next) };
    },
  };
}

test("reads every page once, in order", async () => {
  expect(await read(leading(5).fetch)).toEqual([0, 1, 2, 3, 4]);
});

test("an empty token ends the list", async () => {
  expect(await read(() => ({ items: 7, next: "" }))).toEqual([7]);
});

test("a circle of any length, entered anywhere, is noticed soon", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 2, max: 60 }), fc.nat(), async (count, seed) => {
      const server = leading(count, 1 + (seed % (count - 1)));
      await expect(read(server.fetch)).rejects.toMatchObject({ problems: [{ code: "repeated-page" }] });
      expect(server.calls()).toBeLessThanOrEqual(4 * count + 2);
    }),
    RUNS,
  );
});

test("a page that leads to itself", async () => {
  await expect(read(() => ({ items: 1, next: "t" }))).rejects.toThrow(
    "inspector2:ListFindings: led back to a page it had given before, after 2 pages; ask again later; if it stays so, tell AWS Support [repeated-page]",
  );
});

test("a list without an end", async () => {
  let page = 0;
  await expect(read(() => ({ items: page, next: String((page += 1)) }), 1_200)).rejects.toThrow(
    "inspector2:ListFindings: has more than 1,200 pages; the rest was not read; ask for one region with --region, or for something narrower [too-many-pages]",
  );
  expect(page).toBe(1_200);
});

test("exactly as many pages as allowed are no mistake", async () => {
  expect(await read(leading(3).fetch, 3)).toEqual([0, 1, 2]);
});
