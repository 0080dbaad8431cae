import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { type Deployment } from "../plan";
import { ProblemError } from "../problem";
import { buildApp, type BuildAppOptions } from "./app";
import { withoutCreationStacks } from "./creation-stacks";
import { checkExchangedAccounts } from "./exchanged-accounts";
import { checkLastingEncryption } from "./lasting-encryption";
import { checkOutputFolder, publish, STACK_FILE } from "./output-folder";
import { removedVerification } from "./removed-verification";
import { renamedStacks } from "./renamed-stacks";
import { type Superseded, supersededResources } from "./superseded";
import { type TrustChanges, trustChanges } from "./trust/trust-changes";

/** The final Terraform JSON of one stack. */
export interface SynthesizedDeployment {
  readonly deployment: Deployment;
  readonly terraform: Readonly<Record<string, unknown>>;
}

/** Terraform JSON, with the files it names, that is complete on disk but not yet where the user looks. */
export interface Draft {
  readonly stacks: readonly SynthesizedDeployment[];
  readonly trust: TrustChanges;
  /**
   * Puts every stack into the output folder and returns what an earlier synth left there and this one no longer
   * has.
   *
   * @throws ProblemError `cannot-write`, `not-an-output-folder`; then nothing in the output folder has changed, or
   * all of it is published and the path told is a file of an earlier synth that could not be removed
   */
  publish(): Superseded;
  /** Removes the draft. */
  discard(): void;
}

/**
 * Synthesizes all deployments into a draft, so that nothing in the output folder changes until
 * {@link Draft.publish}.
 *
 * @param outdir output folder; parents are created
 * @param stateFolder folder that the paths of local state files start from
 * @throws ProblemError for a mistake that only a module can see, `not-an-output-folder`, `cannot-write`,
 * `invalid-context`, `hcl-output`, `rotation-step-skipped`, `trust-vanished`,
 * `drop-backdated`, `evidence-partial`, `evidence-of-other-trust`, `repository-encryption-changed`,
 * `image-key-vanished` and `account-key-exchanged`
 */
export function synthesize(
  deployments: readonly Deployment[],
  outdir: string,
  stateFolder: string,
  options: Pick<BuildAppOptions, "context" | "progress"> = {},
): Draft {
  const output = resolve(outdir);
  return toProblem(output, () => {
    checkOutputFolder(output);
    const draft = mkdtempSync(join(tmpdir(), "supply-chain-synth-"));
    const discard = () => {
      rmSync(draft, { recursive: true, force: true });
    };
    try {
      const stateRoot = relative(join(output, "stacks", "stack"), resolve(stateFolder));
      withoutCreationStacks(() => {
        const { app } = buildApp(deployments, { ...options, outdir: draft, stateRoot });
        if (app.hclOutput) throw new ProblemError([HCL_OUTPUT]);
        app.synth();
      });
      const names = deployments.map(({ name }) => name);
      const stacks = deployments.map((deployment) => ({
        deployment,
        terraform: readStack(draft, deployment.name),
      }));
      const named = stacks.map(({ deployment: { name }, terraform }) => ({ name, terraform }));
      checkExchangedAccounts(join(output, "stacks"), stacks);
      checkLastingEncryption(join(output, "stacks"), named);
      const trust = trustChanges(join(output, "stacks"), deployments);
      return {
        stacks,
        trust,
        publish: () =>
          toProblem(output, () => {
            const superseded = stacks.map(({ deployment: { name }, terraform }) =>
              supersededResources(join(output, "stacks"), name, terraform),
            );
            const verification = removedVerification(
              join(output, "stacks"),
              stacks.map(({ terraform }) => terraform),
            );
            const unplanned = publish(draft, output, names);
            return {
              stacks: unplanned,
              renamed: renamedStacks(join(output, "stacks"), unplanned, named),
              resources: superseded.flatMap(({ resources }) => resources),
              forgotten: superseded.flatMap(({ forgotten }) => forgotten),
              verification,
            };
          }),
        discard,
      };
    } catch (error) {
      discard();
      throw error;
    }
  });
}

/** The baseline reads JSON, and what it has not read is not written. */
const HCL_OUTPUT = {
  code: "hcl-output",
  path: "SYNTH_HCL_OUTPUT",
  message: "HCL output is on",
  allowed: "Terraform JSON, which the baseline reads",
  change: "leave out --hcl",
};

/** A folder that cannot be written is a mistake of the user, told without a stack trace. */
function toProblem<T>(output: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code, syscall, path, dest } = error as NodeJS.ErrnoException & { readonly dest?: string };
    if (code === undefined || syscall === undefined) throw error;
    throw new ProblemError([
      {
        code: "cannot-write",
        path: dest ?? path ?? output,
        message: `${syscall} failed with ${code}`,
        change: "choose another output folder, or make room and permission there",
      },
    ]);
  }
}

function readStack(folder: string, name: string): Readonly<Record<string, unknown>> {
  const text = readFileSync(join(folder, "stacks", name, STACK_FILE), "utf8");
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}
