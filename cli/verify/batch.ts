import { createReadStream } from "node:fs";
import { type CaseTexts, caseOfLine } from "./case";
import { unreadable } from "./files";
import { noVerdict } from "./no-verdict";
import { type CaseVerdict } from "./verdict";
import { answered, type Verifiers } from "./verifiers";

/** The longest line that is read, in bytes; one that names paths of the greatest length has less. */
export const MAX_LINE_BYTES = 64 * 1024;

/** A line that has not ended by then, in bytes, ends the batch: a device may go on for ever. */
export const MAX_SKIPPED_BYTES = 1024 * 1024 * 1024;

const NEWLINE = 0x0a;

/**
 * The verdicts on the cases of a file, one for each line and in their order, each before the next line is read.
 *
 * @throws UnknownAnswer when the file cannot be read, or not to its end, `line-endless`
 */
export async function* batch(
  file: string,
  defaults: CaseTexts,
  verifiers: Verifiers,
): AsyncGenerator<CaseVerdict> {
  for await (const line of linesOf(file)) {
    yield await answered(async () => {
      if (line === undefined) {
        throw noVerdict("", "line-too-long", `the line has more than ${String(MAX_LINE_BYTES)} bytes`);
      }
      return verifiers.verify(caseOfLine(line, defaults));
    });
  }
}

/** The lines of a file without what ends them; nothing in place of one that is too long. */
async function* linesOf(file: string): AsyncGenerator<Buffer | undefined> {
  let parts: Buffer[] = [];
  let size = 0;
  const take = (part: Buffer) => {
    size += part.length;
    if (size <= MAX_LINE_BYTES) parts.push(part);
    else parts = [];
  };
  const line = () => {
    const whole = size <= MAX_LINE_BYTES ? Buffer.concat(parts) : undefined;
    parts = [];
    size = 0;
    return whole;
  };
  for await (const chunk of chunksOf(file)) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      take(chunk.subarray(from, end));
      yield line();
      from = end + 1;
    }
    take(chunk.subarray(from));
    if (size > MAX_SKIPPED_BYTES) {
      yield line();
      const message = `has a line with more than ${String(MAX_SKIPPED_BYTES)} bytes, and is read no further`;
      throw noVerdict(file, "line-endless", message);
    }
  }
  if (size > 0) yield line();
}

async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of createReadStream(file)) yield chunk as Buffer;
  } catch (error) {
    throw unreadable(file, error);
  }
}
