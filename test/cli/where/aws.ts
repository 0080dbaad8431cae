import * as ecr from "@aws-sdk/client-ecr";
import * as ecs from "@aws-sdk/client-ecs";
import * as inspector2 from "@aws-sdk/client-inspector2";
import * as sts from "@aws-sdk/client-sts";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Answers, type AwsServer, awsService } from "../../support/aws-service";
import { type Environment, ENVIRONMENT, runHere } from "../../support/command";
import { type Ran } from "../../support/program";

/** Answers of the four services; STS answers with the administrator's account unless it is said otherwise. */
export interface World {
  readonly inspector2?: Answers<typeof inspector2>;
  readonly ecr?: Answers<typeof ecr>;
  readonly ecs?: Answers<typeof ecs>;
  readonly sts?: Answers<typeof sts>;
}

/** What ran, and what each service was asked. */
export interface Asked extends Ran {
  readonly calls: Readonly<Record<keyof World, AwsServer["calls"]>>;
}

export const ADMINISTRATOR = "222222222222";
export const CALLER = { GetCallerIdentity: () => ({ Account: ADMINISTRATOR }) };
const NOTHING: Answers<typeof inspector2> = {
  ListFindings: () => ({ findings: [] }),
  ListCoverage: () => ({ coveredResources: [] }),
  // Some images, none of them without a scan.
  ListCoverageStatistics: ({ filterCriteria }) => ({
    totalCounts: filterCriteria?.scanStatusCode ? 0 : 1_000,
  }),
  GetClustersForImage: () => ({ cluster: [] }),
};

const SERVICES = {
  inspector2: awsService("inspector2", inspector2),
  ecr: awsService("ecr", ecr),
  ecs: awsService("ecs", ecs),
  sts: awsService("sts", sts),
};

const PROGRAM = resolve("cli/supply-chain.mjs");
type Run = (args: readonly string[], folder: string, env: Environment) => Promise<Ran>;

/**
 * Runs `supply-chain where` as a user does, against doubles of the services, in an empty folder.
 *
 * @param env what the environment says beside; an empty text removes a variable
 */
export function whereAsUser(args: readonly string[], world?: World, env?: Environment): Promise<Asked> {
  return asked(inProcess, ["where", ...args], world, env);
}

/** The same within this process, which takes a tenth of the time. */
export function where(args: readonly string[], world?: World, env?: Environment): Promise<Asked> {
  return asked(runHere, ["where", ...args], world, env);
}

/** `supply-chain drill` against the same doubles, within this process. */
export function drill(args: readonly string[], world?: World): Promise<Asked> {
  return asked(runHere, ["drill", ...args], world);
}

async function asked(
  run: Run,
  args: readonly string[],
  world: World = {},
  env: Environment = {},
): Promise<Asked> {
  const servers = {
    inspector2: await SERVICES.inspector2.serve({ ...NOTHING, ...world.inspector2 }),
    ecr: await SERVICES.ecr.serve(world.ecr ?? {}),
    ecs: await SERVICES.ecs.serve(world.ecs ?? {}),
    sts: await SERVICES.sts.serve({ ...CALLER, ...world.sts }),
  };
  const folder = mkdtempSync(join(tmpdir(), "where-"));
  try {
    const endpoints: [string, string][] = Object.entries(servers).map(([name, { endpoint }]) => [
      `AWS_ENDPOINT_URL_${name.toUpperCase()}`,
      endpoint,
    ]);
    const all: Readonly<Record<string, string>> = {
      ...ENVIRONMENT,
      HOME: folder,
      ...Object.fromEntries(endpoints),
      ...env,
    };
    const set = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
    const ran = await run(args, folder, set);
    return {
      ...ran,
      calls: {
        inspector2: servers.inspector2.calls,
        ecr: servers.ecr.calls,
        ecs: servers.ecs.calls,
        sts: servers.sts.calls,
      },
    };
  } finally {
    rmSync(folder, { recursive: true });
    for (const server of Object.values(servers)) await server.close();
  }
}

/** Not the synchronous spawn: the doubles answer from this process. */
function inProcess(args: readonly string[], cwd: string, env: Environment): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [PROGRAM, ...args], { cwd, env });
    const text = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk: Buffer) => (text.stdout += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (text.stderr += chunk.toString("utf8")));
    child.on("error", fail);
    child.on("close", (status) => {
      done({ status, ...text });
    });
  });
}
