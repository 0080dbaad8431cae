import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Evidence, loadOrganization } from "../../../config";
import { signingProfile } from "../../../plan";
import { problemsOf } from "../../support/rejection";
import { drill } from "../where/aws";
import { arnOf, onEcs, onEks } from "../where/sample";
import { DIGEST, HOME, NEW, OLD, OTHER, Registry, REPLICA, Rotating } from "./support";

const rotating = new Rotating();
const registry = Registry.forEachTest();
const evidence = join(rotating.folder, "api-1.json");
const ARGS = ["api", "--generation", "1", "--organization", rotating.file, "--evidence", evidence];

afterAll(() => {
  rotating.remove();
});

/** The file of the third step, which names the evidence, as on the day of the drill. */
function dropped(): () => unknown {
  const today = new Date().toISOString().slice(0, 10);
  const file = join(rotating.folder, "dropped.yaml");
  const entry = `{ generation: 1, droppedOn: "${today}", evidence: api-1.json }`;
  writeFileSync(
    file,
    readFileSync(rotating.file, "utf8").replace("trustedGenerations: [1]", `droppedGenerations: [${entry}]`),
  );
  return () => loadOrganization(file, today);
}

test("what the drill writes lets the file drop what nothing needs", async () => {
  const { status } = await drill(ARGS, registry.running({ [DIGEST]: [OLD, NEW], [OTHER]: [NEW] }));
  expect(status).toBe(0);
  expect(JSON.parse(readFileSync(evidence, "utf8"))).toMatchObject({
    version: 1,
    organization: "o-exampleorg1",
    profile: "api",
    generation: 1,
    arn: OLD,
    account: "222222222222",
    regions: ["eu-central-1", "eu-west-1"],
    places: ["444444444444/eu-central-1", "555555555555/eu-central-1", "666666666666/eu-west-1"],
    repositories: { "shop/api": "api/2" },
    complete: true,
    counts: { images: 2, refused: 0, unknown: 0, "not refused": 2 },
    images: [
      { verdict: "not refused", signers: [["api/1", "api/2"]] },
      { verdict: "not refused", signers: [["api/2"]] },
    ],
  });
  expect(dropped()).not.toThrow();
});

test("what only the old generation signed, and what nobody signed, keep the file from dropping it", async () => {
  const { status } = await drill(ARGS, registry.running({ [DIGEST]: [OLD], [OTHER]: [] }));
  expect(status).toBe(1);
  expect(problemsOf(dropped()).map(({ code }) => code)).toEqual(["images-need-generation"]);
});

test("a drill before the other generation signs keeps the file from dropping, though nothing runs", async () => {
  const file = join(rotating.folder, "before.yaml");
  writeFileSync(
    file,
    readFileSync(rotating.file, "utf8").replace(
      "generation: 2, trustedGenerations: [1]",
      "trustedGenerations: [2]",
    ),
  );
  const args = ["api", "--organization", file, "--evidence", evidence];
  const { status } = await drill(args, registry.running({}));
  expect(status).toBe(0);
  expect(problemsOf(dropped()).map(({ code }) => code)).toEqual(["evidence-too-early"]);
});

test("what the drill writes lets a repository drop a profile that it trusted beside its own", async () => {
  const sample = readFileSync("organization.yaml", "utf8");
  const today = new Date().toISOString().slice(0, 10);
  const fileWith = (name: string, signing: string) => {
    const file = join(rotating.folder, name);
    writeFileSync(file, sample.replace("      signedBy: api\n", `      signedBy: web\n      ${signing}\n`));
    return file;
  };
  const trusted = fileWith("trusted.yaml", "trustedProfiles: [api]");
  const entry = `{ profile: api, droppedOn: "${today}", evidence: api.json }`;
  const moved = fileWith("moved.yaml", `droppedProfiles: [${entry}]`);
  const { generations } = signingProfile(loadOrganization(trusted), "web");
  const web = generations.map(({ arn }) => arn);
  const args = ["api", "--organization", trusted, "--evidence", join(rotating.folder, "api.json")];

  await drill(args, registry.running({ [DIGEST]: [OLD, ...web], [OTHER]: [OLD] }));
  expect(problemsOf(() => loadOrganization(moved, today)).map(({ code }) => code)).toEqual([
    "images-need-generation",
  ]);
  await drill(args, registry.running({ [DIGEST]: [OLD, ...web], [OTHER]: web }));
  expect(() => loadOrganization(moved, today)).not.toThrow();
});

test("of an image that runs in several places, the evidence has the worst verdict and every signer", async () => {
  const world = registry.holding({ [HOME]: { [DIGEST]: [NEW] }, [REPLICA]: { [DIGEST]: [] } });
  const { status } = await drill(ARGS, {
    ...world,
    inspector2: { ...world.inspector2, GetClustersForImage: () => ({ cluster: [onEcs(), onEks()] }) },
  });
  expect(status).toBe(2);
  const { images } = JSON.parse(readFileSync(evidence, "utf8")) as Evidence;
  const signers = [[], ["api/2"]];
  expect(images).toEqual([
    { image: arnOf(DIGEST, HOME), verdict: "unknown", signers },
    { image: arnOf(DIGEST, REPLICA), verdict: "unknown", signers },
  ]);
});

test("of an image that several generations keep alive, the evidence has those of each place", async () => {
  const file = join(rotating.folder, "three.yaml");
  writeFileSync(
    file,
    readFileSync(rotating.file, "utf8").replace("trustedGenerations: [1]", "trustedGenerations: [1, 3]"),
  );
  const third = signingProfile(loadOrganization(file), "api").generations.find(
    ({ generation }) => generation === 3,
  );
  const world = registry.holding({
    [HOME]: { [DIGEST]: [OLD, third?.arn ?? ""] },
    [REPLICA]: { [DIGEST]: [NEW] },
  });
  const args = ["api", "--generation", "1", "--organization", file, "--evidence", evidence];
  await drill(args, {
    ...world,
    inspector2: { ...world.inspector2, GetClustersForImage: () => ({ cluster: [onEcs(), onEks()] }) },
  });
  const { images } = JSON.parse(readFileSync(evidence, "utf8")) as Evidence;
  const signers = [["api/1", "api/3"], ["api/2"]];
  expect(images).toEqual([
    { image: arnOf(DIGEST, HOME), verdict: "not refused", signers },
    { image: arnOf(DIGEST, REPLICA), verdict: "not refused", signers },
  ]);
});

test("a reason of the drill does not change what the evidence says", async () => {
  const { status } = await drill(
    [...ARGS, "--reason", "the lab is switched off"],
    registry.running({ [DIGEST]: [OLD] }),
  );
  expect(status).toBe(0);
  expect(problemsOf(dropped()).map(({ code }) => code)).toEqual(["images-need-generation"]);
});

test.each([
  ["that of something else", "ids: [1, 2]\n", "is not JSON"],
  ["JSON of something else", "{}", "is not what the drill writes: version: Invalid input: expected 1"],
])("a file that is there already is left as it is: %s", async (_, text, why) => {
  const taken = join(rotating.folder, "taken.json");
  writeFileSync(taken, text);
  const { status, stdout, stderr } = await drill(
    [...ARGS.slice(0, -1), taken],
    registry.running({ [DIGEST]: [NEW] }),
  );
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: "",
    stderr: `${taken}: the file is there already and is no evidence: ${why}; name another file, or move this one away [evidence-not-written]\n\n1 problem\n`,
  });
  expect(readFileSync(taken, "utf8")).toBe(text);
});

test("older evidence is replaced, and no draft is left", async () => {
  await drill(ARGS, registry.running({ [DIGEST]: [OLD] }));
  await drill(ARGS, registry.running({ [DIGEST]: [NEW] }));
  const { counts } = JSON.parse(readFileSync(evidence, "utf8")) as Evidence;
  expect(counts).toMatchObject({ refused: 0, "not refused": 1 });
  expect(readdirSync(dirname(evidence)).filter((name) => name.startsWith("api-1.json."))).toEqual([]);
});

test("evidence that cannot be written is a problem, after the answer", async () => {
  const nowhere = join(rotating.folder, "none", "api-1.json");
  const { status, stdout, stderr } = await drill(
    [...ARGS.slice(0, -1), nowhere],
    registry.running({ [DIGEST]: [NEW] }),
  );
  expect(status).toBe(1);
  expect(stdout).toContain("Nothing that runs depends on generation 1 alone.");
  expect(stderr).toContain(
    `${nowhere}: the evidence cannot be written (ENOENT); name a file in a folder that is there and may be written to [evidence-not-written]`,
  );
  expect(existsSync(nowhere)).toBe(false);
});

test("evidence that cannot be written is a problem of the data, which is one document", async () => {
  const nowhere = join(rotating.folder, "none", "api-1.json");
  const { status, stdout } = await drill(
    [...ARGS.slice(0, -1), nowhere, "--json"],
    registry.running({ [DIGEST]: [NEW] }),
  );
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    complete: true,
    safe: true,
    problems: [{ code: "evidence-not-written", path: nowhere }],
  });
});
