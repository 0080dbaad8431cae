import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { loadOrganization, organizationSchema } from "../../config";
import { checkOrganization } from "../../config/checks";
import { terraformTemplates } from "../../config/checks/terraform-templates";
import { schemasAt } from "../../config/shape";
import { EXAMPLES } from "../../organizations/examples";

type Path = readonly (string | number)[];

/** Every place of a value where a text stands. */
function textsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value === "string") return [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, held]) => textsOf(held, [...path, key]));
}

function changed(value: unknown, [key, ...rest]: Path): unknown {
  if (key === undefined) return `${String(value)} \${path.module}`;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  Reflect.set(copy, key, changed(Reflect.get(copy, key), rest));
  return copy;
}

function isTaken(value: unknown): boolean {
  const { success, data } = organizationSchema.safeParse(value);
  return success && terraformTemplates(data).length === 0;
}

test("no text of the example with every key may hold a template of Terraform", () => {
  const value: unknown = parse(readFileSync(EXAMPLES.complete, "utf8"));
  // One place of each kind stands for all of it.
  const texts = [...new Map(textsOf(value).map((path) => [schemasAt(path)[0], path])).values()];
  expect(texts.length).toBeGreaterThan(60);
  expect(texts.filter((path) => isTaken(changed(value, path))).map((path) => path.join("."))).toEqual([]);
});

test("a key that holds a template is pointed at", () => {
  const organization = loadOrganization(EXAMPLES.complete);
  const tags = { "a%{b": "c" };
  expect(
    checkOrganization({ ...organization, tags }).filter(({ code }) => code === "terraform-template"),
  ).toEqual([
    {
      code: "terraform-template",
      path: ["tags", "a%{b"],
      at: "key",
      message: 'is "a%{b", in which Terraform would evaluate what follows %{',
      allowed: "text without ${ and %{",
      change: "remove the sign before {, or put a space between the two",
    },
  ]);
});

test("the example itself holds none", () => {
  expect(
    checkOrganization(loadOrganization(EXAMPLES.complete)).filter(
      ({ code }) => code === "terraform-template",
    ),
  ).toEqual([]);
});
