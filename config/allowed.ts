import { z } from "zod";
import { type Schema } from "./shape";
import { anyOf } from "./words";

type RawIssue = z.core.$ZodRawIssue;

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
      return typeOf(issue.inst as Schema | undefined) ?? TYPES[issue.expected] ?? issue.expected;
    case "invalid_value":
      return anyOf(issue.values.map(String));
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

/** What a schema says of its values beyond their type. */
function typeOf(schema: Schema | undefined): string | undefined {
  if (schema instanceof z.ZodNumber) return rangeOf(schema);
  return schema instanceof z.ZodString || schema instanceof z.ZodStringFormat ? textOf(schema) : undefined;
}

function rangeOf({ minValue, maxValue, isInt }: z.ZodNumber): string {
  return `a ${isInt ? "whole " : ""}number from ${String(minValue)} to ${String(maxValue)}`;
}

/** What a schema of text says of one that fits no pattern and is no value of a list. */
export function textOf(schema: Schema): string | undefined {
  const { error } = schema.safeParse("\0", { error: allowedBy });
  return error?.issues.find(({ code }) => code === "invalid_format" || code === "invalid_value")?.message;
}

/** `3 characters` of a text, `1 entry` of a list, or the bare number. */
export function amount(count: number | bigint, origin: string): string {
  const [one, many] = UNITS[origin] ?? ["", ""];
  return `${String(count)} ${Number(count) === 1 ? one : many}`.trimEnd();
}

function keysOf(schema: unknown): string[] {
  const definition = (schema as { readonly shape?: object } | undefined)?.shape;
  return Object.keys(definition ?? {});
}

/** Values of the key that tells apart the kinds of a map. */
function optionsOf(issue: object): string[] {
  const { options } = issue as { readonly options?: readonly unknown[] };
  return (options ?? []).map(String);
}

/** What a text of the schema says without its example: `an id` and `r-ex4m` of `an id such as r-ex4m`. */
export function withoutExample(text: string): { readonly what: string; readonly example?: string } {
  const [, what, example] = /^(.+?),? (?:such as|e\.g\.) (.+)$/.exec(text) ?? [];
  return what !== undefined && example !== undefined ? { what, example } : { what: text };
}
