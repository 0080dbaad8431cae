import { type Edit, times } from "../bad-files/base";

/** A key, how a file says it, and the values at both ends: those that are taken and those that are not. */
export type Row = readonly [
  key: string,
  edits: (value: string) => readonly Edit[],
  good: readonly string[],
  bad: readonly string[],
];

export const section =
  (text: (value: string) => string) =>
  (value: string): Edit[] => [["signing:\n", `${text(value)}\nsigning:\n`]];
export const instead =
  (old: string, text: (value: string) => string) =>
  (value: string): Edit[] => [[old, text(value)]];
export const repository = (text: (value: string) => string) => instead("{ pull: [shop] }", text);
export const pipeline = (text: (value: string) => string) =>
  instead("    image: shop/api\n", (value) => `    image: shop/api\n    ${text(value)}\n`);
export const state = (text: (value: string) => string) => section((value) => `state: { ${text(value)} }`);
export const hcp = (text: (value: string) => string) =>
  state((value) => `backend: hcp-terraform, organization: shop, ${text(value)}`);
export const patterns = (letter: string, count: number) =>
  `[${times(count, (index) => `${letter}${String(index)}`)}]`;

export const letters = (letter: string, ...counts: number[]) => counts.map((count) => letter.repeat(count));
