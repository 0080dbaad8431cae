import { rangesText } from "../../cli";

const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test.each<[readonly number[], string]>([
  [[], "-"],
  [[4], "4"],
  [[4, 3], "3, 4"],
  [[3, 4, 5], "3-5"],
  [[205, 1, ...upTo(201).slice(2)], "1, 3-201, 205"],
  [[1, 3, 5, 7, 9, 11], "1, 3, 5, 7, 9, 11"],
  [[1, 3, 5, 7, 9, 11, 13, 20, 21, 22], "1, 3, 5, 7, 9, 11 and 4 more"],
  [[1, 2, 4, 5, 7, 8, 10], "1, 2, 4, 5, 7, 8 and 1 more"],
])("the rows %j read %s", (numbers, text) => {
  expect(rangesText(numbers)).toBe(text);
});

test("no list of rows is longer than a column takes", () => {
  const scattered = Array.from({ length: 2_000 }, (_, index) => 5 * index + (index % 2));
  expect(rangesText(scattered).length).toBeLessThan(60);
});
