import { IncompleteAnswer, memberOf } from "../../../asking/incomplete-answer";
import { answersOf, listed } from "../../../lambdas/shared/pages";
import { isTransient } from "../../../lambdas/shared/transient";

interface Answer {
  readonly names?: readonly string[] | undefined;
  readonly total?: number;
  readonly nextToken?: string;
  readonly NextToken?: string;
}

/** What a list says, and how it fails. */
async function read(ask: (token?: string) => Answer): Promise<unknown[]> {
  const read: unknown[] = [];
  try {
    const pages = listed("ecs:ListNames", "names", (token?: string) => Promise.resolve(ask(token)));
    for await (const page of pages) read.push(page);
  } catch (error) {
    read.push((error as Error).message);
  }
  return read;
}

describe("a list", () => {
  test.each(["nextToken", "NextToken"])("is read page by page, by its %s", async (name) => {
    const ask = (token = "0") => ({
      names: [token],
      ...(token < "3" ? { [name]: `${Number(token) + 1}` } : {}),
    });
    expect(await read(ask)).toEqual([["0"], ["1"], ["2"], ["3"]]);
  });

  test("may be empty, and so may a page of it", async () => {
    expect(await read(() => ({ names: [] }))).toEqual([[]]);
    expect(await read((token) => (token ? { names: ["a"] } : { names: [], nextToken: "2" }))).toEqual([
      [],
      ["a"],
    ]);
  });

  test.each([undefined, null])("that is %p is not empty", async (names) => {
    expect(await read(() => ({ names }) as Answer)).toEqual(["ecs:ListNames leaves out names"]);
    expect(await read((token) => (token ? ({ names } as Answer) : { names: ["a"], nextToken: "2" }))).toEqual(
      [["a"], "ecs:ListNames leaves out names"],
    );
  });

  test("that leads in a circle has no end", async () => {
    expect(await read(() => ({ names: ["a"], nextToken: "again" }))).toEqual([
      ["a"],
      ["a"],
      "ecs:ListNames: led back to a page it had given before, after 2 pages; ask again later; if it stays so, tell AWS Support [repeated-page]",
    ]);
  });

  test("is told with all that its answers say", async () => {
    const answers = answersOf("ecs:ListNames", () => Promise.resolve<Answer>({ names: [], total: 3 }));
    expect(await answers.next()).toEqual({ done: false, value: { names: [], total: 3 } });
  });
});

test("a member that is not there may be there when it is asked again", () => {
  const part: { readonly at?: Date; readonly count: number } = { count: 0 };
  expect(memberOf("ecr:DescribeImages", part, "count")).toBe(0);
  expect(() => memberOf("ecr:DescribeImages", part, "at")).toThrow(IncompleteAnswer);
  expect(() => memberOf("ecr:DescribeImages", part, "at")).toThrow("ecr:DescribeImages leaves out at");
  expect(isTransient(new IncompleteAnswer("ecr:DescribeImages", "leaves out at"))).toBe(true);
});
