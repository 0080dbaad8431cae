import { BYTES_OPERATORS } from "./mutate-bytes";
import { type Random } from "./random";

/** A JSON document that may have members twice. */
export type Tree = string | number | boolean | null | Tree[] | Members;
export type Members = { readonly entries: [string, Tree][] };

export function toTree(value: unknown): Tree {
  if (Array.isArray(value)) return value.map(toTree);
  if (typeof value === "object" && value !== null) {
    return { entries: Object.entries(value).map(([name, item]) => [name, toTree(item)]) };
  }
  return value as Tree;
}

export function toText(tree: Tree): string {
  if (Array.isArray(tree)) return `[${tree.map(toText).join(",")}]`;
  if (typeof tree === "object" && tree !== null) {
    return `{${tree.entries.map(([name, item]) => `${JSON.stringify(name)}:${toText(item)}`).join(",")}}`;
  }
  return JSON.stringify(tree);
}

/** A place in a document: the value with what holds it. */
interface Slot {
  readonly get: () => Tree;
  readonly set: (value: Tree) => void;
  readonly remove?: () => void;
  readonly repeat?: () => void;
  readonly rename?: (change: (name: string) => string) => void;
}

function slotsOf(tree: Tree, slots: Slot[] = []): Slot[] {
  if (Array.isArray(tree)) {
    tree.forEach((item, index) => {
      slots.push({
        get: () => tree[index] ?? null,
        set: (value) => (tree[index] = value),
        remove: () => tree.splice(index, 1),
        repeat: () => tree.splice(index, 0, item),
      });
      slotsOf(item, slots);
    });
  } else if (typeof tree === "object" && tree !== null) {
    const { entries } = tree;
    for (const entry of [...entries]) {
      slots.push({
        get: () => entry[1],
        set: (value) => (entry[1] = value),
        remove: () => entries.splice(entries.indexOf(entry), 1),
        repeat: () => entries.push([entry[0], entry[1]]),
        rename: (change) => (entry[0] = change(entry[0])),
      });
      slotsOf(entry[1], slots);
    }
  }
  return slots;
}

/** Values that a document is tried with, beside those that belong to it. */
const VALUES: readonly Tree[] = [
  "",
  "*",
  "x",
  null,
  true,
  false,
  0,
  -1,
  1.5,
  1e300,
  [],
  { entries: [] },
  [""],
  [null],
  ["*"],
];

export type JsonOperator = (
  slot: Slot,
  random: Random,
  words: readonly Tree[],
  slots: readonly Slot[],
) => void;

const swapCase = (text: string) => (text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase());

/** Every way in which a JSON document is changed at one place. */
export const JSON_OPERATORS: Readonly<Record<string, JsonOperator>> = {
  "another value": (slot, random) => slot.set(random.pick(VALUES)),
  "a word of this kind of document": (slot, random, words) => slot.set(random.pick(words)),
  "the value of another place": (slot, random, _, slots) =>
    slot.set(structuredClone(random.pick(slots).get())),
  "no value": (slot) => slot.remove?.(),
  "the value twice": (slot) => slot.repeat?.(),
  "a name in another case": (slot, random) =>
    slot.rename?.((name) => {
      const at = random.below(Math.max(1, name.length));
      return name.slice(0, at) + swapCase(name.charAt(at)) + name.slice(at + 1);
    }),
  "another name": (slot) => slot.rename?.((name) => `${name}x`),
  "a text in another case": (slot) => {
    const value = slot.get();
    if (typeof value === "string") slot.set(swapCase(value));
  },
  "a text with another character": (slot, random) => {
    const value = slot.get();
    if (typeof value !== "string") return;
    const at = random.below(value.length + 1);
    const inserted = random.pick([...'aZ0 :/.,=*@-_+\\"#;', "\u0000", "ä", "😀", ""]);
    slot.set(value.slice(0, at) + inserted + value.slice(at + random.below(2)));
  },
  "a member more": (slot) => {
    const value = slot.get();
    if (typeof value === "object" && value !== null && !Array.isArray(value)) value.entries.push(["more", 1]);
  },
};

/** Every way in which {@link mutateJson} changes a document, as it is told of. */
export const JSON_NAMES: readonly string[] = [
  ...Object.keys(JSON_OPERATORS),
  ...Object.keys(BYTES_OPERATORS).map((name) => `text: ${name}`),
];

/** A copy of the document, changed at one place; or its text, changed anywhere. */
export function mutateJson(
  document: unknown,
  words: readonly Tree[],
  random: Random,
): { operator: string; text: Buffer } {
  if (random.below(5) === 0) {
    const operator = random.pick(Object.keys(BYTES_OPERATORS));
    const change = BYTES_OPERATORS[operator];
    const text = Buffer.from(JSON.stringify(document));
    return { operator: `text: ${operator}`, text: change?.(text, random) ?? text };
  }
  const tree = toTree(document);
  const slots = slotsOf(tree);
  const operator = random.pick(Object.keys(JSON_OPERATORS));
  JSON_OPERATORS[operator]?.(random.pick(slots), random, words, slots);
  return { operator, text: Buffer.from(toText(tree)) };
}
