import { spawn } from "node:child_process";
import { once } from "node:events";
import { benchWhere, whereReport } from "../../bench/where";

const MINUTE = 60_000;

test(
  "the benchmark of where reads every finding",
  async () => {
    const said: string[] = [];
    const results = await benchWhere((line) => said.push(line), [240]);
    expect(results).toEqual([
      {
        findings: 240,
        images: 60,
        rows: 60,
        seconds: expect.any(Number) as number,
        peakMiB: expect.any(Number) as number,
      },
    ]);
    expect(results[0]?.peakMiB).toBeGreaterThan(20);
    expect(said).toEqual(["where: 240 findings"]);
    expect(whereReport(results)).toMatch(/^supply-chain where\n.*\n240 +60 +60 +[\d.]+ s +\d+ MiB\nmet /);
  },
  2 * MINUTE,
);

test(
  "its server fails for what AWS does not have",
  async () => {
    const server = spawn(process.execPath, ["--import", "tsx", "bench/where-server.ts", "4"]);
    let errors = "";
    server.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
    const [line] = (await once(server.stdout, "data")) as [Buffer];
    const { inspector2 } = JSON.parse(line.toString("utf8")) as { inspector2: string };
    const { status } = await fetch(`${inspector2}/unknown`, { method: "POST", body: "{}" });
    server.kill();
    const [code] = (await once(server, "exit")) as [number];
    expect({ status: status >= 400, code }).toEqual({ status: true, code: 1 });
    expect(errors).toContain("POST /unknown is no operation of inspector2");
  },
  MINUTE,
);
