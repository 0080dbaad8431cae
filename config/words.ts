import { distance } from "./distance";

/** Longest piece of the user's text that a message repeats. */
const SHOWN_LENGTH = 60;

/** What looks like a space and is none, for a class of a regular expression. */
export const FOREIGN_SPACES = "\\u00a0\\u2000-\\u200b\\u202f\\u205f\\u3000";
const FOREIGN_SPACE = new RegExp(`[${FOREIGN_SPACES}]`, "u");

/** What Unicode calls a character: `U+00A0`. */
export function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** What a message adds about text with a sign that looks like a space and is none; nothing where there is no such. */
export function foreignSpace(text: string): string {
  const [sign] = FOREIGN_SPACE.exec(text) ?? [];
  return sign === undefined ? "" : `, where ${codeOf(sign)} looks like a space and is none`;
}

/** Text of the user made safe and short for a message: no characters that nobody sees, no endless values. */
export function shown(text: string, length = SHOWN_LENGTH): string {
  const safe = text.replace(/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
  if (safe.length <= length) return safe;
  return `${safe.slice(0, length)}… (${String(text.length)} characters)`;
}

/** A key, index by index, as people write it: `accounts.shop.networks[0].vpc`. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((part, index) =>
      typeof part === "number" ? `[${String(part)}]` : `${index > 0 ? "." : ""}${shown(part)}`,
    )
    .join("");
}

/** A list as a sentence says it: `a, b or c`. */
export function anyOf(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

/** Names that a message repeats of a longer list. */
const NAMES = 12;

/** Known names as a message lists them: `a, b, c and 14 more`. */
export function namesOf(known: readonly string[]): string {
  const names = known.slice(0, NAMES).map((name) => shown(name));
  return known.length > NAMES
    ? `${names.join(", ")} and ${(known.length - NAMES).toLocaleString("en-US")} more`
    : names.join(", ");
}

/** Known names that a mistyped one is compared with. */
const COMPARED = 5_000;

/** A name without what people write differently: capitals and - _ */
const plain = (name: string) => name.toLowerCase().replaceAll(/[-_ ]/g, "");

/** The name somebody probably meant: at most a third of its letters differ, capitals and - _ left aside. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > SHOWN_LENGTH) return undefined;
  const meant = plain(word);
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known.slice(0, COMPARED)) {
    const other = plain(name);
    const limit = Math.min(Math.ceil(other.length / 3), meant.length - 1, (best?.distance ?? Infinity) - 1);
    if (Math.abs(meant.length - other.length) > limit) continue;
    const found = distance(meant, other);
    if (found <= limit) best = { name, distance: found };
  }
  return best?.name;
}

/** What to write instead of an unknown name: the known one that is near, or else what is said. */
export function didYouMean(name: string, known: readonly string[], otherwise: string): string {
  const meant = nearest(name, known);
  return meant === undefined ? otherwise : `did you mean \`${meant}\`?`;
}
