import { z } from "zod";
import { type Path } from "./document";
import { alternatives, ANY_ENTRY, ANY_KEY, placesOf, type Schema, schemasAt } from "./shape";
import { anyOf, nearest, shown } from "./words";

/** Places in which a key exists that are named; one that exists in more is meant for none of them. */
const PLACES = 3;

/** What to do about a key that a map of the file does not take. */
export function unknownKeyRemedy(key: string, parent: Path, known: readonly string[]): string {
  const owners = schemasAt(parent)
    .flatMap(alternatives)
    .flatMap((schema) => kindOf(schema, key) ?? []);
  if (owners.length > 0) return `remove it: only ${anyOf(owners)} takes it`;
  const [, name = "", value = ""] = /^([^:]+):(.+)$/.exec(key) ?? [];
  if (known.includes(name)) return `put a space behind the colon: \`${name}: ${shown(value.trim())}\``;
  const trimmed = key.trim();
  if (trimmed !== key && known.includes(trimmed))
    return `write \`${trimmed}\`, with ordinary spaces around it`;
  const meant = nearest(key, known);
  if (meant !== undefined) return `did you mean \`${meant}\`?`;
  const places = [...new Set(placesOf(key).map((place) => placeText(place, parent)))];
  return places.length === 0 || places.length > PLACES
    ? "remove it"
    : `remove it, or move it to ${anyOf(places)}`;
}

/** The key and value that make a map one which takes a key: `type: eks`. */
function kindOf(schema: Schema, key: string): string | undefined {
  if (!(schema instanceof z.ZodObject) || !Object.hasOwn(schema.shape, key)) return undefined;
  for (const [name, value] of Object.entries(schema.shape)) {
    if (value instanceof z.ZodLiteral) return `\`${name}: ${String(value.value)}\``;
  }
  return undefined;
}

/** A path of the schema, with the names of the file where it runs along another path of it. */
function placeText(place: readonly string[], along: Path): string {
  let together = true;
  let text = "";
  for (const [index, part] of place.entries()) {
    const own = along[index];
    together &&= part === own || (own !== undefined && (part === ANY_KEY || part === ANY_ENTRY));
    if (part === ANY_ENTRY) text += together ? `[${String(own)}]` : "[]";
    else text += `${text === "" ? "" : "."}${together ? shown(String(own)) : part}`;
  }
  return `\`${text}\``;
}
