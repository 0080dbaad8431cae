/** Where a command writes: results to `out`, everything said along the way to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Whether a person watches `err`, so that a progress line may overwrite itself. */
  readonly interactive: boolean;
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

/** `1 stack`, `2 stacks`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? noun : plural}`;
}

const PROGRESS_INTERVAL_MS = 500;

/** A counter that speaks up twice a second at most, so that a short run says nothing. */
export function progress(
  terminal: Terminal,
  verb: string,
  now = Date.now,
): (done: number, of: number) => void {
  let last = now();
  let spoken = false;
  return (done, of) => {
    const finished = done === of;
    const at = now();
    if (finished ? !spoken : at - last < PROGRESS_INTERVAL_MS) return;
    last = at;
    spoken = true;
    const line = `${verb} ${String(done)} of ${count(of, "stack")}`;
    terminal.err(terminal.interactive ? `\r${line}${finished ? "\n" : ""}` : `${line}\n`);
  };
}
