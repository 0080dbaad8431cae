import { type Build, defaultsFrom, dispatch, npmRun, type Superseded, type TrustChanges } from "../../cli";
import { terminalForTest } from "../support/terminal";

const KNOWN: TrustChanges = { unknownTrust: [], switched: [] };
const UNKNOWN: TrustChanges = { ...KNOWN, unknownTrust: ["registry-images-eu-central-1"] };

const NOTHING: Superseded = { stacks: [], renamed: [], resources: [], forgotten: [], verification: [] };

/** Runs `npm run synth` where an earlier synth says this of trust. */
const synth = (trust: TrustChanges, ...args: string[]) => synthAfter(trust, NOTHING, ...args);

async function synthAfter(trust: TrustChanges, superseded: Superseded, ...args: string[]) {
  let published = 0;
  const build: Build = (_organization, _output, use) =>
    use({
      stacks: [],
      trust,
      baseline: { text: "baseline", data: { exceptions: [], checked: [] } },
      publish: () => {
        published += 1;
        return superseded;
      },
    });
  const terminal = terminalForTest();
  const status = await dispatch(npmRun(defaultsFrom({}), build), ["synth", "-o", "out", ...args], terminal);
  return { status, published, ...terminal.said };
}

test("where nothing earlier is known, a synth goes on and says so", async () => {
  const { status, published, out } = await synth(UNKNOWN);
  expect({ status, published }).toEqual({ status: 0, published: 1 });
  expect(out).toContain("\nNot compared: no earlier synth here says all that was trusted\n");
});

test("with --strict it writes nothing", async () => {
  expect(await synth(UNKNOWN, "--strict")).toEqual({
    status: 1,
    published: 0,
    out: "",
    err: "out/stacks/registry-images-eu-central-1: no earlier synth here says all that was trusted, so trust may end without evidence; put the cdk.tf.json that was applied last into this folder, or leave out --strict for the first synth: docs/signing-rotation.md [trust-not-compared]\n\n1 problem; nothing was written\n",
  });
});

test("with --strict a synth that could compare passes, and says nothing of it", async () => {
  const { status, published, out } = await synth(KNOWN, "--strict");
  expect({ status, published }).toEqual({ status: 0, published: 1 });
  expect(out).not.toContain("Not compared");
});

test("what trust changes is told as data", async () => {
  const switched = [{ profile: "api", generation: "2", repositories: ["shop/api"] }];
  const { out } = await synth({ ...UNKNOWN, switched }, "--json");
  expect(JSON.parse(out)).toMatchObject({ ...UNKNOWN, switched });
});

test("what signs from now on is told", async () => {
  const switched = [{ profile: "api", generation: "2", repositories: ["shop/api"] }];
  const { out } = await synth({ ...KNOWN, switched });
  expect(out).toContain(
    "\nSigns from this synth on, which is step 2 of a rotation\n  generation 2 of api: shop/api\n",
  );
});

describe("images on ECS that are not verified any more", () => {
  const verification = [{ stack: "workload-shop-prod-eu-central-1", clusters: ["batch", "shop"] }];

  test("are told with what comes first", async () => {
    const { out } = await synthAfter(KNOWN, { ...NOTHING, verification });
    expect(out).toContain(
      `
Verified images on ECS at the last synth, and does not any more
  out/stacks/workload-shop-prod-eu-central-1: batch, shop
  the function goes with the next apply, and ECS keeps out what asks one that is gone. First take the hook off
  the services of these clusters, \`lifecycle_hook\` of their \`deployment_configuration\`, and apply them; then this.
`,
    );
  });

  test("are told as data", async () => {
    const { out } = await synthAfter(KNOWN, { ...NOTHING, verification }, "--json");
    expect(JSON.parse(out)).toMatchObject({ verificationRemoved: verification });
  });

  test("are not spoken of where there are none", async () => {
    const { out } = await synth(KNOWN);
    expect(out).not.toContain("Verified images on ECS");
  });
});
