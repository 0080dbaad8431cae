import { Problems } from "../../config/problems";

function told(line: number, column = 1) {
  return () => ({ path: "", message: "", place: { file: "f.yaml", line, column } });
}

test("problems come in the order of the file", () => {
  const problems = new Problems();
  problems.add("a", told(2, 5));
  problems.add("b", told(2, 4));
  problems.add("a", told(1, 9));
  expect(problems.size).toBe(3);
  const { problems: sorted, omitted } = problems.error();
  expect(sorted.map(({ place }) => [place?.line, place?.column])).toEqual([
    [1, 9],
    [2, 4],
    [2, 5],
  ]);
  expect(omitted).toBe(0);
});

test("a problem without a place comes first", () => {
  const problems = new Problems();
  problems.add("a", told(1));
  problems.add("b", () => ({ path: "", message: "" }));
  expect(problems.error().problems.map(({ code }) => code)).toEqual(["b", "a"]);
});

test("a hundred are listed, the others are counted", () => {
  const problems = new Problems();
  for (let line = 1; line <= 100; line++) problems.add("a", told(line));
  expect(problems.error()).toMatchObject({ omitted: 0, problems: { length: 100 } });
  problems.add("a", told(101));
  expect(problems.size).toBe(101);
  expect(problems.error()).toMatchObject({ omitted: 1, problems: { length: 100 } });
  expect(problems.error().problems.at(-1)?.place?.line).toBe(100);
});

test("a problem that is not listed is not put into words", () => {
  const problems = new Problems();
  const tell = jest.fn(told(1));
  for (let count = 0; count < 1000; count++) problems.add("a", tell);
  expect(tell).toHaveBeenCalledTimes(100);
});

test("of each kind at least one is listed", () => {
  const problems = new Problems();
  for (let line = 1; line <= 150; line++) problems.add("a", told(line));
  problems.add("b", told(300));
  problems.add("b", told(400));
  problems.add("c", told(500));
  const { problems: listed, omitted } = problems.error();
  expect(listed.map(({ code }) => code).join("")).toBe(`${"a".repeat(98)}bc`);
  expect(omitted).toBe(53);
});
