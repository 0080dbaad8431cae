import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { plan } from "../../plan";
import { type Superseded } from "../../stacks/superseded";
import { synthesize, type TrustChanges } from "../../stacks";

/** What stands in the sample, and what stands in its place. */
export type Edit = readonly [instead: string, written: string];

/** What a pattern finds in the sample, to be replaced. */
export function partOf(pattern: RegExp): string {
  return pattern.exec(readFileSync(EXAMPLES.sample, "utf8"))?.[0] ?? "";
}

/** Nobody signs, and nobody looks at signatures. */
export const OFF: readonly Edit[] = [
  [partOf(/signing:\n[^]*?(?=registry:)/), ""],
  ...["api", "web", "reports"].map((name) => [`      signedBy: ${name}\n`, ""] as const),
  ["signatures: block, enforcedSince: 2026-12-01", 'signatures: "off"'],
  ["{ type: ecs, signatures: alert }", '{ type: ecs, signatures: "off" }'],
  ["engine: kyverno, signatures: alert", 'engine: kyverno, signatures: "off"'],
];

/** Synths of the sample's registry, one after the other into one output folder. */
export class RegistrySynths {
  private readonly folder = mkdtempSync(join(tmpdir(), "registry-synths-"));
  /** Folder of the stack. */
  readonly stack = this.stackIn("eu-central-1");
  readonly file = join(this.stack, "cdk.tf.json");
  /** The day it is. @default - nobody says */
  today: string | undefined;
  /** Regions whose registries are synthesized. */
  regions: readonly string[] = ["eu-central-1"];

  /** Folder of the stack of a region. */
  stackIn(region: string): string {
    return join(this.folder, "out", "stacks", `registry-images-${region}`);
  }

  /**
   * Synthesizes it with these texts of the sample replaced.
   *
   * @returns what the draft says of trust
   * @throws RangeError when the sample does not hold one of them
   */
  run(...edits: readonly Edit[]): TrustChanges {
    return this.synth(edits).trust;
  }

  /** The same, for what an earlier synth left there and this one no longer has. */
  superseded(...edits: readonly Edit[]): Superseded {
    return this.synth(edits).superseded;
  }

  private synth(edits: readonly Edit[]) {
    const text = edits.reduce(
      (result, [instead, written]) => {
        if (!result.includes(instead)) throw new RangeError(`the sample does not hold ${instead}`);
        return result.replaceAll(instead, () => written);
      },
      readFileSync(EXAMPLES.sample, "utf8"),
    );
    const file = join(this.folder, "organization.yaml");
    writeFileSync(file, text);
    const organization = loadOrganization(file, this.today);
    const registry = plan(organization, this.today).filter(
      ({ layer, region }) => layer.kind === "registry" && this.regions.includes(region),
    );
    const draft = synthesize(
      registry.map((deployment) => ({ ...deployment, after: [] })),
      join(this.folder, "out"),
      this.folder,
    );
    const superseded = draft.publish();
    draft.discard();
    return { trust: draft.trust, superseded };
  }

  /** Writes a file beside the organization's. */
  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  /** Makes the last synth another one. */
  rewrite(change: (stack: { output: Record<string, unknown> }) => void): void {
    const stack = JSON.parse(readFileSync(this.file, "utf8")) as { output: Record<string, unknown> };
    change(stack);
    writeFileSync(this.file, JSON.stringify(stack));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
