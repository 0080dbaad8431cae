/** Longest piece of the user's text that a message repeats. */
const SHOWN_LENGTH = 60;

/** Text of the user made safe and short for a message: no control characters, no endless values. */
export function shown(text: string, length = SHOWN_LENGTH): string {
  const safe = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => {
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

/** Number of letters to add, drop, change or swap with the next one. */
function distance(left: string, right: string): number {
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let line = 1; line <= left.length; line++) {
    const next = [line];
    for (let column = 1; column <= right.length; column++) {
      const same = left[line - 1] === right[column - 1];
      let cost = Math.min(
        (row[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (row[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = left[line - 1] === right[column - 2] && left[line - 2] === right[column - 1];
      if (swapped) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The word somebody probably meant: at most a third of its letters differ, capitals and - _ left aside. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  if (word.length > SHOWN_LENGTH) return undefined;
  const plain = (text: string) => text.toLowerCase().replaceAll(/[-_ ]/g, "");
  const meant = plain(word);
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of known) {
    const limit = Math.ceil(name.length / 3);
    if (Math.abs(meant.length - plain(name).length) > limit) continue;
    const found = distance(meant, plain(name));
    if (found <= limit && found < (best?.distance ?? Infinity)) {
      best = { name, distance: found };
    }
  }
  return best?.name;
}

/** The hint that follows an unknown word, where a known one is near. */
export function didYouMean(word: string, known: readonly string[]): { readonly change?: string } {
  const name = nearest(word, known);
  return name === undefined ? {} : { change: `did you mean \`${name}\`?` };
}
