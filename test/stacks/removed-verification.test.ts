import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { type Deployment, plan } from "../../plan";
import { synthesize } from "../../stacks";

const NAME = "workload-shop-prod-eu-central-1";
const workload = plan(loadOrganization(EXAMPLES.sample))
  .filter(({ name }) => name === NAME)
  .map((deployment): Deployment => ({ ...deployment, after: [] }));
const unverified = workload.map((deployment): Deployment => {
  if (deployment.layer.kind !== "workload") return deployment;
  const { ecsVerification, ...layer } = deployment.layer;
  expect(ecsVerification).toBeDefined();
  return { ...deployment, layer };
});
const REMOVED = [{ stack: NAME, clusters: ["shop"] }];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "removed-verification-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What a synth says of verification that is removed. */
function synth(deployments: readonly Deployment[]) {
  const draft = synthesize(deployments, join(folder, "out"), folder);
  const { verification } = draft.publish();
  draft.discard();
  return verification;
}

test("verification that the last synth had and this one has not is told, once", () => {
  expect(synth(workload)).toEqual([]);
  expect(synth(unverified)).toEqual(REMOVED);
  expect(synth(unverified)).toEqual([]);
});

test("verification goes with its stack, too", () => {
  synth(workload);
  expect(synth([])).toEqual(REMOVED);
  expect(synth([])).toEqual([]);
});

test("verification that stays is no matter", () => {
  synth(workload);
  expect(synth(workload)).toEqual([]);
});

test("an account of another name keeps its verification", () => {
  synth(workload);
  expect(
    synth(workload.map((deployment) => ({ ...deployment, name: "workload-store-eu-central-1" }))),
  ).toEqual([]);
});

test("without an earlier synth nothing is said", () => {
  expect(synth(unverified)).toEqual([]);
});
