import { expressionsOf, isConstant, isReference, withExpressions } from "../../baseline/expression";

test.each([
  ["no expression", []],
  ["${var.x}", ["${var.x}"]],
  ["a-${aws_s3_bucket.b.arn}/${data.x.y.z}", ["${aws_s3_bucket.b.arn}", "${data.x.y.z}"]],
  ["$${aws:username}", []],
  ["$${var.x}${var.x}", ["${var.x}"]],
  ["$$$${aws:username}", []],
  ["%{ if true }a%{ endif }", ["%{ if true }", "%{ endif }"]],
  ["%%{ literal }", []],
  ['${join("}", ["a"])}-b', ['${join("}", ["a"])}']],
  ["${unclosed", ["${unclosed"]],
])("%s has the expressions %j", (text, expected) => {
  expect(expressionsOf(text)).toEqual(expected);
});

test("expressions are replaced where they stand, escapes are not", () => {
  const text = "$${var.x}:${var.x}:%{ if true }y";
  expect(withExpressions(text, (expression) => `<${expression.length}>`)).toBe("$${var.x}:<8>:<12>y");
  expect(withExpressions("none", () => "x")).toBe("none");
});

test.each([
  ["${aws_iam_role.build.arn}", true],
  ["${aws_instance.x[0].id}", true],
  ['${aws_instance.x["a/b"].id}', true],
  ["${data.aws_partition.current.partition}", true],
  ["${var.name}", true],
  ["${local.name}", false],
  ["${each.value}", false],
  ["${count.index}", false],
  ["${self.id}", false],
  ["${path.module}", false],
  ["${terraform.workspace}", false],
  ["${module.vpc.id}", false],
  ["${var}", false],
  ['${join("", [var.x])}', false],
  ['${"text"}', false],
  ["%{ if true }", false],
  ["${var.x}${var.y}", false],
])("%s is a plain reference: %s", (expression, expected) => {
  expect(isReference(expression)).toBe(expected);
});

test.each([
  ['${"hunter2"}', true],
  ['${sensitive("hunter2")}', true],
  ['${join("", ["hun.ter", "2"])}', true],
  ["${1 + 2}", true],
  ["${var.x}", false],
  ["${local.x}", false],
  ['${join("", [var.x, "y"])}', false],
  ['${"a-${var.x}"}', false],
  ["${aws_instance.x[0].id}", false],
])("%s refers to nothing: %s", (expression, expected) => {
  expect(isConstant(expression)).toBe(expected);
});
