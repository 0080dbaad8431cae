import { parse } from "yaml";
import { z } from "zod";
import { organizationSchema } from "../../config";
import { textOf, withoutExample } from "../../config/allowed";
import { exampleOf } from "../../config/example";
import { alternatives, type Schema } from "../../config/shape";

/** Every plain schema with where it stands. */
function schemasIn(schema: Schema, path: string): [string, Schema][] {
  return alternatives(schema).flatMap((one): [string, Schema][] => {
    if (one instanceof z.ZodObject) {
      return Object.entries(one.shape).flatMap(([key, value]) =>
        schemasIn(value as Schema, `${path}.${key}`),
      );
    }
    if (one instanceof z.ZodRecord) {
      return [
        ...schemasIn(one.keyType as Schema, `keys of ${path}`),
        ...schemasIn(one.valueType as Schema, `${path}.KEY`),
      ];
    }
    if (one instanceof z.ZodArray) return schemasIn(one.element as Schema, `${path}[]`);
    return [[path.replace(".", ""), one]];
  });
}

/** Those that cannot name each value they take. */
const PATTERNS = schemasIn(organizationSchema, "").filter(
  ([, schema]) =>
    textOf(schema) !== undefined &&
    !(schema instanceof z.ZodLiteral) &&
    !(schema instanceof z.ZodEnum && schema.options.length <= 12),
);

test("patterns and long lists of values are found", () => {
  expect(PATTERNS.length).toBeGreaterThan(50);
});

test.each(PATTERNS)("%s: what it says ends with an example, which it takes", (_path, schema) => {
  const { what, example } = withoutExample(textOf(schema) ?? "");
  expect(what).not.toMatch(/such as|e\.g\./);
  expect(example).toBeDefined();
  expect(schema.safeParse(parse(exampleOf([schema]) ?? "")).success).toBe(true);
});

test.each([
  ["an id such as r-ex4m", { what: "an id", example: "r-ex4m" }],
  ["letters, digits, - and _, e.g. shop", { what: "letters, digits, - and _", example: "shop" }],
  ["a number and months, e.g. 135 months", { what: "a number and months", example: "135 months" }],
  ["a whole number", { what: "a whole number" }],
])("%j has an example apart from what it says", (text, parts) => {
  expect(withoutExample(text)).toEqual(parts);
});
