import { inOrder } from "../../plan/order";

const item = (name: string, ...after: string[]) => ({ name, after });

test("everything stands behind what it comes after, ties keep their order", () => {
  const sorted = inOrder([item("d", "b"), item("a"), item("b", "c"), item("c")]);
  expect(sorted.map(({ name }) => name)).toEqual(["c", "b", "d", "a"]);
});

test("a cycle is refused", () => {
  expect(() => inOrder([item("a", "b"), item("b", "a")])).toThrow(
    new RangeError("b and a come after each other"),
  );
});

test("a missing predecessor is refused", () => {
  expect(() => inOrder([item("a", "b")])).toThrow(new RangeError("a comes after b, which is not planned"));
});
