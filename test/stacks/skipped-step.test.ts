import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { plan } from "../../plan";
import { synthesize } from "../../stacks";
import { rejectionOf } from "../support/rejection";

const SAMPLE = readFileSync(EXAMPLES.sample, "utf8");
const API = "    api: { validity: 135 months }\n";
const REGISTRY = "registry-images-eu-central-1";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "skipped-step-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Synthesizes the registry of the sample with this in place of its profile `api`. */
function synth(api: string): void {
  if (!SAMPLE.includes(API)) throw new Error(`the sample does not hold ${API}`);
  const file = join(folder, "organization.yaml");
  writeFileSync(file, SAMPLE.replace(API, `    api: ${api}\n`));
  const registry = plan(loadOrganization(file)).filter(({ name }) => name === REGISTRY);
  const draft = synthesize(
    registry.map((deployment) => ({ ...deployment, after: [] })),
    join(folder, "out"),
    folder,
  );
  draft.publish();
  draft.discard();
}

const STEPS = [
  "{ validity: 135 months }",
  "{ validity: 135 months, trustedGenerations: [2] }",
  "{ validity: 135 months, generation: 2, trustedGenerations: [1] }",
  "{ validity: 135 months, generation: 2, droppedGenerations: [{ generation: 1, droppedOn: 2026-03-04, reason: nothing uses it, owner: platform }] }",
] as const;

test("the three steps follow each other, and step 2 may be taken back and again", () => {
  for (const step of [0, 1, 2, 1, 2, 3] as const) synth(STEPS[step]);
});

test.each([2, 3] as const)(
  "a generation that the last synth did not have may not sign (step %i at once)",
  (step) => {
    synth(STEPS[0]);
    const file = join(folder, "out", "stacks", REGISTRY, "cdk.tf.json");
    const before = readFileSync(file, "utf8");
    expect(
      rejectionOf(() => {
        synth(STEPS[step]);
      }),
    ).toEqual([
      `signing.profiles.api.generation: generation 2 would sign what another profile signs, and the last synth did not have it: nobody trusts it yet, and who pushes may not sign with it; take step 1 first and apply it: the generation that signs stays, with 2 under \`trustedGenerations\` (docs/signing-rotation.md); if the last synth was never applied, or step 1 cannot be taken, remove ${join(folder, "out", "stacks", REGISTRY)} [rotation-step-skipped]`,
    ]);
    expect(readFileSync(file, "utf8")).toBe(before);
    rmSync(join(folder, "out", "stacks", REGISTRY), { recursive: true });
    synth(STEPS[step]);
  },
);

test("a first synth may begin with any generation", () => {
  synth(STEPS[2]);
});

test("a file of an earlier synth that was cut short is none", () => {
  mkdirSync(join(folder, "out", "stacks", REGISTRY), { recursive: true });
  synth(STEPS[0]);
  writeFileSync(join(folder, "out", "stacks", REGISTRY, "cdk.tf.json"), "{");
  synth(STEPS[2]);
});
