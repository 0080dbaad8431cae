import { Lazy } from "cdktf";
import { withoutCreationStacks } from "../../stacks/creation-stacks";

const token = () =>
  Lazy.anyValue({ produce: () => "value" }) as unknown as { readonly creationStack: string[] };

test("tokens made in the work do not describe where they were made, others do", () => {
  expect(withoutCreationStacks(token).creationStack).toEqual([]);
  expect(token().creationStack.join("\n")).toContain("creation-stacks.test.ts");
});

test("an error that the work throws has its stack trace, and formatting is as before", () => {
  const before = Error.prepareStackTrace;
  const fails = () =>
    withoutCreationStacks(() => {
      throw new Error("wrong");
    });
  expect(fails).toThrow(
    expect.objectContaining({ stack: expect.stringContaining("creation-stacks.test.ts") }),
  );
  expect(Error.prepareStackTrace).toBe(before);
});
