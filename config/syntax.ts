import { type Document, type Node, visit } from "yaml";
import { codeOf, FOREIGN_SPACES, shown } from "./words";

type Unclosed = "Scalar" | "Seq" | "Map";

/** An error of the YAML parser in our words. */
export interface Slip {
  readonly message: string;
  readonly change: string;
  /** Whether the parser has lost its way, so that all it says afterwards comes from this error. @default false */
  readonly last?: boolean;
  /** Whether what the parser says afterwards comes from this error, unless it says the same again. @default false */
  readonly masks?: boolean;
  /** The kind of what begins before the place of the error and ends there. @default - the place itself is meant */
  readonly unclosed?: Unclosed;
}

const TAB: Slip = { message: "a tab indents this line", change: "indent with spaces", masks: true };
const COLON: Slip = {
  message: "a key has no colon with a space behind it",
  change: "write `key: value`, with a space behind the colon",
};
/** What looks like a space and is none, behind a colon or where a line begins. */
const FOREIGN_SPACE = new RegExp(`:([${FOREIGN_SPACES}])|^ *([${FOREIGN_SPACES}])`, "u");
const MIXED: Slip = {
  message: "the entries of a list and the keys of a map are mixed",
  change: "begin every entry of the list with `- `, and indent it like the others",
};
const COMMA: Slip = {
  message: "a comma is missing between entries in [ ] or { }",
  change: "put a comma between them and no `- ` before them",
};
const PROPERTY: Slip = {
  message: "anchors (&) and tags (!) are not read",
  change: "remove them; put text that begins with & or ! in quotes",
};

/** What the parser says, and what we say instead; the first row that fits counts. */
const SLIPS: readonly (readonly [said: RegExp, slip: Slip])[] = [
  [/^Tabs are not allowed/, TAB],
  [
    /^Missing closing "/,
    { message: 'the quoted text that begins here has no closing "', change: "add it", unclosed: "Scalar" },
  ],
  [
    /^Missing closing '/,
    { message: "the quoted text that begins here has no closing '", change: "add it", unclosed: "Scalar" },
  ],
  [
    /^Flow sequence .*must/,
    {
      message: "the list that begins here has no closing ]",
      change: "add it, and indent what is inside more than the key",
      unclosed: "Seq",
    },
  ],
  [
    /^Flow map .*must/,
    {
      message: "the map that begins here has no closing }",
      change: "add it, and indent what is inside more than the key",
      unclosed: "Map",
    },
  ],
  [
    /^All mapping items must/,
    {
      message: "the indentation of this line matches no line above",
      change: "indent it like the other keys of its map",
    },
  ],
  [
    /^Nested mappings are not allowed/,
    {
      message: "a key stands in the value of another key",
      change: "put text that holds `: ` in quotes; indent keys of one map by the same number of spaces",
    },
  ],
  [/^Implicit (map )?keys need/, COLON],
  [/^A block sequence may not be|^Sequence item without|^All sequence items/, MIXED],
  [
    /^Unexpected block-seq-ind on same line/,
    {
      message: "a list begins in the line of its key",
      change: "begin it in the next line, or write it in [ ]",
    },
  ],
  [/^Block collections are not allowed|^Missing , |^Missing space after :|^Implicit keys of flow/, COMMA],
  [/^Unexpected (,|empty item) /, { message: "there is a comma too many", change: "remove it" }],
  [
    /^Unexpected flow-(seq|map)-end/,
    {
      message: "this bracket closes nothing",
      change: "remove it, or add the bracket that it closes",
      last: true,
    },
  ],
  [
    /at node end$/,
    {
      message: "something follows a value that has ended",
      change: "put the whole value in quotes, or begin a new line",
    },
  ],
  [
    /^Plain value cannot start|^Alias cannot be|^Anchor cannot be/,
    { message: "text cannot begin with this sign", change: "put it in quotes" },
  ],
  [
    /^Comments must be separated/,
    { message: "a # directly follows a value", change: "put a space before it" },
  ],
  [
    /^Invalid escape sequence/,
    { message: "this is no escape sequence", change: "write \\\\ for \\, or put the text in single quotes" },
  ],
  [
    /^Block scalar/,
    { message: "text follows | or >", change: "begin the text in the next line, or put all of it in quotes" },
  ],
  [
    /^The : indicator must be at most 1024/,
    { message: "a key has more than 1,024 characters", change: "shorten it" },
  ],
  [
    /^Block collection cannot start/,
    { message: "something follows --- in its line", change: "begin a new line" },
  ],
  [/directive/, { message: "lines that begin with % are not read", change: "remove them" }],
  [/anchor|tag|Tags and anchors|alias node/, PROPERTY],
];

/** What an unresolved conflict of two branches leaves in a file. */
const CONFLICT = /^(?:<{7}|={7}|>{7})(?![<=>])/;

/** Longest message of the YAML parser, which may quote the text. */
const LENGTH = 160;

/** Tells an error of the YAML parser. */
export function slipOf(said: string, text: string, offset: number): Slip {
  if (CONFLICT.test(text.slice(offset, offset + 8))) {
    return { message: "a conflict of two branches is not resolved", change: "keep one side" };
  }
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1);
  if (said.startsWith("All mapping items must") && /^ *\t/.test(line)) return TAB;
  const [, behind, before] = FOREIGN_SPACE.exec(line.slice(0, line.search(/\n|$/))) ?? [];
  if (behind !== undefined) {
    return {
      message: `a colon is followed by ${codeOf(behind)}, which looks like a space and is none`,
      change: "write an ordinary space behind the colon",
    };
  }
  if (before !== undefined) {
    return {
      message: `the line begins with ${codeOf(before)}, which looks like a space and is none`,
      change: "indent with ordinary spaces",
      last: true,
    };
  }
  const [, slip] = SLIPS.find(([pattern]) => pattern.test(said)) ?? [];
  return slip ?? { message: shown(said, LENGTH), change: "put text that holds special characters in quotes" };
}

/** Where the text, list or map begins that ends at an offset. */
export function beginningOf(document: Document.Parsed, kind: Unclosed, end: number): number | undefined {
  let found: number | undefined;
  const look = (_: unknown, { range }: Node) => {
    if (range?.[1] === end) [found] = range;
  };
  visit(document, { [kind]: look });
  return found;
}
