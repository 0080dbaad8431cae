import { spawnSync } from "node:child_process";
import { SUBJECT } from "../../notation/support/envelope";
import { Disk } from "./support";

let disk: Disk;
beforeEach(() => {
  disk = new Disk();
});
afterEach(() => {
  disk.remove();
});

describe("the program itself", () => {
  const start = (...args: readonly string[]) =>
    spawnSync(process.execPath, ["cli/supply-chain.mjs", "verify", ...args], { encoding: "utf8" });

  test("ends with the exit code of the verdict", () => {
    expect(start(...disk.options()).status).toBe(0);
    expect(start(...disk.options({ subject: JSON.stringify({ ...SUBJECT, size: 1 }) })).status).toBe(1);
    expect(start(...disk.options({ signature: disk.path("none") })).status).toBe(2);
    expect(start("--unknown").status).toBe(64);
  }, 30_000);

  test("of a batch whose reader goes away verifies no more", () => {
    const line = `${JSON.stringify(disk.one())}\n`;
    const file = disk.write("cases.jsonl", line.repeat(500) + `{"signature":"`);
    const command = '{ "$0" cli/supply-chain.mjs verify --batch "$1"; echo $? >&2; } | head -1';
    const { stdout, stderr } = spawnSync("sh", ["-c", command, process.execPath, file], { encoding: "utf8" });
    expect(JSON.parse(stdout)).toMatchObject({ trusted: true });
    expect(stderr).toBe("2\n");
  }, 60_000);

  test("says that the output cannot be written, and is not sure then", () => {
    const command = '"$0" cli/supply-chain.mjs verify "$@" > /dev/full';
    const args = [process.execPath, ...disk.options()];
    const { status, stderr } = spawnSync("sh", ["-c", command, ...args], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 2, stderr: "the output cannot be written (ENOSPC)\n" });
  }, 60_000);

  test("is not sure of what never ends", () => {
    // Nothing keeps the process going, and nobody is told that there will be no answer.
    const silent = disk.write(
      "silent.cjs",
      `const { EventEmitter } = require("node:events");
       class Silent extends EventEmitter { end() {} }
       require("node:http").request = () => new Silent();
       require("node:module").syncBuiltinESMExports();`,
    );
    const files = ["--policy", disk.path("policy.json"), "--trust-store", disk.path("truststore")];
    const { status, stdout } = spawnSync(
      process.execPath,
      ["--require", silent, "cli/supply-chain.mjs", "verify", "127.0.0.1:1/shop/api:1", ...files],
      { encoding: "utf8" },
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
  }, 30_000);

  test("reads a batch from a pipe", () => {
    const file = disk.write("cases.jsonl", `${JSON.stringify(disk.one())}\nbroken\n`);
    const command = 'cat "$1" | "$0" cli/supply-chain.mjs verify --batch /dev/stdin';
    const { status, stdout } = spawnSync("sh", ["-c", command, process.execPath, file], { encoding: "utf8" });
    expect(status).toBe(0);
    const verdicts = stdout.trimEnd().split("\n");
    expect(verdicts.map((line) => (JSON.parse(line) as { trusted: unknown }).trusted)).toEqual([true, null]);
  }, 30_000);
});
