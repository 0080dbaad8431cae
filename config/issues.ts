import { type z } from "zod";
import { type Problem } from "../problem";
import { isObject, type Path, type Source } from "./document";
import { anyOf, didYouMean, nearest, pathText, shown } from "./words";

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** A list of values longer than this is not repeated in full. */
const LISTED_VALUES = 12;

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a map of keys and values",
  record: "a map of keys and values",
};

const FORMATS: Readonly<Record<string, string>> = {
  email: "an e-mail address such as security@example.com",
  cidrv4: "an IPv4 range such as 10.40.0.0/16",
};

const UNITS: Readonly<Record<string, readonly [string, string]>> = {
  string: ["character", "characters"],
  array: ["entry", "entries"],
};

/** Says what a schema takes. It becomes the message of each of zod's issues, beside those the schema words itself. */
export function allowedBy(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return TYPES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return listed(issue.values.map(String), issue.input);
    case "invalid_format":
      return FORMATS[issue.format] ?? issue.format;
    case "too_small":
      return `at least ${amount(issue.minimum, issue.origin)}`;
    case "too_big":
      return `at most ${amount(issue.maximum, issue.origin)}`;
    case "unrecognized_keys":
      return keysOf(issue.inst).join(", ");
    case "invalid_union":
      return anyOf(optionsOf(issue));
    default:
      return issue.code;
  }
}

function amount(count: number | bigint, origin: string): string {
  const [one, many] = UNITS[origin] ?? ["", ""];
  return `${String(count)} ${Number(count) === 1 ? one : many}`.trimEnd();
}

function listed(values: readonly string[], input: unknown): string {
  if (values.length <= LISTED_VALUES) return anyOf(values);
  const example = (typeof input === "string" ? nearest(input, values) : undefined) ?? "eu-central-1";
  return `one of ${String(values.length)} values such as ${example}, see docs/organization-reference.md`;
}

function keysOf(schema: unknown): string[] {
  const definition = (schema as { readonly shape?: object } | undefined)?.shape;
  return Object.keys(definition ?? {});
}

function optionsOf(issue: object): string[] {
  const { options } = issue as { readonly options?: readonly unknown[] };
  return (options ?? []).map(String);
}

/** What was found, in the words of YAML. */
function found(value: unknown, written: string | undefined): string {
  if (value === undefined) return "is missing";
  if (value === null) return "is empty";
  if (Array.isArray(value)) return value.length === 0 ? "is an empty list" : "is a list";
  if (isObject(value)) return "is a map";
  if (typeof value === "string") return `is "${shown(value)}"`;
  return `is the ${typeof value === "boolean" ? "truth value" : "number"} ${shown(written ?? String(value))}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => {
    if (Array.isArray(at)) return at[Number(part)] as unknown;
    return isObject(at) ? at[part] : undefined;
  }, value);
}

/** Turns the issues zod found into problems with their places. */
export function problemsOf(issues: readonly Issue[], source: Source): Problem[] {
  return issues.flatMap((issue) => problemsOfIssue(issue, [], source));
}

function problemsOfIssue(issue: Issue, above: Path, source: Source): Problem[] {
  const path = [...above, ...(issue.path as (string | number)[])];
  const value = valueAt(source.value, path);
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(key, issue.message, path, source));
    case "invalid_key":
      return issue.issues.map(({ message }) => ({
        code: "invalid-key",
        path: pathText(path),
        message: `the key "${shown(String(path.at(-1)))}" is not valid`,
        allowed: message,
        place: source.placeOf(path, "key"),
      }));
    case "invalid_union": {
      const branch = fittingBranch(issue.errors);
      if (branch) return branch.flatMap((inner) => problemsOfIssue(inner, path, source));
      const firsts = issue.errors.flatMap(([first]) => first ?? []);
      const known = firsts.length === 0 ? optionsOf(issue) : firsts.flatMap(valuesOf);
      const allowed =
        firsts.length === 0 ? issue.message : anyOf([...new Set(firsts.map(({ message }) => message))]);
      return [invalid(path, value, allowed, source, known)];
    }
    case "custom":
      return [
        {
          code: "repeated-entry",
          path: pathText(path),
          message: issue.message,
          change: "remove it",
          place: source.placeOf(path, "value"),
        },
      ];
    default:
      return [invalid(path, value, issue.message, source, valuesOf(issue))];
  }
}

/** The one branch of a union whose kind of value was written: its issues say more than all branches together. */
function fittingBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const fits = ([first]: readonly Issue[]) => {
    if (first === undefined || first.path.length > 0) return true;
    return first.code !== "invalid_value" && first.code !== "invalid_type";
  };
  const fitting = branches.filter(fits);
  return fitting.length === 1 ? fitting[0] : undefined;
}

function valuesOf(issue: Issue): string[] {
  return issue.code === "invalid_value" ? issue.values.map(String) : [];
}

function unknownKey(key: string, allowed: string, parent: Path, source: Source): Problem {
  const path = [...parent, key];
  return {
    code: "unknown-key",
    path: pathText(path),
    message: "unknown key",
    allowed,
    ...didYouMean(key, allowed.split(", ")),
    place: source.placeOf(path, "key"),
  };
}

function invalid(
  path: Path,
  value: unknown,
  allowed: string,
  source: Source,
  known: readonly string[],
): Problem {
  const written = source.writtenAt(path);
  const missing = value === undefined;
  return {
    code: missing ? "missing-key" : "invalid-value",
    path: pathText(path),
    message: found(value, written),
    allowed,
    ...change(value, written, allowed, known),
    place: source.placeOf(path, missing ? "key" : "value"),
  };
}

function change(
  value: unknown,
  written: string | undefined,
  allowed: string,
  known: readonly string[],
): { readonly change?: string } {
  if (value === undefined) return { change: "add it" };
  if (typeof value === "number" && (allowed === "text" || allowed.includes("quotes")))
    return { change: `put it in quotes: "${shown(written ?? String(value))}"` };
  if (typeof value === "boolean" && allowed === "text")
    return { change: `put it in quotes: "${String(value)}"` };
  return typeof value === "string" ? didYouMean(value, known) : {};
}
