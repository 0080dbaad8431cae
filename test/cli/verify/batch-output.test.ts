import { dispatch } from "../../../cli";
import { supplyChain } from "../../../cli/program";
import { terminalForTest } from "../../support/terminal";
import { Disk } from "./support";

test("verdicts of a batch do not pile up before a reader that reads nothing", async () => {
  const disk = new Disk();
  const file = disk.write("cases.jsonl", `${JSON.stringify(disk.one())}\n`.repeat(20));
  const lines = () => terminal.said.out.split("\n").length - 1;
  let goOn = (): void => undefined;
  const room = () => (lines() === 3 ? new Promise<void>((resolve) => (goOn = resolve)) : Promise.resolve());
  const terminal = { ...terminalForTest(), room };
  const program = supplyChain({ organization: "unused", output: "unused", today: "2026-01-01" });
  const done = dispatch(program, ["verify", "--batch", file], terminal);
  // All of them are verified in less.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(lines()).toBe(3);
  goOn();
  await expect(done).resolves.toBe(0);
  expect(lines()).toBe(20);
  disk.remove();
});
