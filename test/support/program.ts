import { spawnSync } from "node:child_process";

/** What a program did. */
export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What the user's own environment says must not reach a test. */
export const OF_NOBODY = { SUPPLY_CHAIN_ORGANIZATION: "", CDKTF_OUTDIR: "" };

/** Lines of progress, which only a machine with too much to do gets to see: how they look is shown elsewhere. */
const PROGRESS = /^built \d+ of \d+ stacks\n/gm;

/** Runs a command line with Node.js, in the repository; one that does not end has no status. */
export function node(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, ...OF_NOBODY, ...env },
  });
  return { status, stdout, stderr: stderr.replaceAll(PROGRESS, "") };
}

/** `npm run …` without npm. */
export function main(args: readonly string[], env?: Readonly<Record<string, string>>): Ran {
  return node(["scripts/start.mjs", ...args], env);
}

/** `npx supply-chain …` without npx. */
export function supplyChain(...args: readonly string[]): Ran {
  return node(["cli/supply-chain.mjs", ...args]);
}
