import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type Deployment } from "../plan";
import { ProblemError } from "../problem";
import { buildApp, type BuildAppOptions } from "./app";
import { withoutCreationStacks } from "./creation-stacks";

/** The final Terraform JSON of one stack. */
export interface SynthesizedDeployment {
  readonly deployment: Deployment;
  readonly terraform: Readonly<Record<string, unknown>>;
}

/** Terraform JSON that is complete on disk but not yet where the user looks. */
export interface Draft {
  readonly stacks: readonly SynthesizedDeployment[];
  /**
   * Moves every stack to its place in the output folder and returns the names of stacks that an earlier synth
   * left there and that are no longer planned. Whatever else Terraform keeps in the folders stays.
   */
  publish(): readonly string[];
  /** Removes what was not published. */
  discard(): void;
}

const STACK_FILE = "cdk.tf.json";

/**
 * Synthesizes all deployments next to the output folder, so that nothing in it changes until {@link Draft.publish}.
 *
 * @param outdir output folder; parents are created
 * @param stateFolder folder that the paths of local state files start from
 * @throws ProblemError for a mistake that only a module can see, and `cannot-write` when the folder of the output
 * folder cannot be written
 */
export function synthesize(
  deployments: readonly Deployment[],
  outdir: string,
  stateFolder: string,
  options: Pick<BuildAppOptions, "context" | "progress"> = {},
): Draft {
  const output = resolve(outdir);
  const folder = draftFolder(output);
  const discard = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const stateRoot = relative(join(output, "stacks", "stack"), resolve(stateFolder));
    withoutCreationStacks(() => {
      buildApp(deployments, { ...options, outdir: folder, stateRoot }).app.synth();
    });
    return {
      stacks: deployments.map((deployment) => ({
        deployment,
        terraform: readStack(folder, deployment.name),
      })),
      publish: () => publish(folder, output, deployments),
      discard,
    };
  } catch (error) {
    discard();
    throw error;
  }
}

/** A folder of its own beside the output folder, on the same file system, so that files can be moved. */
function draftFolder(output: string): string {
  try {
    mkdirSync(dirname(output), { recursive: true });
    return mkdtempSync(join(dirname(output), `.${basename(output)}-`));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new ProblemError([
      {
        code: "cannot-write",
        path: output,
        message: `cannot be written (${code})`,
        change: "choose another output folder",
      },
    ]);
  }
}

function readStack(folder: string, name: string): Readonly<Record<string, unknown>> {
  const text = readFileSync(join(folder, "stacks", name, STACK_FILE), "utf8");
  return JSON.parse(text) as Readonly<Record<string, unknown>>;
}

function publish(folder: string, output: string, deployments: readonly Deployment[]): string[] {
  for (const { name } of deployments) {
    const target = join(output, "stacks", name);
    mkdirSync(target, { recursive: true });
    renameSync(join(folder, "stacks", name, STACK_FILE), join(target, STACK_FILE));
  }
  renameSync(join(folder, "manifest.json"), join(output, "manifest.json"));
  const planned = new Set(deployments.map(({ name }) => name));
  return readdirSync(join(output, "stacks"))
    .filter((name) => !planned.has(name) && existsSync(join(output, "stacks", name, STACK_FILE)))
    .sort();
}
