import { formatProblem, ProblemError } from "../../problem";

const problem = { code: "bad-key", path: "a.b", message: "is bad" };

test("a problem is one line with its place, what is allowed and what to change", () => {
  expect(
    formatProblem({
      ...problem,
      allowed: "good",
      change: "make it good",
      place: { file: "f.yaml", line: 2, column: 3 },
    }),
  ).toBe("f.yaml:2:3 a.b: is bad; allowed: good; make it good [bad-key]");
});

test("what a problem does not have leaves no trace", () => {
  expect(formatProblem({ ...problem, path: "" })).toBe("is bad [bad-key]");
});

test("an error lists its problems", () => {
  const { name, message, omitted } = new ProblemError([problem, problem]);
  expect({ name, message, omitted }).toEqual({
    name: "ProblemError",
    message: "a.b: is bad [bad-key]\na.b: is bad [bad-key]",
    omitted: 0,
  });
});

test("an error tells how many problems it does not list", () => {
  expect(new ProblemError([problem], 1234).message).toBe("a.b: is bad [bad-key]\n… and at least 1,234 more");
});
