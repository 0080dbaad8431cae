import * as cloudtrail from "@aws-sdk/client-cloudtrail";
import * as logs from "@aws-sdk/client-cloudwatch-logs";
import * as ecr from "@aws-sdk/client-ecr";
import * as inspector2 from "@aws-sdk/client-inspector2";
import * as signer from "@aws-sdk/client-signer";
import * as sts from "@aws-sdk/client-sts";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLOCK } from "../../../backfill";
import { type Answers, type AwsServer, awsService } from "../../support/aws-service";
import { ROLE } from "../where/sample";
import { ENVIRONMENT, runHere } from "../../support/command";
import { type Ran } from "../../support/program";

/** Answers of the services. */
export interface World {
  readonly cloudtrail?: Answers<typeof cloudtrail>;
  readonly ecr?: Answers<typeof ecr>;
  readonly inspector2?: Answers<typeof inspector2>;
  readonly logs?: Answers<typeof logs>;
  readonly signer?: Answers<typeof signer>;
  readonly sts?: Answers<typeof sts>;
}

/** What ran, and what each service was asked. */
export interface Asked extends Ran {
  readonly calls: Readonly<Record<keyof World, AwsServer["calls"]>>;
  /** How often a request waited for its turn. */
  readonly waits: number;
}

export const ME = "arn:aws:sts::222222222222:assumed-role/signing/me";
const CREDENTIALS: Answers<typeof sts> = {
  GetCallerIdentity: () => ({ Account: "222222222222", Arn: ME }),
  ...ROLE,
};
const SERVICES = {
  cloudtrail: awsService("cloudtrail", cloudtrail),
  ecr: awsService("ecr", ecr),
  inspector2: awsService("inspector2", inspector2),
  logs: awsService("cloudwatch-logs", logs),
  signer: awsService("signer", signer),
  sts: awsService("sts", sts),
};
/** What the SDK calls the services whose names are not those above. */
const VARIABLES: Readonly<Record<string, string>> = { logs: "CLOUDWATCH_LOGS" };

/** Runs, without waiting between requests, a command against doubles of the services in an empty folder, in which lie these files. */
export async function run(
  args: readonly string[],
  world: World,
  files: Readonly<Record<string, string>> = {},
): Promise<Asked> {
  const servers = {
    cloudtrail: await SERVICES.cloudtrail.serve(world.cloudtrail ?? {}),
    ecr: await SERVICES.ecr.serve(world.ecr ?? {}),
    inspector2: await SERVICES.inspector2.serve(world.inspector2 ?? {}),
    logs: await SERVICES.logs.serve(world.logs ?? {}),
    signer: await SERVICES.signer.serve(world.signer ?? {}),
    sts: await SERVICES.sts.serve({ ...CREDENTIALS, ...world.sts }),
  };
  const folder = mkdtempSync(join(tmpdir(), "backfill-"));
  const sleep = jest.spyOn(CLOCK, "sleep").mockResolvedValue();
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const endpoints = Object.entries(servers).map(([name, { endpoint }]) => [
      `AWS_ENDPOINT_URL_${VARIABLES[name] ?? name.toUpperCase()}`,
      endpoint,
    ]);
    const env = {
      ...ENVIRONMENT,
      HOME: folder,
      ...(Object.fromEntries(endpoints) as Record<string, string>),
    };
    const ran = await runHere(args, folder, env);
    return {
      ...ran,
      waits: sleep.mock.calls.length,
      calls: {
        cloudtrail: servers.cloudtrail.calls,
        ecr: servers.ecr.calls,
        inspector2: servers.inspector2.calls,
        logs: servers.logs.calls,
        signer: servers.signer.calls,
        sts: servers.sts.calls,
      },
    };
  } finally {
    sleep.mockRestore();
    rmSync(folder, { recursive: true });
    for (const server of Object.values(servers)) await server.close();
  }
}
