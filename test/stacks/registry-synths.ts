import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { plan } from "../../plan";
import { synthesize } from "../../stacks";

const REGISTRY = "registry-images-eu-central-1";

/** What stands in the sample, and what stands in its place. */
export type Edit = readonly [instead: string, written: string];

/** Synths of the sample's registry, one after the other into one output folder. */
export class RegistrySynths {
  private readonly folder = mkdtempSync(join(tmpdir(), "registry-synths-"));
  /** Folder of the stack. */
  readonly stack = join(this.folder, "out", "stacks", REGISTRY);
  readonly file = join(this.stack, "cdk.tf.json");

  /**
   * Synthesizes it with these texts of the sample replaced.
   *
   * @throws RangeError when the sample does not hold one of them
   */
  run(...edits: readonly Edit[]): void {
    const text = edits.reduce(
      (result, [instead, written]) => {
        if (!result.includes(instead)) throw new RangeError(`the sample does not hold ${instead}`);
        return result.replace(instead, () => written);
      },
      readFileSync(EXAMPLES.sample, "utf8"),
    );
    const file = join(this.folder, "organization.yaml");
    writeFileSync(file, text);
    const registry = plan(loadOrganization(file)).filter(({ name }) => name === REGISTRY);
    const draft = synthesize(
      registry.map((deployment) => ({ ...deployment, after: [] })),
      join(this.folder, "out"),
      this.folder,
    );
    draft.publish();
    draft.discard();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
