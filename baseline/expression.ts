import { endOfExpression } from "./reference";

const START = /(?<![$%])(?:\$\$|%%)*[$%]\{/g;
/** `${type.name.attribute}`, `${data.type.name.list[0].attribute}`, `${var.name}`. */
const REFERENCE = /^\$\{[a-z][\w-]*(?:\.[A-Za-z_][\w-]*|\[(?:\d+|"[\w./:@-]+")\])+\}$/;
/** Roots of references whose text is written elsewhere in the configuration. */
const WRITTEN_ELSEWHERE = /^\$\{(?:local|module|each|count|self|path|terraform)\b/;
const QUOTED = /"(?:[^"\\]|\\.)*"/g;

/** Where the `${…}` and `%{…}` of a text begin and end; `$${` is an escape and none. */
function spansOf(text: string): (readonly [start: number, end: number])[] {
  const spans: [number, number][] = [];
  START.lastIndex = 0;
  while (START.test(text)) {
    const start = START.lastIndex - 2;
    const end = endOfExpression(text, start);
    spans.push([start, end]);
    START.lastIndex = end;
  }
  return spans;
}

/** Every expression of a text, in order. */
export function expressionsOf(text: string): string[] {
  return spansOf(text).map(([start, end]) => text.slice(start, end));
}

/** A text with something else in the place of every expression. */
export function withExpressions(text: string, replace: (expression: string) => string): string {
  let done = "";
  let position = 0;
  for (const [start, end] of spansOf(text)) {
    done += text.slice(position, start) + replace(text.slice(start, end));
    position = end;
  }
  return done + text.slice(position);
}

/** Whether an expression is a plain reference to a resource, a data source or a variable, which calls nothing. */
export function isReference(expression: string): boolean {
  return REFERENCE.test(expression) && !WRITTEN_ELSEWHERE.test(expression);
}

/** Whether an expression refers to nothing, so that its value stands in it: `${sensitive("…")}`. */
export function isConstant(expression: string): boolean {
  const quoted = expression.match(QUOTED) ?? [];
  if (quoted.some((text) => expressionsOf(text).length > 0)) return false;
  return !/[A-Za-z_][\w-]*\s*[.[]/.test(expression.replace(QUOTED, ""));
}
