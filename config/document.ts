import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  type ParsedNode,
} from "yaml";
import { type Place } from "../problem";
import { type Excess, parseYaml } from "./parser";
import { Problems } from "./problems";
import { beginningOf, slipOf } from "./syntax";
import { codeOf, pathText, shown } from "./words";

export type Path = readonly (string | number)[];

/** A YAML text read into plain values, and where each of them stands. */
export interface Source {
  readonly value: unknown;
  readonly problems: Problems;
  /** Place of a key (`"key"`) or of what it holds (`"value"`); of the nearest parent where it is not written. */
  placeOf(path: Path, of: "key" | "value"): Place;
  /** Whether a key is written in the file. */
  holds(path: Path): boolean;
  /** The letters that stand in the file for a scalar. */
  writtenAt(path: Path): string | undefined;
}

type Node = ParsedNode | null;

/** Whether something is a map of the file. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Keys that JavaScript gives every object; a file that uses them is refused before they mean anything. */
const RESERVED_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Characters that YAML does not allow in a text, and carriage returns that end no line. */
const UNPRINTABLE =
  /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|\r(?!\n)/u;

const UNPRINTABLE_CHANGES: Readonly<Record<string, string>> = {
  "\0": "remove it; if the file is UTF-16, save it with the encoding UTF-8",
  "\r": "remove it, or let it be followed by a line feed",
};

/** Errors of the YAML parser that are told: those behind them are mostly their consequences. */
const SYNTAX_PROBLEMS = 5;

/** What to do about a file that is not yet one of ours. */
export const STARTER = "begin with the starter file: `npx supply-chain init DIR` writes one";

/** Reads one YAML 1.2 document without aliases, tags and repeated keys; reports all it finds. */
export function readDocument(text: string, file: string): Source {
  return new Reader(text.startsWith("\uFEFF") ? text.slice(1) : text, file).read();
}

class Reader {
  private readonly lines = new LineCounter();
  private readonly problems = new Problems();
  private readonly pairs = new Map<unknown, ReadonlyMap<string, Pair<Node, Node>>>();
  private root: Node = null;

  constructor(
    private readonly text: string,
    private readonly file: string,
  ) {}

  read(): Source {
    const value = this.parse();
    return {
      value,
      problems: this.problems,
      holds: (path) => this.find(path).complete,
      placeOf: (path, of) => this.placeOf(path, of),
      writtenAt: (path) => {
        const { node } = this.find(path);
        return isScalar(node) ? node.source : undefined;
      },
    };
  }

  private parse(): unknown {
    this.lineStarts();
    const bad = UNPRINTABLE.exec(this.text);
    if (bad) {
      this.report(
        "yaml-control-character",
        [],
        `the character ${codeOf(bad[0])} is not allowed in YAML`,
        bad.index,
        {
          change: UNPRINTABLE_CHANGES[bad[0]] ?? "remove it",
        },
      );
      return undefined;
    }
    const { documents, excess } = parseYaml(this.text);
    if (excess) this.reportExcess(excess);
    this.reportSlips(documents);
    if (this.problems.size > 0) return undefined;
    const [document, other] = documents;
    if (other) {
      this.report("yaml-multiple-documents", [], "a second YAML document begins here", other.range[0], {
        allowed: "one document in one file",
        change: "remove the line `---` or everything behind it",
      });
    }
    this.root = document?.contents ?? null;
    const value = this.valueOf(this.root, []);
    if (value === null && this.problems.size === 0) {
      this.report("file-empty", [], "the file holds no settings", 0, { change: STARTER });
    }
    return value;
  }

  private reportExcess({ kind, offset, limit }: Excess): void {
    const most = limit.toLocaleString("en-US");
    if (kind === "depth") {
      this.report("yaml-too-deep", [], "lists and maps are nested too deeply", offset, {
        allowed: `${most} levels`,
        change: "end them by less indentation, or by ] and }",
      });
    } else {
      this.report("yaml-too-long", [], `more than ${most} words and signs stand before this place`, offset, {
        allowed: `${most} words and signs in one file`,
        change: "check that it is the right file",
      });
    }
  }

  private reportSlips(documents: readonly Document.Parsed[]): void {
    const seen = new Set<number>();
    // What the parser says behind a tab comes from the tab, unless it says the same again.
    let masked: string | undefined;
    for (const document of documents) {
      for (const { message: said, pos } of document.errors) {
        const { line } = this.place(pos[0]);
        // One slip often makes several errors; the first of a line is the one to mend.
        if (seen.has(line) || (masked !== undefined && masked !== said)) continue;
        if (seen.size === SYNTAX_PROBLEMS) return;
        const { message, change, unclosed, last, masks = false } = slipOf(said, this.text, pos[0]);
        if (masks) masked = said;
        else if (masked !== undefined) continue;
        seen.add(line);
        const offset = (unclosed && beginningOf(document, unclosed, pos[0])) ?? pos[0];
        const { line: beginning } = this.place(offset);
        if (beginning !== line && seen.has(beginning)) continue;
        seen.add(beginning);
        this.report("yaml-syntax", [], `not valid YAML: ${message}`, offset, { change });
        if (last) return;
      }
    }
  }

  private valueOf(node: Node, path: Path): unknown {
    if (node === null) return null;
    const start = node.range[0];
    if (isAlias(node)) {
      this.report("yaml-alias", path, `the alias *${shown(node.source)} is not read`, start, {
        change: `write the value out; put it in quotes if it is text: "*${shown(node.source)}"`,
      });
      return null;
    }
    if (node.tag !== undefined) {
      this.report(
        "yaml-tag",
        path,
        `the tag ${shown(node.tag.replace("tag:yaml.org,2002:", "!!"))} is not read`,
        start,
        {
          change: "remove it, and put text that begins with ! in quotes",
        },
      );
      return null;
    }
    if (node.anchor !== undefined) {
      this.report("yaml-anchor", path, `the anchor &${shown(node.anchor)} is not read`, start, {
        change: "remove it, and write the value out where an alias repeats it",
      });
    }
    if (isScalar(node)) return node.value;
    if (isSeq(node)) return node.items.map((item, index) => this.valueOf(item as Node, [...path, index]));
    const value: Record<string, unknown> = {};
    const pairs = new Map<string, Pair<Node, Node>>();
    this.pairs.set(node, pairs);
    for (const pair of node.items) {
      const key = this.keyOf(pair as Pair<Node, Node>, path);
      if (key === undefined) continue;
      const { text, offset } = key;
      const first = pairs.get(text)?.key;
      if (first) {
        const { line } = this.place(first.range[0]);
        this.report("yaml-duplicate-key", [...path, text], `the key stands here a second time`, offset, {
          change: `keep this one or the one in line ${String(line)}`,
        });
        continue;
      }
      pairs.set(text, pair as Pair<Node, Node>);
      value[text] = this.valueOf(pair.value as Node, [...path, text]);
    }
    return value;
  }

  private keyOf({ key }: Pair<Node, Node>, path: Path): { text: string; offset: number } | undefined {
    const offset = key?.range[0] ?? 0;
    if (!isScalar(key) || key.tag !== undefined || key.anchor !== undefined || key.value === null) {
      this.report("yaml-key", path, "a key must be plain text", offset, {
        change: "write `key: value`, and put text that begins with { or [ in quotes",
      });
      return undefined;
    }
    const text = typeof key.value === "string" ? key.value : (key.source ?? "");
    if (RESERVED_KEYS.has(text)) {
      this.report("yaml-key", path, `${shown(text)} cannot be a key`, offset, {
        change: "choose another name",
      });
      return undefined;
    }
    return { text, offset };
  }

  /** The pair and node at a path, or the nearest parent of it that is written. */
  private find(path: Path): { key: Node; node: Node; complete: boolean } {
    let found = { key: null as Node, node: this.root, complete: true };
    for (const part of path) {
      const { node } = found;
      if (isMap(node)) {
        const pair = this.pairs.get(node)?.get(String(part));
        if (!pair) return { ...found, complete: false };
        found = { key: pair.key, node: pair.value, complete: true };
      } else if (isSeq(node)) {
        // A list may stand for a map of the names in it.
        const item = (
          typeof part === "number"
            ? node.items[part]
            : node.items.find((candidate) => isScalar(candidate) && candidate.value === part)
        ) as Node | undefined;
        if (item === undefined) return { ...found, complete: false };
        found = { key: item, node: item, complete: true };
      } else {
        return { ...found, complete: false };
      }
    }
    return found;
  }

  private placeOf(path: Path, of: "key" | "value"): Place {
    const { key, node, complete } = this.find(path);
    const wanted = of === "value" && complete ? (node ?? key) : (key ?? node);
    return this.place(wanted?.range[0] ?? 0);
  }

  /** The parser's own count loses lines behind a syntax error. */
  private lineStarts(): void {
    for (let start = 0; ;) {
      this.lines.addNewLine(start);
      start = this.text.indexOf("\n", start) + 1;
      if (start === 0) return;
    }
  }

  private place(offset: number): Place {
    const { line, col } = this.lines.linePos(Math.min(offset, this.text.length));
    return { file: this.file, line: Math.max(line, 1), column: Math.max(col, 1) };
  }

  private report(
    code: string,
    path: Path,
    message: string,
    offset: number,
    rest: { readonly allowed?: string; readonly change: string },
  ): void {
    this.problems.add(code, () => ({ path: pathText(path), message, ...rest, place: this.place(offset) }));
  }
}
