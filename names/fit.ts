import { createHash } from "node:crypto";

/** Eight digits that tell texts apart of which a name can hold only the beginning. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** Shortens a name to what a service takes; two long names with one beginning stay apart. */
export function fitName(name: string, length: number): string {
  if (name.length <= length) return name;
  const end = `-${shortHash(name)}`;
  return `${name.slice(0, length - end.length)}${end}`;
}

/** Joins two parts of a name, of which the first is shortened where both are too long. */
export function joinName(name: string, suffix: string, length: number): string {
  return `${fitName(name, length - suffix.length - 1)}-${suffix}`;
}
