import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { yamlOf } from "../config/example";
import { organizationSchema } from "../config";
import { REGIONS } from "../aws";

/** The part of JSON Schema that zod writes for our schema. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly patternErrorMessage?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** JSON Schema of `organization.yaml`, for editors. */
export function jsonSchema(): JsonSchema {
  const schema = z.toJSONSchema(organizationSchema, {
    target: "draft-7",
    io: "input",
    override: ({ zodSchema, jsonSchema: json }) => {
      if (json.pattern === undefined) return;
      // What the schema says of a text that fits no pattern, for editors that show it and for the reference.
      const [issue] = z.safeParse(zodSchema, "\0").error?.issues ?? [];
      if (issue && json.format === undefined) json["patternErrorMessage"] = issue.message;
    },
  });
  return schema as JsonSchema;
}

interface Row {
  readonly path: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
}

const isRegion = (schema: JsonSchema) => schema.enum?.length === REGIONS.length;
const code = (value: unknown) => `\`${typeof value === "string" ? value : JSON.stringify(value)}\``;

function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

/** What a value may be, in a few words. */
function takes(schema: JsonSchema): string {
  const options = alternatives(schema);
  if (options.length > 1) return [...new Set(options.map(takes))].join(" or ");
  const [only = schema] = options;
  if (isRegion(only)) return "a [region](#regions)";
  if (only.const !== undefined) return code(only.const);
  if (only.enum) return only.enum.map((value) => code(yamlOf(value))).join(", ");
  if (only.type === "array") return `list of ${takes(only.items ?? {})}`;
  if (only.type === "object") return "map";
  if (only.type === "null") return "nothing";
  if (only.type === "boolean") return "`true`, `false`";
  if (only.type === "integer") return `${String(only.minimum)} to ${String(only.maximum)}`;
  if (only.format !== undefined) return formatOf(only.format);
  if (only.pattern !== undefined && only.patternErrorMessage === undefined) {
    throw new Error(`a pattern without a message: ${only.pattern}`);
  }
  return only.patternErrorMessage ?? "text";
}

const FORMATS: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  date: "a day such as 2026-03-31",
  cidrv4: "an IPv4 range such as 10.40.0.0/16",
};

function formatOf(format: string): string {
  const words = FORMATS[format];
  if (words === undefined) throw new Error(`a format without words: ${format}`);
  return words;
}

/** One row per key, depth first; the alternatives of a key follow each other. */
function rows(path: string, schema: JsonSchema, required: boolean): Row[] {
  const found: Row[] = path === "" ? [] : [{ path, schema, required }];
  for (const option of alternatives(schema)) {
    for (const [key, value] of Object.entries(option.properties ?? {})) {
      found.push(
        ...rows(path === "" ? key : `${path}.${key}`, value, option.required?.includes(key) === true),
      );
    }
    if (typeof option.additionalProperties === "object") {
      found.push(...rows(`${path}.KEY`, option.additionalProperties, false));
    }
    if (option.items) found.push(...rows(`${path}[]`, option.items, false).slice(1));
    if (option.anyOf) found.push(...rows(path, option, required).slice(1));
  }
  return merged(found);
}

/** Keys that several alternatives share are told once, with all the values they take. */
function merged(found: readonly Row[]): Row[] {
  const byPath = new Map<string, Row>();
  for (const row of found) {
    const known = byPath.get(row.path);
    const same = !known || takes(known.schema) === takes(row.schema);
    byPath.set(
      row.path,
      known && !same
        ? { ...known, schema: { ...known.schema, anyOf: [known.schema, row.schema] } }
        : (known ?? row),
    );
  }
  return [...byPath.values()];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function defaultOf({ schema, required }: Row): string {
  if (required) return "required";
  const value = schema.default;
  if (value === undefined) return "";
  const empty = typeof value === "object" && value !== null && Object.keys(value).length === 0;
  return empty ? "empty" : code(value);
}

function table(found: readonly Row[]): string[] {
  return [
    "| Key | Takes | Default | Meaning |",
    "| --- | --- | --- | --- |",
    ...found.map((row) =>
      [`\`${row.path}\``, takes(row.schema), defaultOf(row), row.schema.description ?? ""]
        .map(cell)
        .reduce((line, text) => `${line} ${text} |`, "|")
        .replaceAll("  ", " "),
    ),
  ];
}

/** Alternatives that one key tells apart by its only value, by what that key says, such as `backend: s3`. */
function variants(schema: JsonSchema): readonly (readonly [string, JsonSchema])[] {
  const options = alternatives(schema);
  return options.flatMap((option) =>
    Object.entries(option.properties ?? {})
      .filter(([, { const: only }]) => options.length > 1 && only !== undefined)
      .map(([key, { const: only }]) => [`${key}: ${String(only)}`, option] as const),
  );
}

/** One table, or one for the key itself and one for each of its variants: they have keys of their own. */
function tables(key: string, section: JsonSchema, required: boolean): string[] {
  const all = rows(key, section, required);
  const found = variants(section);
  if (found.length === 0) return table(all);
  return [
    ...table(all.slice(0, 1)),
    ...found.flatMap(([name, option]) => [
      "",
      `### ${key} with ${code(name)}`,
      "",
      ...table(rows(key, option, required).slice(1)),
    ]),
  ];
}

/** The key reference, one section per top-level key. */
export function reference(schema: JsonSchema = jsonSchema()): string {
  const sections = Object.entries(schema.properties ?? {}).flatMap(([key, section]) => [
    `## ${key}`,
    "",
    ...tables(key, section, schema.required?.includes(key) === true),
    "",
  ]);
  return [
    "# Reference of organization.yaml",
    "",
    "Written by `npm run generate` from the schema in `config/schema`; change it there.",
    "",
    "`KEY` stands for a name you choose, `[]` for each entry of a list. An unknown key is an error. The file is one",
    "YAML 1.2 document of at most 1 MiB, in UTF-8, without anchors, aliases and tags: what it says stands in one place.",
    'The value `"off"` stands in quotes: other readers of YAML, those of version 1.1, take it for false without them.',
    "No text may hold `${` or `%{`: Terraform would evaluate what follows instead of keeping it.",
    "`npx supply-chain check FILE` reports every mistake at once, with line and column.",
    "",
    ...sections,
    "## Regions",
    "",
    REGIONS.map((region) => `\`${region}\``).join(", "),
    "",
  ].join("\n");
}

/** The generated files by their path in the repository. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    "config/organization.schema.json": `${JSON.stringify(jsonSchema(), null, 2)}\n`,
    "docs/organization-reference.md": reference(),
  };
}

/** Writes the generated files that are out of date and names them. */
export function writeGenerated(root: string): string[] {
  return Object.entries(generatedFiles()).flatMap(([path, text]) => {
    const file = join(root, path);
    let old: string | undefined;
    try {
      old = readFileSync(file, "utf8");
    } catch {
      old = undefined;
    }
    if (old === text) return [];
    writeFileSync(file, text);
    return [path];
  });
}

if (process.argv[1] === __filename) {
  const written = writeGenerated(join(__dirname, ".."));
  console.log(written.length === 0 ? "Everything is up to date." : `Written: ${written.join(", ")}`);
}
