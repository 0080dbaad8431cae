import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** What one fresh process took. */
export interface Measurement {
  readonly seconds: number;
  /** Largest resident set of the process, in MiB. */
  readonly peakMiB: number;
}

/** Line a measured process prints last. */
const PEAK_LINE = "peak resident set (KiB): ";

/**
 * Runs a program in a fresh process.
 *
 * @param args what Node.js is given: options, program and its arguments
 * @throws Error with the program's output when it fails
 */
export function measure(args: readonly string[]): Measurement {
  const preload = pathToFileURL(join(__dirname, "peak.mjs")).href;
  const started = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--max-old-space-size=8192", "--import", preload, ...args],
    { encoding: "utf8", env: { ...process.env, PEAK_LINE }, maxBuffer: 64 * 1024 * 1024 },
  );
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${args.join(" ")} ended with ${String(status)}\n${stdout}\n${stderr}`);
  const peak = stderr.split(PEAK_LINE)[1];
  if (peak === undefined) throw new Error(`${args.join(" ")} did not report its memory`);
  return { seconds, peakMiB: Number.parseInt(peak, 10) / 1024 };
}

/** Middle value; of an even number the lower one. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new RangeError("the median of nothing");
  return middle;
}

/** A value beside its goal in a line; a miss is told as a miss. `unit` brings its own space. */
export function verdict(name: string, value: number, goal: number, unit = "", digits = 2): string {
  const met = value <= goal ? "met   " : "MISSED";
  return `${met}  ${name}: ${value.toFixed(digits)}${unit}, goal at most ${String(goal)}${unit}`;
}

/** Slope of the line through the points on a log-log scale: 1 is linear growth. */
export function growthExponent(points: readonly { readonly size: number; readonly value: number }[]): number {
  const xs = points.map(({ size }) => Math.log(size));
  const ys = points.map(({ value }) => Math.log(value));
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(xs), mean(ys)];
  const above = xs.reduce((sum, value, index) => sum + (value - x) * ((ys[index] ?? y) - y), 0);
  const below = xs.reduce((sum, value) => sum + (value - x) ** 2, 0);
  return above / below;
}

/** Bytes of all files below a folder. */
export function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => statSync(join(folder, name)))
    .filter((entry) => entry.isFile())
    .reduce((sum, { size }) => sum + size, 0);
}
