import { blocksOf, type Body } from "./stack";

/** Nested blocks of one name, also those that a `dynamic` block makes. */
function nested(body: Body, name: string): readonly Body[] {
  const dynamic = blocksOf(body, "dynamic").flatMap((blocks) => blocksOf(blocks, name));
  return [...blocksOf(body, name), ...dynamic.flatMap((block) => blocksOf(block, "content"))];
}

/**
 * Every value at a path of nested blocks and an argument, such as `ingress.cidr_blocks`: entries of lists one
 * by one. What is missing, null or empty is no value.
 */
export function valuesAt(body: Body, path: string): unknown[] {
  const names = path.split(".");
  const argument = names.pop() ?? "";
  return names
    .reduce<readonly Body[]>((outer, name) => outer.flatMap((inner) => nested(inner, name)), [body])
    .flatMap((inner) => inner[argument])
    .filter((value) => value !== undefined && value !== null && value !== "");
}
