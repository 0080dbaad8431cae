import { type NormalizedSchema } from "@smithy/core/schema";
import { type StaticStructureSchema } from "@smithy/types";
import { type ServiceModel } from "./model";

/** Which way a value goes: from JSON to what the SDK's types say, or back. */
export type Direction = "read" | "write";

/** Converts a value and collects what the model does not know of. */
export interface Conversion {
  readonly model: ServiceModel;
  readonly direction: Direction;
  readonly violations: string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Names of a structure's members with their schemas, and whether they must be there. */
export function membersOf(
  schema: NormalizedSchema,
): { name: string; member: NormalizedSchema; required: boolean }[] {
  if (schema.isUnitSchema()) return [];
  const required = (schema.getSchema() as StaticStructureSchema)[6] ?? 0;
  return [...schema.structIterator()].map(([name, member], index) => ({
    name,
    member,
    required: index < required,
  }));
}

/** Name of a member in JSON. */
function wireName(name: string, member: NormalizedSchema, { protocol }: ServiceModel): string {
  const { jsonName } = member.getMergedTraits();
  return protocol === "restJson1" && typeof jsonName === "string" ? jsonName : name;
}

/**
 * Converts the members of a structure that stand in a JSON object. What is no member, is missing though required, or
 * has a value that is not in the model, is a violation.
 */
export function convertStructure(
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  conversion: Conversion,
  members = membersOf(schema),
): Fields {
  const { model, direction, violations } = conversion;
  if (!isObject(value)) {
    violations.push(`${path} is ${kindOf(value)}, not an object`);
    return {};
  }
  const result: Record<string, unknown> = {};
  const known = new Set<string>();
  for (const { name, member, required } of members) {
    const wire = wireName(name, member, model);
    const [from, to] = direction === "read" ? [wire, name] : [name, wire];
    known.add(from);
    const found = value[from];
    if (found === undefined || found === null) {
      if (required) violations.push(`${path}.${from} is missing`);
      continue;
    }
    const values = model.enums.get(`${schema.getName() ?? ""}.${name}`);
    result[to] = convert(member, found, `${path}.${from}`, conversion, values);
  }
  for (const name of Object.keys(value).filter((key) => !known.has(key) && value[key] !== undefined)) {
    violations.push(`${path}.${name} is not in the model`);
  }
  return result;
}

function convert(
  schema: NormalizedSchema,
  value: unknown,
  path: string,
  conversion: Conversion,
  values?: readonly string[],
): unknown {
  const { direction, violations } = conversion;
  const wrong = (expected: string): undefined => {
    violations.push(`${path} is ${kindOf(value)}, not ${expected}`);
    return undefined;
  };
  if (schema.isStructSchema()) return convertStructure(schema, value, path, conversion);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) return wrong("a list");
    const inner = schema.getValueSchema();
    return value.map((item, index) => convert(inner, item, `${path}[${String(index)}]`, conversion, values));
  }
  if (schema.isMapSchema()) {
    if (!isObject(value)) return wrong("an object");
    const inner = schema.getValueSchema();
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        key,
        convert(inner, item, `${path}.${key}`, conversion, values),
      ]),
    );
  }
  if (schema.isTimestampSchema()) return convertTime(value, direction) ?? wrong("a time");
  if (schema.isBlobSchema()) return convertBytes(value, direction) ?? wrong("bytes");
  if (schema.isStringSchema()) {
    if (typeof value !== "string") return wrong("a text");
    if (values && !values.includes(value))
      violations.push(`${path} is "${value}", not one of ${values.join(", ")}`);
    return value;
  }
  if (schema.isBooleanSchema()) return typeof value === "boolean" ? value : wrong("true or false");
  if (schema.isNumericSchema()) return typeof value === "number" ? value : wrong("a number");
  if (schema.isDocumentSchema()) return value;
  return wrong("of a kind that the double knows");
}

/** JSON protocols write times as seconds since 1970. */
function convertTime(value: unknown, direction: Direction): unknown {
  if (direction === "write") return value instanceof Date ? value.getTime() / 1_000 : undefined;
  return typeof value === "number" ? new Date(value * 1_000) : undefined;
}

function convertBytes(value: unknown, direction: Direction): unknown {
  if (direction === "write") {
    return value instanceof Uint8Array ? Buffer.from(value).toString("base64") : undefined;
  }
  return typeof value === "string" ? new Uint8Array(Buffer.from(value, "base64")) : undefined;
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return value === null ? "null" : typeof value;
}
