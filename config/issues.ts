import { type z } from "zod";
import { type Problem } from "../problem";
import { amount, withoutExample } from "./allowed";
import { isObject, type Path, type Source, STARTER } from "./document";
import { type Problems } from "./problems";
import { keyRemedy, remedy } from "./remedy";
import { accountKey } from "./schema/common";
import { foreignSign } from "./schema/signs";
import { alternatives, keysAt, type Schema, schemasAt, takes } from "./shape";
import { codeOf, foreignSpace, pathText, shown } from "./words";
import { unknownKeyRemedy } from "./unknown-key";

type Issue = z.core.$ZodIssue;

/** Turns the issues zod found into problems with their places. */
export function reportIssues(issues: readonly Issue[], source: Source, problems: Problems): void {
  for (const issue of issues) reportIssue(issue, [], source, problems);
}

function reportIssue(issue: Issue, above: Path, source: Source, problems: Problems): void {
  const path = [...above, ...(issue.path as (string | number)[])];
  switch (issue.code) {
    case "unrecognized_keys":
      for (const key of issue.keys) {
        problems.add("unknown-key", () => unknownKey(key, issue.message, path, source));
      }
      return;
    case "invalid_key":
      for (const inner of issue.issues) {
        problems.add("invalid-key", () => invalidKey(inner, path, source));
      }
      return;
    case "invalid_union": {
      const branch = fittingBranch(issue.errors);
      if (branch) {
        for (const inner of branch) reportIssue(inner, path, source, problems);
        return;
      }
      const firsts = issue.errors.flatMap(([first]) => first ?? []);
      const allowed = [...new Set(firsts.map(({ message }) => message))].join(", or ");
      reportValue({ ...issue, message: allowed || issue.message }, path, source, problems);
      return;
    }
    case "custom":
      problems.add("repeated-entry", () => ({
        path: pathText(path),
        message: `${shown(String(valueAt(source.value, path)))} is in this list already`,
        change: "remove it",
        place: source.placeOf(path, "value"),
      }));
      return;
    default:
      reportValue(issue, path, source, problems);
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

function unknownKey(key: string, allowed: string, parent: Path, source: Source): Omit<Problem, "code"> {
  const path = [...parent, key];
  return {
    path: pathText(path),
    message: `unknown key${foreignSpace(key)}`,
    allowed,
    change: unknownKeyRemedy(key, parent, allowed.split(", ")),
    place: source.placeOf(path, "key"),
  };
}

function invalidKey(issue: Issue, path: Path, source: Source): Omit<Problem, "code"> {
  return {
    path: pathText(path),
    message: `the key "${shown(String(path.at(-1)))}" is not valid${foreign(keysAt(path), String(path.at(-1)))}`,
    allowed: withoutExample(issue.message).what,
    change: keyRemedy(issue, path, (at) => source.holds(at)),
    place: source.placeOf(path, "key"),
  };
}

function reportValue(issue: Issue, path: Path, source: Source, problems: Problems): void {
  const value = valueAt(source.value, path);
  const missing = value === undefined;
  problems.add(missing ? "missing-key" : "invalid-value", () => {
    const written = source.writtenAt(path);
    return {
      path: pathText(path),
      message: found(value, written) + (typeof value === "string" ? foreign(schemasAt(path), value) : ""),
      allowed: withoutExample(issue.message).what,
      change:
        path.length === 0
          ? STARTER
          : (accountOf(value, path, source.value) ?? remedy(issue, path, value, written)),
      place: source.placeOf(path, missing ? "key" : "value"),
    };
  });
}

/** What to write where an account's id stands in the place of its key: an example would be another account. */
function accountOf(value: unknown, path: Path, file: unknown): string | undefined {
  const accounts = isObject(file) ? file["accounts"] : undefined;
  const [, ofRole, role, id, cluster] = ACCOUNT_IN.exec(typeof value === "string" ? value : "") ?? [];
  const wanted = ofRole ?? id;
  if (!isObject(accounts) || wanted === undefined) return undefined;
  const found = Object.entries(accounts).find(([, one]) => isObject(one) && one["id"] === wanted);
  const key = found && shown(found[0]);
  if (key !== undefined && cluster !== undefined && takes(path, `${key}/${cluster}`))
    return `write ${key}/${cluster}`;
  if (key !== undefined && role !== undefined && takes(path, { account: key, role })) {
    return `write \`{ account: ${key}, role: ${shown(role)} }\``;
  }
  if (cluster !== undefined || !schemasAt(path).flatMap(alternatives).includes(accountKey)) return undefined;
  return key === undefined ? "add the account under `accounts`, and write its key" : `write its key, ${key}`;
}

/** An account's id alone, in the ARN of a role, or before a cluster. */
const ACCOUNT_IN = /^(?:arn:[\w-]+:iam::(\d{12}):role\/(.+)|(\d{12})(?:\/(.+))?)$/;

/** What was found, in the words of YAML. */
function found(value: unknown, written: string | undefined): string {
  if (value === undefined) return "is missing";
  if (value === null) return "is empty";
  if (Array.isArray(value))
    return value.length === 0 ? "is an empty list" : `is a list of ${amount(value.length, "array")}`;
  if (isObject(value)) return "is a map";
  if (typeof value === "string") return `is "${shown(value)}"`;
  return `is the ${typeof value} ${shown(written ?? String(value))}`;
}

/** Which sign of a text is wrong, with its code point: a dash looks like a hyphen. */
function foreign(schemas: readonly Schema[], text: string): string {
  const sign = foreignSign(schemas.flatMap(alternatives), text);
  if (sign === undefined) return foreignSpace(text);
  return `, where "${shown(sign)}" (${codeOf(sign)}) is not allowed`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, part) => {
    if (Array.isArray(at)) return at[Number(part)] as unknown;
    return isObject(at) ? at[part] : undefined;
  }, value);
}
