import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser } from "yaml";

/** Deepest nesting that is read; the schema itself needs eight levels. */
const DEPTH = 32;

/** Words and signs that are read: a file of 1 MiB as people write it has fewer. */
const LENGTH = 400_000;

/** Marks that the library puts before a word and before a document. */
const MARKS = new Set(["\u001f", "\u0002"]);

const COLLECTIONS: ReadonlySet<string> = new Set(["block-map", "block-seq", "flow-collection"]);

/** Where a text goes beyond what is read. */
export interface Excess {
  readonly kind: "depth" | "length";
  readonly offset: number;
  readonly limit: number;
}

/** A YAML text as the library reads it: its first two documents, as a third tells nothing new. */
export interface Parsed {
  readonly documents: readonly Document.Parsed[];
  /** @default - the text is within its limits */
  readonly excess?: Excess;
}

/** Parses a YAML text, and stops before anything is built where it is nested too deeply or is too long. */
export function parseYaml(text: string): Parsed {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let length = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (!MARKS.has(lexeme) && lexeme.trim() !== "") length += 1;
    if (length > LENGTH) return excess("length", parser.offset, LENGTH);
    for (const token of parser.next(lexeme)) tokens.push(token);
    const deepest = collectionAt(parser.stack, DEPTH);
    // What composes tokens calls itself for each level and would run out of stack.
    if (deepest) return excess("depth", deepest.offset, DEPTH);
  }
  for (const token of parser.end()) tokens.push(token);
  return { documents: withoutStacks(() => compose(tokens)) };
}

function excess(kind: Excess["kind"], offset: number, limit: number): Parsed {
  return { documents: [], excess: { kind, offset, limit } };
}

/** The list or map in a stack of open tokens that lies in so many others. */
function collectionAt(stack: readonly CST.Token[], depth: number): { readonly offset: number } | undefined {
  if (stack.length <= depth) return undefined;
  return stack.filter(({ type }) => COLLECTIONS.has(type))[depth] as { readonly offset: number } | undefined;
}

function compose(tokens: readonly CST.Token[]): Document.Parsed[] {
  const composer = new Composer<ParsedNode>({
    version: "1.2",
    schema: "core",
    strict: true,
    merge: false,
    // Two keys are compared by our own set: the library's comparison of every pair takes minutes.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const documents: Document.Parsed[] = [];
  for (const document of composer.compose(tokens)) {
    documents.push(document as Document.Parsed);
    if (documents.length === 2) break;
  }
  return documents;
}

/** The parser makes an error for every mistake of a text: with their stacks, a million takes seconds. */
function withoutStacks<T>(action: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return action();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
