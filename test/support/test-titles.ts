import { readFileSync } from "node:fs";
import * as ts from "typescript";

/**
 * Whether a test file has a test of this title, as it is reported: the names of the blocks around it in front, and for
 * `test.each` with words of its table in the place of `%s`.
 */
export function testTitles(file: string): (title: string) => boolean {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true);
  const words = new Set<string>();
  const patterns: string[] = [];
  const visit = (node: ts.Node, names: readonly string[]): void => {
    if (ts.isStringLiteralLike(node)) words.add(node.text);
    const called = ts.isCallExpression(node) ? calledBy(node) : undefined;
    if (called?.kind === "test") patterns.push([...names, called.name].join(" "));
    const inside = called?.kind === "describe" ? [...names, called.name] : names;
    ts.forEachChild(node, (child) => {
      visit(child, inside);
    });
  };
  visit(source, []);
  return (title) =>
    patterns.some((pattern) => {
      const [, ...filled] = new RegExp(`^${escaped(pattern).replaceAll("%s", "(.+)")}$`).exec(title) ?? [];
      return title === pattern || (filled.length > 0 && filled.every((word) => words.has(word)));
    });
}

function calledBy(
  node: ts.CallExpression,
): { readonly kind: "test" | "describe"; readonly name: string } | undefined {
  const [, called] = /^(test|it|describe)(?:\.each\b|$)/.exec(node.expression.getText()) ?? [];
  const [name] = node.arguments;
  if (called === undefined || name === undefined || !ts.isStringLiteralLike(name)) return undefined;
  return { kind: called === "describe" ? "describe" : "test", name: name.text };
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
