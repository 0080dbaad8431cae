import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { type Deployment, plan } from "../../plan";
import { synthesize } from "../../stacks";

const OLD = "workload-shop-prod-eu-central-1";
const NEW = "workload-store-eu-central-1";
const planned = plan(loadOrganization(EXAMPLES.sample)).map((deployment): Deployment => ({
  ...deployment,
  after: [],
}));
const workloads = planned.filter(({ name }) => name.startsWith("workload-shop-"));
const renamed = (from: string, to: string) =>
  workloads.map((one): Deployment => (one.name === from ? { ...one, name: to } : one));

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "renamed-stacks-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What a synth says of stacks that are not planned any more. */
function synth(deployments: readonly Deployment[]) {
  const draft = synthesize(deployments, join(folder, "out"), folder);
  const { stacks, renamed: pairs } = draft.publish();
  draft.discard();
  return { stacks, renamed: pairs };
}

test("a stack of the same layer, account and region under another name is told as that one", () => {
  expect(synth(workloads)).toEqual({ stacks: [], renamed: [] });
  expect(synth(renamed(OLD, NEW))).toEqual({ stacks: [OLD], renamed: [{ from: OLD, to: NEW }] });
});

test("a stack that is gone has no other name, whichever others there are", () => {
  synth(workloads);
  expect(synth(workloads.filter(({ name }) => name !== OLD))).toEqual({ stacks: [OLD], renamed: [] });
});

test("a stack of another layer of the same account and region is another stack", () => {
  const images = planned.filter(({ name }) => /^(registry|pipeline)-images-eu-central-1$/.test(name));
  expect(images).toHaveLength(2);
  const [first, second] = images;
  synth(images.filter((one) => one === first));
  expect(synth(images.filter((one) => one === second)).renamed).toEqual([]);
});
