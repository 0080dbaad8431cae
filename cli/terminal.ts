import { formatProblem, type Problem } from "../problem";

/** Where a command writes: results to `out`, everything said along the way to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person watches `err`, so that a progress line may overwrite itself. */
  readonly interactive: boolean;
  /** Characters in a line of `out`. @default - nobody watches it: lines stay whole, so that tools find them */
  readonly width?: number;
  /** Whether nobody takes what `out` is given any more. @default - somebody does */
  readonly isClosed?: () => boolean;
  /** Waits until whoever takes `out` has room for more, so that what is not taken yet does not pile up. @default - there is room */
  readonly room?: () => Promise<void>;
}

/** An output of a process; only one that is a terminal says so. */
type Output = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/**
 * The terminal of a process.
 *
 * A reader that goes away early, as `head` does, is no mistake.
 *
 * @param onLost told when the output cannot be written for another reason, once. @default - the error is thrown
 */
export function terminalOf(
  { stdout, stderr }: Readonly<Record<"stdout" | "stderr", Output>>,
  onLost: (error: NodeJS.ErrnoException) => void = rethrow,
): Terminal {
  let isClosed = false;
  let isFull = false;
  let goOn = (): void => undefined;
  stdout.on("drain", () => {
    isFull = false;
    goOn();
  });
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    const isFirst = !isClosed;
    isClosed = true;
    goOn();
    if (isFirst && error.code !== "EPIPE") onLost(error);
  });
  stderr.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") rethrow(error);
  });
  return {
    out: (text) => {
      if (!isClosed) isFull = !stdout.write(text);
    },
    room: () =>
      new Promise((resolve) => {
        goOn = resolve;
        if (!isFull || isClosed) resolve();
      }),
    isClosed: () => isClosed,
    err: (text) => stderr.write(text),
    interactive: stderr.isTTY === true,
    // A terminal that does not know its size says 0.
    ...(stdout.isTTY === true && stdout.columns ? { width: stdout.columns } : {}),
  };
}

function rethrow(error: Error): never {
  throw error;
}

/** Below this, lines of words are harder to read than those that the terminal breaks. */
const NARROWEST = 40;
const INDENT = "  ";

/**
 * One item of a list, indented, its further lines deeper. Words are never broken, as a path or an address would be of
 * no use then.
 *
 * @param width characters in a line. @default - one line
 */
export function listItem(text: string, width?: number): string {
  if (width === undefined || width < NARROWEST) return `${INDENT}${text}`;
  const lines: string[] = [];
  let line = INDENT;
  for (const word of text.split(" ")) {
    const started = line.trim() !== "";
    if (started && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `${INDENT}${INDENT}${word}`;
    } else line += started ? ` ${word}` : word;
  }
  return [...lines, line].join("\n");
}

/** A result as `--json` prints it. */
export function toJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

/** A path as a shell takes it. */
export function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

/** Lines of a table with left-aligned columns, as wide as their widest cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? "").length)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A number of things as every output writes it: `3,530`. */
export function grouped(number: number): string {
  return number.toLocaleString("en-US");
}

/** `1 stack`, `2 stacks`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(number)} ${number === 1 ? noun : plural}`;
}

/** How long a run is short, and how often a long one speaks. */
const QUIET_MS = 2_000;
const INTERVAL_MS = 500;

/** A counter that says nothing in a short run and then speaks up twice a second at most. */
export function progress(
  terminal: Terminal,
  verb: string,
  now = Date.now,
): (done: number, of: number) => void {
  let next = now() + QUIET_MS;
  let spoken = false;
  return (done, of) => {
    const finished = done === of;
    const at = now();
    if (finished ? !spoken : at < next) return;
    next = at + INTERVAL_MS;
    spoken = true;
    const line = `${verb} ${grouped(done)} of ${count(of, "stack")}`;
    terminal.err(terminal.interactive ? `\r${line}${finished ? "\n" : ""}` : `${line}\n`);
  };
}

/** A problem as one line of a terminal. */
export function problemLine(problem: Problem): string {
  return printable(formatProblem(problem));
}

/** Names come from elsewhere: none of them may move the cursor. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\ufffd");
}
