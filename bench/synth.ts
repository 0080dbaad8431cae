import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateOrganization } from "../organizations/large";
import { floorOf } from "./floor-plan";
import { growthExponent, measure, type Measurement, median, sizeOf } from "./measure";

/** Accounts and repositories of the generated organizations, all in two regions. */
const SIZES = [
  { accounts: 10, repositories: 100 },
  { accounts: 50, repositories: 1_000 },
  { accounts: 200, repositories: 5_000 },
] as const;

const RUNS = 3;

/** One organization, synthesized by us and as the bare floor. */
export interface SynthResult {
  readonly accounts: number;
  readonly repositories: number;
  readonly resources: number;
  readonly ours: Measurement & { readonly bytes: number };
  readonly floor: Measurement & { readonly bytes: number };
}

function medians(runs: readonly Measurement[]): Measurement {
  return {
    seconds: median(runs.map(({ seconds }) => seconds)),
    peakMiB: median(runs.map(({ peakMiB }) => peakMiB)),
  };
}

/** Synthesizes every size in fresh processes, ours and the floor by turns. */
export function benchSynth(say: (line: string) => void): readonly SynthResult[] {
  const folder = mkdtempSync(join(tmpdir(), "bench-synth-"));
  try {
    return SIZES.map(({ accounts, repositories }) => {
      const name = String(accounts);
      const file = join(folder, `${name}.yaml`);
      const ours = join(folder, `${name}-ours`);
      const bare = join(folder, `${name}-floor`);
      const floorFile = join(folder, `${name}-floor.json`);
      const regions = 2;
      writeFileSync(file, generateOrganization({ accounts, regions, repositories }));
      const runs: { ours: Measurement[]; floor: Measurement[] } = { ours: [], floor: [] };
      let resources = 0;
      for (let run = 0; run < RUNS; run += 1) {
        runs.ours.push(measure(["scripts/start.mjs", "synth", "--organization", file, "--output", ours]));
        if (run === 0) {
          const floor = floorOf(ours);
          resources = floor.stacks.flatMap(({ counts }) => Object.values(counts)).reduce((a, b) => a + b, 0);
          writeFileSync(floorFile, JSON.stringify(floor));
        }
        runs.floor.push(measure(["--import", "tsx", "bench/floor.ts", floorFile, bare]));
        say(
          `${name} accounts, ${String(repositories)} repositories: run ${String(run + 1)} of ${String(RUNS)}`,
        );
      }
      return {
        accounts,
        repositories,
        resources,
        ours: { ...medians(runs.ours), bytes: sizeOf(ours) },
        floor: { ...medians(runs.floor), bytes: sizeOf(bare) },
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Growth of our time with the number of resources. */
export function growth(results: readonly SynthResult[]): number {
  return growthExponent(results.map(({ resources, ours }) => ({ size: resources, value: ours.seconds })));
}
