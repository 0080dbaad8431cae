import { readFileSync } from "node:fs";

/** A block of TypeScript in a README. */
export interface CodeBlock {
  /** `modules/registry/README.md:12` */
  readonly place: string;
  readonly code: string;
}

/** Every TypeScript block of a Markdown file. */
export function typescriptBlocks(file: string): CodeBlock[] {
  const text = readFileSync(file, "utf8");
  return [...text.matchAll(/^```(?:ts|typescript)\n([\s\S]*?)^```$/gm)].map((match) => ({
    place: `${file}:${String(text.slice(0, match.index).split("\n").length)}`,
    code: match[1] ?? "",
  }));
}
