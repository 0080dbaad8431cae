import { spawn } from "node:child_process";

/** What a program said and how it ended. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Told every line of both streams as it comes. @default - nobody is told */
  readonly onLine?: (line: string) => void;
  /** Ends the program when it aborts, and waits until it has ended. @default - the program runs to its end */
  readonly signal?: AbortSignal;
}

/** How long a program that is ended may take to end what it started itself. */
const PATIENCE_MILLISECONDS = 30_000;

/** Runs a program without standard input to its end; a non-zero code is a result, not an error. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<Result> {
  const { onLine, signal, ...rest } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...rest, stdio: ["ignore", "pipe", "pipe"] });
    const output = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      let open = "";
      child[name].setEncoding("utf8");
      child[name].on("data", (text: string) => {
        output[name] += text;
        const lines = (open + text).split("\n");
        open = lines.pop() ?? "";
        for (const line of lines) onLine?.(line);
      });
      child[name].on("end", () => {
        if (open !== "") onLine?.(open);
      });
    }
    const end = () => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), PATIENCE_MILLISECONDS).unref();
    };
    if (signal?.aborted === true) end();
    signal?.addEventListener("abort", end, { once: true });
    child.on("error", reject);
    child.on("close", (code) => {
      signal?.removeEventListener("abort", end);
      resolve({ code: code ?? 1, ...output });
    });
  });
}

/** Runs a program that has to succeed and returns its standard output; the error carries what it said. */
export async function runToSuccess(
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, options);
  if (code === 0) return stdout;
  throw new Error(
    `${program} ${args.join(" ")} ended with ${String(code)}:\n${lastLines(`${stdout}\n${stderr}`, 60)}`,
  );
}

function lastLines(text: string, count: number): string {
  return text.trim().split("\n").slice(-count).join("\n");
}

/** Does the work for every item, at most `width` at a time; results come in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      results[next[0]] = await work(next[1], next[0]);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

/** Prints a line at once, past the test runner's own collecting of output. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
