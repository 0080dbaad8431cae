import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzip } from "../../files";
import { run } from "../../local/tools-process";

/** What Lambda tells the one who called. */
export type Outcome =
  | { readonly result: unknown; readonly log: readonly unknown[] }
  | { readonly error: FunctionError; readonly log: readonly unknown[] };

/** An error as Lambda writes it. @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

/** What Lambda does around a handler, in few lines. */
const RUNTIME = `
  const fail = (error) => ({ error: { errorType: error.name, errorMessage: error.message, trace: String(error.stack).split("\\n") } });
  const answer = (outcome) => process.stdout.write(JSON.stringify({ outcome }) + "\\n");
  const { event, remaining } = JSON.parse(process.argv[1]);
  const end = Date.now() + remaining;
  try {
    const { handler } = require("./index.js");
    handler(event, { awsRequestId: "request-1", getRemainingTimeInMillis: () => end - Date.now() })
      .then((result) => ({ result }), fail)
      .then(answer);
  } catch (error) {
    answer(fail(error));
  }
`;

/** The only file of a zip whose entries are stored as they are. */
export function storedFile(zip: Buffer): Buffer {
  const start = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28);
  return zip.subarray(start, start + zip.readUInt32LE(18));
}

/**
 * Runs the code of a function's zip in a process of its own, in an empty folder and with no environment but the one
 * given, as Lambda does.
 *
 * @param files texts that lie beside the files of the zip, by name
 */
export async function runZip(
  zip: string,
  event: unknown,
  environment: Readonly<Record<string, string>>,
  remaining = 30_000,
  files: Readonly<Record<string, string>> = {},
): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "function-"));
  try {
    for (const { name, content } of unzip(readFileSync(zip))) writeFileSync(join(folder, name), content);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { stdout, stderr, code } = await run(
      process.execPath,
      ["--no-warnings", "-e", RUNTIME, JSON.stringify({ event, remaining })],
      {
        cwd: folder,
        env: {
          AWS_REGION: "eu-central-1",
          AWS_ACCESS_KEY_ID: "test",
          AWS_SECRET_ACCESS_KEY: "test",
          AWS_SESSION_TOKEN: "test",
          ...environment,
        },
      },
    );
    const lines = stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Line);
    const outcome = lines.find((line) => line.outcome)?.outcome;
    if (!outcome) throw new Error(`the function ended with ${String(code)}: ${stderr}`);
    return { ...outcome, log: lines.filter((line) => !line.outcome) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Line {
  readonly outcome?: { readonly result: unknown } | { readonly error: FunctionError };
}
