import { Lazy } from "cdktf";
import { ProblemError } from "../../problem";
import { withoutCreationStacks } from "../../stacks/creation-stacks";

const token = () =>
  Lazy.anyValue({ produce: () => "value" }) as unknown as { readonly creationStack: string[] };

const limit = () => Object.getOwnPropertyDescriptor(Error, "stackTraceLimit");

/** Work that fails as often as it is done. */
function failing(error: () => Error) {
  const work = jest.fn((): never => {
    throw error();
  });
  return { work, run: () => withoutCreationStacks(work) };
}

test("tokens made in the work do not describe where they were made, others do", () => {
  expect(withoutCreationStacks(token).creationStack).toEqual([]);
  expect(token().creationStack.join("\n")).toContain("creation-stacks.test.ts");
});

test("an unexpected error has its stack trace, and capturing is as before", () => {
  const before = limit();
  const { work, run } = failing(() => new Error("wrong"));
  expect(run).toThrow(expect.objectContaining({ stack: expect.stringContaining("creation-stacks.test.ts") }));
  expect(work).toHaveBeenCalledTimes(2);
  expect(limit()).toEqual(before);
});

test("a mistake in the input is told after one run, and capturing is as before", () => {
  const before = limit();
  const { work, run } = failing(
    () => new ProblemError([{ code: "wrong", path: "key", message: "is wrong" }]),
  );
  expect(run).toThrow(ProblemError);
  expect(work).toHaveBeenCalledTimes(1);
  expect(limit()).toEqual(before);
});

test("an error that does not come twice is thrown all the same", () => {
  const once = jest
    .fn(() => "done")
    .mockImplementationOnce(() => {
      throw new Error("only once");
    });
  expect(() => withoutCreationStacks(once)).toThrow("only once");
});
