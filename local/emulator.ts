import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Seed } from "./emulator-seed";
import { emulatorPython, ROOT } from "./tools";

/** A running AWS emulator. */
export interface Emulator {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** Starts the emulator with what exists already; it ends with this process at the latest. */
export async function startEmulator(seed: Seed): Promise<Emulator> {
  const child = spawn(emulatorPython(), [join(ROOT, "local", "emulator", "serve.py")], {
    stdio: ["pipe", "pipe", "pipe"],
    // Ctrl-C is for us: we still need the emulator to clean up, and it ends when our end of the pipe closes.
    detached: true,
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-10_000);
  });
  const ended = once(child, "exit");
  child.stdin.write(`${JSON.stringify(seed)}\n`);
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, "line"), ended.then(() => undefined)]);
  if (first === undefined) throw new Error(`the emulator did not start:\n${said}`);
  const { port } = JSON.parse(String(first[0])) as { readonly port: number };
  return {
    endpoint: `http://127.0.0.1:${String(port)}`,
    stop: async () => {
      child.stdin.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}
