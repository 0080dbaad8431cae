import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { table } from "../cli";
import { verdict } from "./measure";

/**
 * As many findings as a large organization has, and fewer: both have more images than are kept, so that what grows
 * with findings shows in between.
 */
const SIZES = [50_000, 100_000] as const;
const GOALS = { seconds: 120, peakMiB: 512 } as const;

/** What one question took. */
export interface WhereResult {
  readonly findings: number;
  readonly images: number;
  readonly rows: number;
  readonly seconds: number;
  /** Largest resident set, in MiB. */
  readonly peakMiB: number;
}

/** Tells the largest resident set at the end, on a channel of its own. */
const PEAK = `data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;
const CREDENTIALS = { AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };

type Endpoints = Readonly<Record<"inspector2" | "sts", string>>;

/**
 * Asks `supply-chain where` for a package of many findings, each time in a fresh process against a fresh server.
 *
 * @param sizes how many findings
 * @throws Error when not all findings were read, or for a call or an answer that AWS does not have
 */
export async function benchWhere(
  say: (line: string) => void,
  sizes: readonly number[] = SIZES,
): Promise<readonly WhereResult[]> {
  const results: WhereResult[] = [];
  for (const findings of sizes) {
    const server = spawn(process.execPath, ["--import", "tsx", "bench/where-server.ts", String(findings)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    try {
      const [line] = (await once(server.stdout, "data")) as [Buffer];
      results.push(ask(JSON.parse(line.toString("utf8")) as Endpoints, findings));
    } finally {
      server.kill();
    }
    const [code] = (await once(server, "exit")) as [number | null];
    if (code !== 0) throw new Error("where asked what AWS does not have, or the server answered so");
    say(`where: ${findings.toLocaleString("en-US")} findings`);
  }
  return results;
}

function ask(endpoints: Endpoints, findings: number): WhereResult {
  const started = process.hrtime.bigint();
  const args = ["cli/supply-chain.mjs", "where", "pkg:openssl", "--region", "eu-central-1", "--json"];
  const { stdout, stderr, output } = spawnSync(process.execPath, ["--import", PEAK, ...args], {
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
    env: {
      ...process.env,
      ...CREDENTIALS,
      AWS_ENDPOINT_URL_INSPECTOR2: endpoints.inspector2,
      AWS_ENDPOINT_URL_STS: endpoints.sts,
    },
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const answer = answerIn(stdout);
  if (answer?.findings !== findings)
    throw new Error(`where did not read ${String(findings)} findings\n${stderr}`);
  return {
    findings,
    images: answer.images,
    rows: answer.rows.length,
    seconds,
    peakMiB: Number(output[3]) / 1024,
  };
}

function answerIn(text: string): { findings: number; images: number; rows: unknown[] } | undefined {
  try {
    return JSON.parse(text) as { findings: number; images: number; rows: unknown[] };
  } catch {
    return undefined;
  }
}

/** The results as people read them. */
export function whereReport(results: readonly WhereResult[]): string {
  const largest = results.at(-1);
  return [
    "supply-chain where",
    table(
      ["findings", "images kept", "rows", "time", "peak memory"],
      results.map(({ findings, images, rows, seconds, peakMiB }) => [
        ...[findings, images, rows].map(String),
        `${seconds.toFixed(1)} s`,
        `${peakMiB.toFixed(0)} MiB`,
      ]),
    ),
    ...(largest
      ? [
          verdict("time of the largest", largest.seconds, GOALS.seconds, " s", 0),
          verdict("peak memory of the largest", largest.peakMiB, GOALS.peakMiB, " MiB", 0),
        ]
      : []),
  ].join("\n");
}
