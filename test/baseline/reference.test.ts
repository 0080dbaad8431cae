import fc from "fast-check";
import { isUnresolved, parseJson, referenceOf } from "../../baseline/reference";

test.each([
  ["${var.x}", true],
  ["a-${aws_s3_bucket.b.arn}/*", true],
  ["%{ if true }a%{ endif }", true],
  ["$${aws:username}", false],
  ["%%{literal}", false],
  ["$100 {x}", false],
  ["", false],
])("%s holds an expression: %s", (text, expected) => {
  expect(isUnresolved(text)).toBe(expected);
});

test("a whole reference has a type, a name and an attribute", () => {
  expect(referenceOf("${aws_iam_role.build.arn}")).toEqual({
    type: "aws_iam_role",
    name: "build",
    attribute: "arn",
  });
  expect(
    ["${var.x.y}", "${data.aws_iam_role.x.arn}", "x${aws_a.b.c}", "${aws_a.b[0].c}", 1].map(referenceOf),
  ).toEqual(Array.from({ length: 5 }, () => undefined));
});

test("expressions with quotes and braces do not disturb the JSON around them", () => {
  const text = '{"a":"${join("", ["x", "}"])}","b":"p-${merge({"k"="v"}, var.m)["k"]}-s","c":1}';
  expect(parseJson(text)).toEqual({
    a: '${join("", ["x", "}"])}',
    b: 'p-${merge({"k"="v"}, var.m)["k"]}-s',
    c: 1,
  });
});

test("text that is not JSON is refused, with expressions or without", () => {
  expect(() => parseJson("{")).toThrow(SyntaxError);
  expect(() => parseJson('{"a":"${var.x}"')).toThrow(SyntaxError);
  expect(() => parseJson('{"a":"${var.x')).toThrow(SyntaxError);
});

test("any JSON is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseJson(text)).toEqual(JSON.parse(text));
    }),
    { seed: 20261124 },
  );
});
