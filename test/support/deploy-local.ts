/**
 * `npm run deploy:local`: deploys the sample organization to an AWS emulator on this machine, shows what exists then,
 * and cleans up, also after Ctrl-C and after a failure.
 */
import { spawnSync } from "node:child_process";
import { createInterface } from "node:readline/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { table } from "../../cli";
import { loadOrganization } from "../../config";
import { plan } from "../../plan";
import { ProblemError } from "../../problem";
import { type Emulator, startEmulator } from "./emulator";
import { inventory } from "./emulator-inventory";
import { seedOf } from "./emulator-seed";
import { LocalDeployment } from "./local-app-deploy";
import { prepareTerraform } from "./terraform";
import { missing, ROOT, TERRAFORM } from "./tools";
import { say } from "./tools-process";

const HELP = `Usage: npm run deploy:local -- [--organization FILE] [--keep]

Starts an AWS emulator on this machine (installs it on the first run), deploys every stack of the sample
organization to it with cdktf, shows what exists then, and removes everything. Needs Terraform and Python 3.11;
no AWS account and no credentials. Takes about five minutes.

  -f, --organization FILE  another organization; default organization.yaml
      --keep               wait for Enter before cleaning up, with the emulator's address shown
  -h, --help               print this text
`;

const { values } = parseArgs({
  options: {
    organization: { type: "string", short: "f", default: "organization.yaml" },
    keep: { type: "boolean", default: false },
    help: { type: "boolean", short: "h" },
  },
});

async function main(): Promise<number> {
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  const organization = loadOrganization(values.organization);
  const deployments = plan(organization);
  const lacking = missing([TERRAFORM]);
  if (lacking !== undefined) {
    say(`deploy:local ${lacking}`);
    return 1;
  }
  const setUp = spawnSync(process.execPath, [join(ROOT, "scripts", "setup-emulator.mjs")], {
    stdio: "inherit",
  });
  if (setUp.status !== 0) return 1;

  const abort = new AbortController();
  process.once("SIGINT", () => {
    say("interrupted: cleaning up");
    abort.abort();
  });
  const terraform = prepareTerraform();
  let emulator: Emulator | undefined;
  try {
    emulator = await startEmulator(seedOf(organization, deployments));
    say(`emulator at ${emulator.endpoint}; deploying ${String(deployments.length)} stacks`);
    const local = new LocalDeployment(terraform, emulator.endpoint, values.organization);
    const { code, stdout } = await local.deploy({
      signal: abort.signal,
      onLine: (line) => {
        if (/Apply complete|Error:/.test(line)) say(line.trim());
      },
    });
    if (code !== 0) {
      say(`${stdout.slice(-4_000)}\nthe deployment failed`);
      return 1;
    }
    const things = await inventory(emulator.endpoint, deployments);
    process.stdout.write(
      `\n${table(
        ["account", "region", "what", "name"],
        things.map(({ accountId, region, kind, name }) => [accountId, region, kind, name]),
      )}\n\n${String(local.managedResources().length)} resources are deployed\n`,
    );
    if (values.keep) {
      say(`the emulator answers at ${emulator.endpoint}; Enter ends it`);
      const input = createInterface({ input: process.stdin });
      await input.question("", { signal: abort.signal });
      input.close();
    }
    return 0;
  } catch (error) {
    if (abort.signal.aborted) return 130;
    throw error;
  } finally {
    // The emulator keeps everything in memory: nothing outlives it.
    await emulator?.stop();
    terraform.remove();
    say("cleaned up");
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    if (!(error instanceof ProblemError)) throw error;
    say(error.message);
    process.exitCode = 1;
  },
);
