import { parseArgs } from "node:util";
import { nearest } from "../config/words";
import { type Command, type Option, UsageError, type Values } from "./command";
import { count } from "./terminal";

/** Every command has it. */
const HELP: Option = { type: "boolean", short: "h", help: "print this text" };

/** The options of a command with the one that every command has. */
export function optionsOf(command: Command): Readonly<Record<string, Option>> {
  return { ...command.options, help: HELP };
}

/**
 * Reads the arguments of a command, in our own words where Node's would speak of parsing.
 *
 * @throws UsageError for an option that is unknown, repeated or without its value
 */
export function parseArguments(
  command: Command,
  args: readonly string[],
): { readonly values: Values; readonly positionals: readonly string[] } {
  const known = optionsOf(command);
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { type, short }]) => [
      name,
      { type, ...(short === undefined ? {} : { short }) },
    ]),
  );
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values: Record<string, string | readonly string[] | true> = {};
  for (const token of tokens) {
    if (token.kind !== "option") continue;
    const { name, rawName, value, inlineValue } = token;
    const option = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!option) throw unknownOption(name, rawName, Object.keys(known));
    const before = Object.hasOwn(values, name) ? values[name] : undefined;
    if (before !== undefined && option.repeatable !== true) throw new UsageError(`--${name} is given twice`);
    if (option.type === "boolean") {
      if (value !== undefined) throw new UsageError(`--${name} takes no value, found "${value}"`);
      values[name] = true;
    } else {
      const one = valueOf(`--${name}`, option, value, inlineValue === true);
      values[name] = option.repeatable === true ? [...(Array.isArray(before) ? before : []), one] : one;
    }
  }
  return { values, positionals };
}

function valueOf(
  option: string,
  { value: what = "VALUE" }: Option,
  value: string | undefined,
  inline: boolean,
) {
  if (value === undefined || value === "") throw new UsageError(`${option} needs a value: ${option} ${what}`);
  // What begins with a dash is another option, unless it is written so that it cannot be one.
  if (!inline && value.startsWith("-")) {
    throw new UsageError(`${option} needs a value, found ${value}; write ${option}=${value} if that is one`);
  }
  return value;
}

function unknownOption(name: string, written: string, known: readonly string[]): UsageError {
  const near = nearest(name, known);
  const hint =
    near === undefined
      ? `there are: ${known.map((option) => `--${option}`).join(", ")}`
      : `did you mean --${near}?`;
  return new UsageError(`unknown option ${written}; ${hint}`);
}

/**
 * Refuses more or fewer arguments than the command takes, and empty ones.
 *
 * @throws UsageError
 */
export function checkPositionals(
  { name, positionals: names, manyPositionals = false }: Command,
  found: readonly string[],
): void {
  const required = names.filter((positional) => !positional.startsWith("["));
  if (found.length < required.length || (found.length > names.length && !manyPositionals)) {
    const wanted = names.length === 0 ? "no argument" : names.join(" and ");
    throw new UsageError(`${name} takes ${wanted}, found ${count(found.length, "argument")}`);
  }
  const at = found.indexOf("");
  const empty = at < 0 ? undefined : names[Math.min(at, names.length - 1)];
  if (empty !== undefined) throw new UsageError(`${empty.replace(/^\[|\]$/g, "")} is empty`);
}
