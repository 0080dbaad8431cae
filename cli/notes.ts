import { type Note } from "../plan";
import { listItem, problemLine } from "./terminal";

/**
 * Notes as a section of what people read: a heading and one item each, or nothing.
 *
 * @param width of the terminal. @default - one line each
 */
export function notesSection(notes: readonly Note[], width?: number): string[] {
  if (notes.length === 0) return [];
  return [["Notes", ...notes.map((note) => listItem(problemLine(note), width))].join("\n")];
}

/** Sections with a blank line between them. */
export function sections(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}
