import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as ecs from "@aws-sdk/client-ecs";
import { build } from "esbuild";
import { table } from "../cli";
import { functionZip } from "../modules/function";
import { bundleOptions, ROOT } from "../scripts/bundle";
import { Court, API, CLUSTERS, SETTINGS } from "../test/lambdas/image-verification/support";
import { AT, hookEvent } from "../test/lambdas/ecs-image-verifier/events";
import { awsService } from "../test/support/aws-service";
import { ROOT_PEM } from "../test/support/registry";
import { median, verdict } from "./measure";

const GOALS = { initMilliseconds: 150, bundleKilobytes: 1_000 } as const;
const ROUNDS = 15;

/** What a cold start of the ECS gate costs, in milliseconds. */
export interface GateResult {
  /** Reading and running the code, to where the handler can be called. */
  readonly init: number;
  /** First decision of the process: a signed image, whose signature is trusted. */
  readonly firstVerification: number;
  /** Zip of the function, in kB. */
  readonly bundleKilobytes: number;
}

const PROCESS = `
  const started = performance.now();
  const { handler } = require("./index.js");
  const init = performance.now() - started;
  const context = { awsRequestId: "1", getRemainingTimeInMillis: () => 30_000 };
  handler(JSON.parse(process.argv[1]), context).then(({ hookStatus }) => {
    const total = performance.now() - started;
    process.stderr.write(JSON.stringify({ hookStatus, init, firstVerification: total - init }) + "\\n");
  });
`;

/** Bundles the function as it is shipped, but for services on loopback and the Node.js that measures. */
async function bundleTo(folder: string): Promise<void> {
  await build({
    ...bundleOptions("ecs-image-verifier"),
    outdir: folder,
    target: `node${process.versions.node}`,
    plugins: [
      {
        name: "loopback",
        setup: ({ onResolve }) => {
          onResolve({ filter: /\/image-verification\/services$/ }, () => ({
            path: join(ROOT, "bench", "gate-services.ts"),
          }));
        },
      },
    ],
  });
}

/** Measures a cold start of the ECS gate in fresh processes, against services with real signatures on loopback. */
export async function benchGate(say: (line: string) => void): Promise<GateResult> {
  const court = await new Court().start();
  const digest = court.front.pushNew(API, "bench");
  court.front.sign(API, digest);
  const server = await awsService("ecs", ecs).serve({
    DescribeServiceRevisions: ({ serviceRevisionArns: [serviceRevisionArn] = [] }) => ({
      serviceRevisions: [
        {
          serviceRevisionArn,
          serviceArn: `${AT}:service/shop/api`,
          clusterArn: `${AT}:cluster/shop`,
          taskDefinition: `${AT}:task-definition/api:1`,
        },
      ],
    }),
    DescribeTaskDefinition: ({ taskDefinition: taskDefinitionArn }) => ({
      taskDefinition: {
        taskDefinitionArn,
        containerDefinitions: [{ name: "api", image: `${API}@${digest}` }],
      },
    }),
    DescribeServiceDeployments: ({ serviceDeploymentArns: [serviceDeploymentArn] = [] }) => ({
      serviceDeployments: [{ serviceDeploymentArn, startedAt: new Date() }],
    }),
  });
  const folder = mkdtempSync(join(tmpdir(), "bench-gate-"));
  try {
    await bundleTo(folder);
    writeFileSync(join(folder, "settings.json"), JSON.stringify(SETTINGS));
    writeFileSync(join(folder, "clusters.json"), CLUSTERS);
    const runs = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      runs.push(
        await measureOnce(folder, {
          AWS_REGION: "eu-central-1",
          AWS_ACCESS_KEY_ID: "test",
          AWS_SECRET_ACCESS_KEY: "test",
          AWS_ENDPOINT_URL_ECR: court.front.running.ecr.endpoint,
          AWS_ENDPOINT_URL_ECS: server.endpoint,
          AWS_ENDPOINT_URL_SIGNER: court.front.running.signer.endpoint,
          BENCH_NOW: String(court.now),
          BENCH_ROOT: ROOT_PEM,
        }),
      );
    }
    say(`gate: ${String(ROUNDS)} cold starts`);
    return {
      init: median(runs.map(({ init }) => init)),
      firstVerification: median(runs.map(({ firstVerification }) => firstVerification)),
      bundleKilobytes: statSync(functionZip("ecs-image-verifier")).size / 1_000,
    };
  } finally {
    rmSync(folder, { recursive: true });
    await server.close();
    await court.front.stop();
  }
}

interface Run {
  readonly hookStatus: string;
  readonly init: number;
  readonly firstVerification: number;
}

async function measureOnce(folder: string, env: Readonly<Record<string, string>>): Promise<Run> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--no-warnings", "-e", PROCESS, JSON.stringify(hookEvent())],
    { cwd: folder, env },
  );
  const run = JSON.parse(stderr) as Run;
  // A time of a wrong answer is none.
  if (run.hookStatus !== "SUCCEEDED") throw new Error(`the gate answered ${run.hookStatus}: ${stdout}`);
  return run;
}

/** The measurements as a table with what is met and what is missed. */
export function gateReport({ init, firstVerification, bundleKilobytes }: GateResult): string {
  return [
    "Cold start of the ECS gate in a fresh process, services on loopback",
    table(
      ["what", "median"],
      [
        ["init", `${init.toFixed(0)} ms`],
        ["first verification, connections included", `${firstVerification.toFixed(0)} ms`],
      ],
    ),
    "",
    verdict("init", init, GOALS.initMilliseconds, " ms", 0),
    verdict("zip", bundleKilobytes, GOALS.bundleKilobytes, " kB", 0),
  ].join("\n");
}
