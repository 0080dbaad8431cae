/**
 * `npm run deploy:local`: deploys an organization to an AWS emulator on this machine, shows what exists then, and
 * cleans up, also after Ctrl-C and after a failure.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import {
  type Command,
  count,
  defaultsFrom,
  dispatch,
  EXIT,
  ORGANIZATION,
  organizationFile,
  table,
  terminalOf,
} from "../cli";
import { loadOrganization } from "../config";
import { synthesized } from "../organizations/examples";
import { type Deployment, plan } from "../plan";
import { LocalDeployment } from "./deployment";
import { type Emulator, startEmulator } from "./emulator";
import { inventory } from "./emulator-inventory";
import { formatLimits } from "./emulator-limits";
import { type Seed, seedOf } from "./emulator-seed";
import { emulated } from "./emulator-stack";
import { DeployProgress } from "./progress";
import { prepareTerraform, type Terraform } from "./terraform";
import { resourcesByAddress } from "./terraform-prune";
import { missing, ROOT, TERRAFORM } from "./tools";
import { say } from "./tools-process";

const INTERRUPTED = 130;

const defaults = defaultsFrom(process.env);

const deployLocal: Command = {
  name: "deploy:local",
  summary: "deploy an organization to an AWS emulator on this machine",
  description: `Starts an AWS emulator on this machine (installs it on the first run), deploys every stack of the organization
to it with cdktf, shows what exists then and what the emulator cannot do, and removes everything, also after
Ctrl-C. Needs Terraform and Python 3.11; no AWS account and no credentials. Takes five to ten minutes.`,
  options: {
    ...ORGANIZATION,
    keep: { type: "boolean", help: "wait for Enter before cleaning up, with the emulator's address shown" },
  },
  positionals: ["[FILE]"],
  exits: {
    1: "a mistake in the file or the environment, or a failed deployment",
    [INTERRUPTED]: "interrupted",
  },
  run: async (values, positionals) => {
    const file = organizationFile(values, positionals, defaults);
    const organization = loadOrganization(file);
    const deployments = plan(organization);
    const abort = abortOnSignals();
    // Also for the first look at which Terraform is here.
    process.env["CHECKPOINT_DISABLE"] = "1";
    const lacking = missing([TERRAFORM]);
    if (lacking !== undefined) {
      say(`deploy:local ${lacking}`);
      return EXIT.problem;
    }
    const setUp = spawnSync(process.execPath, [join(ROOT, "scripts", "setup-emulator.mjs")], {
      stdio: "inherit",
    });
    if (setUp.status !== 0) return abort.aborted ? INTERRUPTED : EXIT.problem;
    const started = performance.now();
    const code = await inEmulator(seedOf(organization, deployments), abort, async (emulator, terraform) => {
      const local = new LocalDeployment(terraform, emulator.endpoint, file);
      if (!(await deploy(local, deployments, abort))) return EXIT.problem;
      await show(local, deployments, emulator, terraform, started);
      if (values["keep"] === true) await pause(emulator, abort);
      return EXIT.ok;
    });
    return abort.aborted ? INTERRUPTED : code;
  },
};

/** Ends what runs at the first signal; cleaning up goes on, whatever comes after. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      say(controller.signal.aborted ? "still cleaning up" : "interrupted: cleaning up");
      controller.abort();
    });
  }
  return controller.signal;
}

/** Lends Terraform and an emulator; nothing of both outlives it, because the emulator keeps all in memory. */
async function inEmulator(
  seed: Seed,
  abort: AbortSignal,
  work: (emulator: Emulator, terraform: Terraform) => Promise<number>,
): Promise<number> {
  const terraform = prepareTerraform();
  say(`Terraform takes ${terraform.provider}`);
  let emulator: Emulator | undefined;
  try {
    emulator = await startEmulator(seed);
    return await work(emulator, terraform);
  } catch (error) {
    // What fails because it was ended is no news.
    if (abort.aborted) return INTERRUPTED;
    throw error;
  } finally {
    await emulator?.stop();
    terraform.remove();
    say("cleaned up");
  }
}

async function deploy(
  local: LocalDeployment,
  deployments: readonly Deployment[],
  signal: AbortSignal,
): Promise<boolean> {
  say("CHECKPOINT_DISABLE=1 is set: neither Terraform nor cdktf asks or tells HashiCorp anything");
  say(`deploying ${count(deployments.length, "stack")}`);
  const progress = new DeployProgress(deployments.map(({ name }) => name));
  const { code, stdout } = await local.deploy({
    signal,
    onLine: (line) => {
      const news = progress.after(line);
      if (news !== undefined && !signal.aborted) say(news);
    },
  });
  if (code !== 0 && !signal.aborted) say(`${stdout.slice(-4_000)}\nthe deployment failed`);
  return code === 0;
}

/** Prints what exists now, and what does not because the emulator is no AWS. */
async function show(
  local: LocalDeployment,
  deployments: readonly Deployment[],
  { endpoint }: Emulator,
  { awsVersion }: Terraform,
  started: number,
): Promise<void> {
  const things = await inventory(endpoint, deployments);
  const stacks = synthesized(deployments).map(({ terraform }) => terraform);
  const limits = stacks.map((stack) => emulated(stack, { endpoint, awsVersion }));
  const managed = stacks.flatMap((stack) =>
    [...resourcesByAddress(stack).keys()].filter((address) => !address.startsWith("data.")),
  );
  const made = local.managedResources().length;
  const minutes = (performance.now() - started) / 60_000;
  process.stdout.write(
    [
      "",
      table(
        ["account", "region", "what", "name"],
        things.map(({ accountId, region, kind, name }) => [accountId, region, kind, name]),
      ),
      "",
      `${String(made)} of ${count(managed.length, "resource")} deployed in ${minutes.toFixed(1)} minutes. The others are left out, because the emulator cannot do them:`,
      ...formatLimits(limits).map((line) => `  ${line}`),
      "",
    ].join("\n"),
  );
}

async function pause({ endpoint }: Emulator, signal: AbortSignal): Promise<void> {
  say(`the emulator answers at ${endpoint}; Enter ends it`);
  const input = createInterface({ input: process.stdin });
  try {
    await input.question("", { signal });
  } finally {
    input.close();
  }
}

void dispatch(
  {
    name: "npm run",
    separator: "-- ",
    summary: "Shows the suite without an AWS account.",
    commands: [deployLocal],
  },
  ["deploy:local", ...process.argv.slice(2)],
  terminalOf(process),
).then((code) => {
  process.exitCode = code;
});
