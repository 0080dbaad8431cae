import { existsSync, readdirSync, readFileSync } from "node:fs";
import Ajv from "ajv";
import { parse } from "yaml";
import { loadOrganization, starterFile } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { generatedFiles, type JsonSchema, jsonSchema, reference } from "../../scripts/generate";

test.each(Object.entries(generatedFiles()))("%s is what `npm run generate` writes", (path, text) => {
  expect(readFileSync(path, "utf8")).toBe(text);
});

const validate = new Ajv({ formats: { cidrv4: /^[\d.]+\/\d+$/ }, allErrors: true }).compile(jsonSchema());

test("the list of examples names every folder of an organization", () => {
  const folders = readdirSync("examples")
    .map((name) => `examples/${name}/organization.yaml`)
    .filter((file) => existsSync(file));
  expect(Object.values(EXAMPLES).sort()).toEqual([...folders, "organization.yaml"].sort());
});

test.each(Object.values(EXAMPLES))("%s passes the checks and the JSON Schema", (path) => {
  expect(() => loadOrganization(path)).not.toThrow();
  validate(parse(readFileSync(path, "utf8")));
  expect(validate.errors).toBeNull();
});

test("the starter file passes the JSON Schema", () => {
  validate(parse(starterFile()));
  expect(validate.errors).toBeNull();
});

test("the JSON Schema refuses what the reader refuses", () => {
  expect(validate({ organization: {}, acounts: {} })).toBe(false);
  const keywords = validate.errors?.map(({ keyword, params }) => [keyword, params]);
  expect(keywords).toContainEqual(["required", { missingProperty: "accounts" }]);
  expect(keywords).toContainEqual(["additionalProperties", { additionalProperty: "acounts" }]);
});

test.each(Object.values(EXAMPLES))("%s names a JSON Schema that is there", (path) => {
  const [first = ""] = readFileSync(path, "utf8").split("\n");
  const [, schema] = /^# yaml-language-server: \$schema=(\S+)$/.exec(first) ?? [];
  expect(new URL(schema ?? "", `file:///${path}`).pathname).toBe("/config/organization.schema.json");
});

/** Patterns of the JSON Schema, wherever they stand. */
function patternsOf(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === "pattern" && typeof inner === "string" ? [inner] : patternsOf(inner),
  );
}

// Editors read patterns with the flag u and those that are none with it without.
test("every pattern of the JSON Schema is one with the flag u and without", () => {
  const patterns = patternsOf(jsonSchema());
  expect(patterns.length).toBeGreaterThan(20);
  for (const pattern of patterns) {
    expect(() => new RegExp(pattern, "u")).not.toThrow();
    expect(() => new RegExp(pattern)).not.toThrow();
  }
});

test("the JSON Schema takes tags in letters of any script and refuses other signs, where it is read with the flag u", () => {
  const [, value = ""] = patternsOf((jsonSchema().properties ?? {})["tags"]);
  const tag = new RegExp(value, "u");
  expect(["platform", "Größe", "北京"].map((text) => tag.test(text))).toEqual([true, true, true]);
  expect(["😀", "a\tb", "{}"].map((text) => tag.test(text))).toEqual([false, false, false]);
});

test("the sample fits on two screens", () => {
  expect(readFileSync(EXAMPLES.sample, "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(90);
});

/** Every key of the schema, with KEY for a name people choose. */
function keysOf(schema: JsonSchema, path: string): string[] {
  const inner: string[] = [
    ...Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
      const own = path === "" ? key : `${path}.${key}`;
      return [own, ...keysOf(value, own)];
    }),
    ...(typeof schema.additionalProperties === "object"
      ? keysOf(schema.additionalProperties, `${path}.KEY`)
      : []),
    ...(schema.items ? keysOf(schema.items, path) : []),
    ...(schema.anyOf ?? []).flatMap((option) => keysOf(option, path)),
    ...(schema.oneOf ?? []).flatMap((option) => keysOf(option, path)),
  ];
  return [...new Set(inner)];
}

/** Every key that a file uses, in the same spelling. */
function usedKeys(value: unknown, schemaKeys: ReadonlySet<string>, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => usedKeys(item, schemaKeys, path));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const named = path === "" ? key : `${path}.${key}`;
    const own = schemaKeys.has(named) ? named : `${path}.KEY`;
    return [own, ...usedKeys(inner, schemaKeys, own)];
  });
}

test("the complete example uses every key of the schema", () => {
  const keys = keysOf(jsonSchema(), "");
  const used = new Set(usedKeys(parse(readFileSync(EXAMPLES.complete, "utf8")), new Set(keys), ""));
  // A file has one state backend; these belong to the other two.
  const otherBackends = ["directory", "hostname", "organization", "project", "workspace"].map(
    (key) => `state.${key}`,
  );
  // One schema in several places, of which the example uses each key in one.
  const shared = ["registry.creationTemplates.KEY.keep.", "registry.creationTemplates.KEY.encryption."];
  const unused = keys.filter((key) => !used.has(key) && !shared.some((parent) => key.startsWith(parent)));
  expect(unused.sort()).toEqual(otherBackends.sort());
});

test("every key has a description in the reference", () => {
  const text = generatedFiles()["docs/organization-reference.md"] ?? "";
  const rows = text.split("\n").filter((line) => line.startsWith("| `"));
  expect(rows.length).toBeGreaterThan(90);
  expect(rows.filter((line) => line.endsWith("| |"))).toEqual([]);
});

test.each([
  ["local", ["backend", "directory"]],
  ["s3", ["backend", "bucket", "region", "prefix", "kmsKey", "role"]],
  ["hcp-terraform", ["backend", "hostname", "organization", "project", "workspace"]],
])("the reference has a table of the keys of the backend %s alone", (backend, keys) => {
  const [, table = ""] = reference().split(`### state with \`backend: ${backend}\`\n`);
  const [own = ""] = table.split("\n#");
  expect([...own.matchAll(/^\| `state\.(\w+)`/gm)].map(([, key]) => key)).toEqual(keys);
});
