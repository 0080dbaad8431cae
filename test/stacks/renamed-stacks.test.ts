import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization, parseOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { type Deployment, plan } from "../../plan";
import { synthesize } from "../../stacks";
import { problemsOf, rejectionOf } from "../support/rejection";

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

describe("an account under a key that was another's", () => {
  const PROD = "444444444444";
  const STAGING = "555555555555";
  const STAGING_STACK = "workload-shop-staging-eu-central-1";
  /** What is planned of the layers with other numbers in place of these. */
  const having = (ids: Readonly<Record<string, string>>, layers = /^workload-shop-/) => {
    const text = readFileSync(EXAMPLES.sample, "utf8").replaceAll(/\d{12}/g, (id) => ids[id] ?? id);
    return plan(parseOrganization(text, "organization.yaml"))
      .filter(({ name }) => layers.test(name))
      .map((deployment): Deployment => ({ ...deployment, after: [] }));
  };
  const refused = (key: string, is: string, was: string, stack: string) =>
    `accounts.${key}.id: is ${is}, and was ${was} at the last synth, from which the state of ${stack} is; give each account the key it had, or one that no account had, and move its state (docs/deployment.md, Changing and removing); where the last synth was never applied, or the state is moved already, remove ${join(folder, "out", "stacks", stack)} [account-key-exchanged]`;

  test("is refused where the two exchange their keys", () => {
    synth(workloads);
    const exchanged = having({ [PROD]: STAGING, [STAGING]: PROD });
    expect(rejectionOf(() => synth(exchanged))).toEqual([
      refused("shop-prod", STAGING, PROD, OLD),
      refused("shop-staging", PROD, STAGING, STAGING_STACK),
    ]);
    for (const stack of [OLD, STAGING_STACK])
      rmSync(join(folder, "out", "stacks", stack), { recursive: true });
    expect(() => synth(exchanged)).not.toThrow();
  });

  test("is refused where the other one is planned no more", () => {
    synth(workloads);
    const moved = having({ [PROD]: "777777777777", [STAGING]: PROD });
    expect(rejectionOf(() => synth(moved.filter(({ name }) => name === STAGING_STACK)))).toEqual([
      refused("shop-staging", PROD, STAGING, STAGING_STACK),
    ]);
  });

  test("is refused where it is new and the other one has another key", () => {
    synth(workloads);
    const moved = having({ [PROD]: "777777777777", [STAGING]: PROD }).map((one) =>
      one.name === STAGING_STACK ? { ...one, name: NEW } : one,
    );
    expect(rejectionOf(() => synth(moved))).toEqual([refused("shop-prod", "777777777777", PROD, OLD)]);
  });

  test("is told once for all of its stacks", () => {
    const layers = /^(registry|pipeline)-images-eu-central-1$|^workload-data-/;
    synth(having({}, layers));
    const [data, images, ...others] = problemsOf(() =>
      synth(having({ "333333333333": "666666666666", "666666666666": "333333333333" }, layers)),
    );
    expect(data?.path).toBe("accounts.data.id");
    expect(images?.path).toBe("accounts.images.id");
    expect(images?.message).toContain(
      "the state of registry-images-eu-central-1, pipeline-images-eu-central-1 is",
    );
    expect(others).toEqual([]);
  });

  test("is of another organization where neither was here before", () => {
    synth(workloads);
    const others = having({ [PROD]: "777777777777", [STAGING]: "888888888888" });
    expect(() => synth(others)).not.toThrow();
  });
});
