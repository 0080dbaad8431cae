import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findMirror } from "../local/tools-mirror";
import { median } from "./measure";

/** Two folders that plan the same 200 repositories: our stack, and HCL written by hand. */
export interface Twins {
  readonly ours: string;
  readonly hcl: string;
  /** Environment that Terraform runs with. */
  readonly env: NodeJS.ProcessEnv;
}

/** Nothing is asked of AWS: the resources are new and there are no data sources. */
const OFFLINE = {
  terraform: { required_providers: { aws: { source: "hashicorp/aws", version: ">= 5.0" } } },
  provider: {
    aws: {
      region: "eu-central-1",
      access_key: "none",
      secret_key: "none",
      skip_credentials_validation: true,
      skip_metadata_api_check: true,
      skip_requesting_account_id: true,
    },
  },
};

function terraform({ env }: Pick<Twins, "env">, folder: string, ...args: readonly string[]): string {
  return execFileSync("terraform", [`-chdir=${folder}`, ...args], {
    encoding: "utf8",
    env,
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Lays out and initializes the twins in a folder of their own; {@link removeTwins} removes it. */
export function layTwins(): Twins & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), "bench-plan-"));
  const app = join(folder, "app");
  const ours = join(app, "stacks", "repositories");
  const hcl = join(folder, "hcl");
  mkdirSync(app);
  mkdirSync(hcl);
  execFileSync(process.execPath, ["--import", "tsx", join(__dirname, "repositories-app.ts"), app]);
  copyFileSync(join(__dirname, "hcl", "main.tf"), join(hcl, "main.tf"));

  const env: NodeJS.ProcessEnv = { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
  const mirror = findMirror();
  if (mirror) {
    const cli = join(folder, "terraform.rc");
    writeFileSync(
      cli,
      `provider_installation {\n  filesystem_mirror {\n    path = "${mirror.folder}"\n  }\n}\n`,
    );
    env["TF_CLI_CONFIG_FILE"] = cli;
  }
  const twins = { folder, ours, hcl, env };
  for (const place of [ours, hcl]) {
    writeFileSync(join(place, "override.tf.json"), JSON.stringify(OFFLINE));
    terraform(twins, place, "init", "-input=false");
  }
  return twins;
}

/** Removes what {@link layTwins} made. */
export function removeTwins({ folder }: { readonly folder: string }): void {
  rmSync(folder, { recursive: true, force: true });
}

interface PlannedChange {
  readonly type: string;
  readonly change: { readonly actions: readonly string[]; readonly after: Readonly<Record<string, unknown>> };
}

/** What a folder's plan makes: type and values, sorted, policies as objects. */
export function plannedResources(twins: Twins, folder: string): readonly string[] {
  terraform(twins, folder, "plan", "-input=false", "-out=plan");
  const { resource_changes: changes } = JSON.parse(terraform(twins, folder, "show", "-json", "plan")) as {
    resource_changes: PlannedChange[];
  };
  return changes
    .map(({ type, change: { actions, after } }) => {
      const policy = typeof after["policy"] === "string" ? sorted(JSON.parse(after["policy"])) : undefined;
      return JSON.stringify(sorted({ type, actions, after: { ...after, policy } }));
    })
    .sort();
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/** Seconds that `terraform plan` of our stack and of the HCL take. */
export interface PlanResult {
  readonly ours: number;
  readonly hcl: number;
}

const RUNS = 5;

/** Plans the twins by turns and takes the medians. */
export function benchPlan(say: (line: string) => void): PlanResult {
  const twins = layTwins();
  try {
    const seconds: { ours: number[]; hcl: number[] } = { ours: [], hcl: [] };
    for (let run = 0; run < RUNS; run += 1) {
      for (const side of ["ours", "hcl"] as const) {
        const started = process.hrtime.bigint();
        terraform(twins, twins[side], "plan", "-input=false", "-out=plan");
        seconds[side].push(Number(process.hrtime.bigint() - started) / 1e9);
      }
      say(`terraform plan of 200 repositories: run ${String(run + 1)} of ${String(RUNS)}`);
    }
    return { ours: median(seconds.ours), hcl: median(seconds.hcl) };
  } finally {
    removeTwins(twins);
  }
}
