import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { rejectionOf } from "../support/rejection";
import { RegistrySynths } from "./registry-synths";

const API = "    api: { validity: 135 months }\n";

let synths: RegistrySynths;

beforeEach(() => {
  synths = new RegistrySynths();
});

afterEach(() => {
  synths.remove();
});

/** Synthesizes with this in place of the profile `api`. */
function synth(api: string): void {
  synths.run([API, `    api: ${api}\n`]);
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
    const before = readFileSync(synths.file, "utf8");
    expect(
      rejectionOf(() => {
        synth(STEPS[step]);
      }),
    ).toEqual([
      `signing.profiles.api.generation: generation 2 would sign what another profile signs, and the last synth did not have it: nobody trusts it yet, and who pushes may not sign with it; take step 1 first and apply it: the generation that signs stays, with 2 under \`trustedGenerations\` (docs/signing-rotation.md); if the last synth was never applied, or step 1 cannot be taken, remove ${synths.stack} [rotation-step-skipped]`,
    ]);
    expect(readFileSync(synths.file, "utf8")).toBe(before);
    rmSync(synths.stack, { recursive: true });
    synth(STEPS[step]);
  },
);

describe("a repository that moves to another profile", () => {
  const moved = (written: string) => {
    synths.run(["      signedBy: api\n", written]);
  };
  const MOVES = [
    "      signedBy: api\n",
    "      signedBy: api\n      trustedProfiles: [web]\n",
    "      signedBy: web\n      trustedProfiles: [api]\n",
    "      signedBy: web\n      droppedProfiles: [{ profile: api, droppedOn: 2026-03-04, reason: nothing uses it, owner: platform }]\n",
  ] as const;

  test("takes the same steps, and takes step 2 back and again", () => {
    for (const step of [0, 1, 2, 1, 2, 3] as const) moved(MOVES[step]);
  });

  test.each([2, 3] as const)("may not be signed by what the last synth did not trust (step %i)", (step) => {
    moved(MOVES[0]);
    expect(
      rejectionOf(() => {
        moved(MOVES[step]);
      }),
    ).toEqual([
      `registry.repositories.shop/api.signedBy: profile web would sign what another profile signs, and the last synth did not trust it here: nobody trusts it yet, and who pushes may not sign with it; take step 1 first and apply it: the profile that signs stays, with \`trustedProfiles: [web]\` beside it (docs/signing-rotation.md); if the last synth was never applied, or step 1 cannot be taken, remove ${synths.stack} [rotation-step-skipped]`,
    ]);
  });
});

test("a first synth may begin with any generation", () => {
  synth(STEPS[2]);
});

test("a file of an earlier synth that was cut short is none", () => {
  mkdirSync(synths.stack, { recursive: true });
  synth(STEPS[0]);
  writeFileSync(synths.file, "{");
  synth(STEPS[2]);
});

describe("what a draft says of trust", () => {
  test("a first synth has nothing to compare with", () => {
    expect(synths.run()).toEqual({ unknownTrust: ["registry-images-eu-central-1"], switched: [] });
    expect(synths.run()).toEqual({ unknownTrust: [], switched: [] });
  });

  test("without profiles there is nothing to compare", () => {
    const off = (cluster: string) =>
      [cluster, cluster.replace(/signatures: \w+/, 'signatures: "off"')] as const;
    expect(
      synths.run(
        [/signing:\n[^]*?(?=registry:)/.exec(readFileSync("organization.yaml", "utf8"))?.[0] ?? "", ""],
        ...["api", "web", "reports"].map((name) => [`      signedBy: ${name}\n`, ""] as const),
        ["signatures: block, enforcedSince: 2026-12-01", 'signatures: "off"'],
        off("{ type: ecs, signatures: alert }"),
        off("engine: kyverno, signatures: alert"),
      ),
    ).toEqual({ unknownTrust: [], switched: [] });
  });

  test("step 2 says what signs from now on, and once", () => {
    synth(STEPS[0]);
    synth(STEPS[1]);
    const second = () => synths.run([API, `    api: ${STEPS[2]}\n`]).switched;
    expect(second()).toEqual([{ profile: "api", generation: "2", repositories: ["shop/api"] }]);
    expect(second()).toEqual([]);
  });
});
