/** What the YAML parser's tokens have in common, as far as their depth is concerned. */
export interface Token {
  readonly offset?: number;
  readonly items?: readonly { readonly key?: Token | null; readonly value?: Token }[];
  readonly value?: unknown;
}

/** Deepest nesting that is read; the schema itself needs eight levels. */
const DEPTH = 32;

/**
 * Where lists and maps are nested deeper than anything we read.
 *
 * Works on the parser's tokens, without recursion: what composes them into nodes calls itself for each level
 * and would run out of stack.
 */
export function tooDeep(
  documents: readonly Token[],
): { readonly offset: number; readonly limit: number } | undefined {
  const open = documents.map((token) => ({ token, depth: 0, offset: token.offset ?? 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next;
    const offset = token.offset ?? next.offset;
    if (depth > DEPTH) return { offset, limit: DEPTH };
    if (Array.isArray(token.items)) {
      for (const { key, value } of token.items) {
        for (const child of [key, value]) if (child) open.push({ token: child, depth: depth + 1, offset });
      }
    } else if (typeof token.value === "object" && token.value !== null) {
      open.push({ token: token.value as Token, depth, offset });
    }
  }
  return undefined;
}
