import { type Phase } from "../where";
import { type Terminal } from "./terminal";

const QUIET_MILLISECONDS = 2_000;
const INTERVAL_MILLISECONDS = 500;
const WIDTH = 30;

/**
 * Tells how far it is: nothing in a short run, then twice a second at most. A person sees a bar that overwrites
 * itself, or a number while nobody knows of how many; a log gets lines, every ten seconds.
 */
export function progressOf(
  terminal: Terminal,
  now = Date.now,
): { tell(phase: Phase, done: number, of?: number): void; end(): void } {
  let next = now() + QUIET_MILLISECONDS;
  let open = false;
  return {
    tell(phase, done, of) {
      const at = now();
      if (at < next) return;
      next = at + INTERVAL_MILLISECONDS * (terminal.interactive ? 1 : 20);
      const number = done.toLocaleString("en-US");
      const text =
        of === undefined ? `${number} ${phase}` : `${number} of ${of.toLocaleString("en-US")} ${phase}`;
      if (!terminal.interactive) {
        terminal.err(`read ${text}\n`);
        return;
      }
      open = true;
      const filled = of === undefined || of === 0 ? 0 : Math.round((done / of) * WIDTH);
      const bar = of === undefined ? "" : `[${"#".repeat(filled)}${"-".repeat(WIDTH - filled)}] `;
      // What is left of a longer line before is erased.
      terminal.err(`\r\u001b[2K${bar}${text}`);
    },
    end() {
      if (open) terminal.err("\r\u001b[2K");
      open = false;
    },
  };
}
