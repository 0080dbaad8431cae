/** What a line says beside its message; everything that JSON can write. */
export type Fields = Readonly<Record<string, unknown>>;

/** Writes what a function does, one JSON object a line. */
export interface Logger {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** A logger whose lines all carry more fields. */
  with(fields: Fields): Logger;
}

/** Longest line; a log event of CloudWatch holds a multiple of it. */
const LINE_LENGTH = 64_000;

/**
 * A logger that writes lines as CloudWatch and Lambda's log levels expect them.
 *
 * It writes to the stream itself: Lambda wraps what `console` gets, and a line that is JSON would be a text in JSON.
 * Logging never fails: what cannot be written becomes a line that says so.
 *
 * @param write takes one line with its end, e.g. `process.stdout.write`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function createLogger(
  write: (line: string) => void,
  base: Fields = {},
  now = () => new Date(),
): Logger {
  const log =
    (level: string) =>
    (message: string, fields: Fields = {}): void => {
      // The three that every line has cannot be overwritten.
      const line = { ...base, ...fields, timestamp: now().toISOString(), level, message };
      write(`${render(line)}\n`);
    };
  return {
    info: log("INFO"),
    warn: log("WARN"),
    error: log("ERROR"),
    with: (fields) => createLogger(write, { ...base, ...fields }, now),
  };
}

function render(line: Readonly<Record<"timestamp" | "level" | "message", string>>): string {
  const { timestamp, level, message } = line;
  try {
    const text = JSON.stringify(line, plain);
    if (text.length <= LINE_LENGTH) return text;
    return JSON.stringify({ timestamp, level, message: message.slice(0, 1_000), cut: text.length });
  } catch (error) {
    return JSON.stringify({ timestamp, level, message, unwritable: String(error) });
  }
}

/** Values that JSON leaves out or refuses. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Error) return { name: value.name, message: value.message };
  return value;
}
