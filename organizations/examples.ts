import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../config";
import { type Deployment, plan } from "../plan";
import { synthesize, type SynthesizedDeployment } from "../stacks";

/** Every organization that the repository shows: the sample and the examples, by name. The only list of them. */
export const EXAMPLES = {
  sample: "organization.yaml",
  minimal: "examples/minimal/organization.yaml",
  complete: "examples/complete/organization.yaml",
} as const;

/** A day on which the suppressions of the examples are in force. */
export const EXAMPLE_DAY = "2026-03-10";

/** Builds deployments and returns the final Terraform JSON of each; nothing stays on disk. */
export function synthesized(
  deployments: readonly Deployment[],
  context: Readonly<Record<string, unknown>> = {},
): readonly SynthesizedDeployment[] {
  const folder = mkdtempSync(join(tmpdir(), "synth-"));
  const draft = synthesize(deployments, join(folder, "out"), folder, { context });
  draft.discard();
  rmSync(folder, { recursive: true });
  return draft.stacks;
}

/** The final Terraform JSON of every stack of an example, on {@link EXAMPLE_DAY} or another day. */
export function synthesizedExample(
  name: keyof typeof EXAMPLES,
  today = EXAMPLE_DAY,
): readonly SynthesizedDeployment[] {
  return synthesized(plan(loadOrganization(EXAMPLES[name], today), today));
}
