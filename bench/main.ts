import { createRequire } from "node:module";
import { type Command, dispatch, EXIT, table, terminalOf, toJson } from "../cli";
import { missing, TERRAFORM } from "../local/tools";
import type * as Gate from "./gate";
import { verdict } from "./measure";
import { benchSignature, signatureReport } from "./signature";
import { benchSynth, growth, type SynthResult } from "./synth";
import { benchPlan, type PlanResult } from "./terraform-plan";
import { benchWhere, whereReport } from "./where";

/** What we want to reach; a miss is told as a miss. */
const GOALS = { synthRatio: 1.5, growth: 1.1, peakMiB: 2048, planRatio: 0.9 } as const;

/** Loaded when it is asked for: it needs the AWS SDK, which is large and may warn of old versions of Node. */
const gateBench = () => createRequire(__filename)("./gate.ts") as typeof Gate;

const fixed = (value: number, digits = 2) => value.toFixed(digits);
const MIB = 1024 * 1024;

function report(synth: readonly SynthResult[], plan: PlanResult | undefined): string {
  const rows = synth.map(({ accounts, repositories, resources, ours, floor }) => [
    String(accounts),
    String(repositories),
    String(resources),
    `${fixed(ours.seconds)} s / ${fixed(floor.seconds)} s = ${fixed(ours.seconds / floor.seconds)}`,
    `${fixed(ours.peakMiB, 0)} MiB / ${fixed(floor.peakMiB, 0)} MiB = ${fixed(ours.peakMiB / floor.peakMiB)}`,
    `${fixed(ours.bytes / MIB, 1)} MiB / ${fixed(floor.bytes / MIB, 1)} MiB = ${fixed(ours.bytes / floor.bytes)}`,
  ]);
  const largest = synth.at(-1);
  return [
    "Synth: ours / floor = ratio",
    table(["accounts", "repositories", "resources", "time", "peak memory", "output"], rows),
    "",
    ...synth.map(({ accounts, ours, floor }) =>
      verdict(
        `time of ${String(accounts)} accounts`,
        ours.seconds / floor.seconds,
        GOALS.synthRatio,
        "x the floor",
      ),
    ),
    verdict("growth exponent of time with resources", growth(synth), GOALS.growth),
    verdict("peak memory of the largest", largest?.ours.peakMiB ?? Number.NaN, GOALS.peakMiB, " MiB"),
    plan
      ? verdict(
          `terraform plan of 200 repositories (${fixed(plan.ours)} s / ${fixed(plan.hcl)} s)`,
          plan.ours / plan.hcl,
          GOALS.planRatio,
          "x the HCL",
        )
      : `skipped  terraform plan: ${missing([TERRAFORM]) ?? ""}`,
  ].join("\n");
}

const bench: Command = {
  name: "bench",
  summary: "measure synth and plan against the same resources made by hand, where and verification",
  description: `Measures synth of generated organizations (10, 50 and 200 accounts in two regions; 100, 1,000 and 5,000
repositories) in fresh processes against the bare floor: the same number of the same resources made directly with
cdktf. Then terraform plan of 200 repositories against the same resources in hand-written HCL. Both sides run by
turns and medians are compared. Then supply-chain where over 100,000 findings, at last the
verification of one signature and a cold start of the ECS gate. Takes several minutes.`,
  options: {
    json: { type: "boolean", help: "print the measurements as JSON" },
    signature: { type: "boolean", help: "measure the verification of a signature only" },
    gate: { type: "boolean", help: "measure a cold start of the ECS gate only" },
  },
  positionals: [],
  run: async (values, _, terminal) => {
    const say = (line: string) => {
      terminal.err(`${line}\n`);
    };
    if (values["signature"] === true) {
      const only = await benchSignature(say);
      terminal.out(values["json"] === true ? toJson({ signature: only }) : `${signatureReport(only)}\n`);
      return EXIT.ok;
    }
    if (values["gate"] === true) {
      const { benchGate, gateReport } = gateBench();
      const only = await benchGate(say);
      terminal.out(values["json"] === true ? toJson({ gate: only }) : `${gateReport(only)}\n`);
      return EXIT.ok;
    }
    const synth = benchSynth(say);
    const plan = missing([TERRAFORM]) === undefined ? benchPlan(say) : undefined;
    const where = await benchWhere(say);
    const signature = await benchSignature(say);
    const { benchGate, gateReport } = gateBench();
    const gate = await benchGate(say);
    terminal.out(
      values["json"] === true
        ? toJson({ goals: GOALS, synth, growth: growth(synth), plan, where, signature, gate })
        : `${report(synth, plan)}\n\n${whereReport(where)}\n\n${signatureReport(signature)}\n\n${gateReport(gate)}\n`,
    );
    return EXIT.ok;
  },
};

void dispatch(
  {
    name: "npm run",
    separator: "-- ",
    summary: "Measures the suite.",
    commands: [bench],
  },
  ["bench", ...process.argv.slice(2)],
  terminalOf(process),
).then((code) => {
  process.exitCode = code;
});
