import { type Note } from "../plan";
import { formatProblem } from "../problem";

/** Notes as a section of what people read: a heading and one line each, or nothing. */
export function notesSection(notes: readonly Note[]): string[] {
  if (notes.length === 0) return [];
  return [["Notes", ...notes.map((note) => `  ${formatProblem(note)}`)].join("\n")];
}

/** Sections with a blank line between them. */
export function sections(parts: readonly string[]): string {
  return `${parts.join("\n\n")}\n`;
}
