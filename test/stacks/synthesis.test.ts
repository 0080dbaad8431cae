import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { EXAMPLES } from "../../organizations/examples";
import { plan } from "../../plan";
import { ProblemError } from "../../problem";
import { buildApp, synthesize } from "../../stacks";

const minimal = plan(loadOrganization(EXAMPLES.minimal));
const NOTHING = { stacks: [], renamed: [], resources: [], forgotten: [], verification: [] };
let folder: string;
let output: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "synthesis-"));
  output = join(folder, "deep", "out");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("nothing is in the output folder before publishing, everything after", () => {
  const draft = synthesize(minimal, output, folder);
  expect(existsSync(output)).toBe(false);
  expect(draft.publish()).toEqual(NOTHING);
  draft.discard();
  expect(readdirSync(join(output, "stacks")).sort()).toEqual(minimal.map(({ name }) => name).sort());
  const manifest = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")) as {
    stacks: Record<string, { dependencies: string[] }>;
  };
  expect(Object.entries(manifest.stacks).map(([name, { dependencies }]) => [name, dependencies])).toEqual(
    [...minimal].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, after }) => [name, after]),
  );
});

test("what Terraform keeps in a stack's folder stays", () => {
  const kept = join(output, "stacks", minimal[0]?.name ?? "", ".terraform.lock.hcl");
  mkdirSync(join(kept, ".."), { recursive: true });
  writeFileSync(kept, "locked");
  const draft = synthesize(minimal, output, folder);
  draft.publish();
  draft.discard();
  expect(readFileSync(kept, "utf8")).toBe("locked");
});

test.each([
  ["nothing", []],
  ["the log of CDKTF", ["cdktf.log"]],
  ["what a synth wrote that did not end", ["manifest.json.new", "stacks/one/cdk.tf.json.new"]],
  ["what Terraform keeps", ["stacks/one/.terraform/providers/x", "stacks/one/.terraform.lock.hcl"]],
])("a folder that holds %s is an output folder", (_, files) => {
  mkdirSync(output, { recursive: true });
  for (const file of files) {
    mkdirSync(join(output, file, ".."), { recursive: true });
    writeFileSync(join(output, file), "");
  }
  const draft = synthesize(minimal, output, folder);
  draft.publish();
  draft.discard();
  expect(existsSync(join(output, "manifest.json"))).toBe(true);
});

test("a folder of an earlier synth stays one, whatever was put beside the stacks", () => {
  const draft = synthesize(minimal, output, folder);
  draft.publish();
  draft.discard();
  writeFileSync(join(output, "notes.txt"), "mine");
  synthesize(minimal, output, folder).discard();
  expect(readFileSync(join(output, "notes.txt"), "utf8")).toBe("mine");
});

test("a stack of an earlier synth that is no longer planned is named and left", () => {
  const draft = synthesize(minimal, output, folder);
  draft.publish();
  draft.discard();
  const fewer = synthesize(minimal.slice(0, 1), output, folder);
  expect(fewer.publish().stacks).toEqual(
    minimal
      .slice(1)
      .map(({ name }) => name)
      .sort(),
  );
  fewer.discard();
  expect(readdirSync(join(output, "stacks"))).toHaveLength(minimal.length);
});

test("a protected resource that is no longer in its stack is told: the next apply destroys it", () => {
  const draft = synthesize(minimal, output, folder);
  draft.publish();
  draft.discard();
  const without = minimal.map((deployment) =>
    deployment.layer.kind === "registry"
      ? { ...deployment, layer: { ...deployment.layer, repositories: [], profiles: [] } }
      : deployment,
  );
  const fewer = synthesize(without, output, folder);
  const registry = minimal.find(({ layer }) => layer.kind === "registry");
  expect(fewer.publish()).toEqual({
    stacks: [],
    renamed: [],
    resources: [
      expect.stringMatching(/^aws_cloudcontrolapi_resource\./),
      expect.stringMatching(/^aws_ecr_repository\./),
      expect.stringMatching(/^aws_signer_signing_profile\./),
    ].map((address: string) => ({ stack: registry?.name, address })),
    forgotten: [],
    verification: [],
  });
  expect(fewer.publish().resources).toEqual([]);
  fewer.discard();
});

test("a stack's file that is damaged protects nothing and stops nothing", () => {
  const name = minimal[0]?.name ?? "";
  mkdirSync(join(output, "stacks", name), { recursive: true });
  writeFileSync(join(output, "stacks", name, "cdk.tf.json"), "{");
  const draft = synthesize(minimal, output, folder);
  expect(draft.publish()).toEqual(NOTHING);
  draft.discard();
});

test("a mistake that only a module sees leaves no trace", () => {
  const broken = minimal.map((deployment) =>
    deployment.layer.kind === "registry"
      ? {
          ...deployment,
          layer: {
            ...deployment.layer,
            repositories: deployment.layer.repositories.map((repository) => ({
              ...repository,
              name: "UPPER",
            })),
          },
        }
      : deployment,
  );
  expect(() => synthesize(broken, output, folder)).toThrow(ProblemError);
  expect(readdirSync(folder)).toEqual([]);
});

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error.message.replaceAll(folder, "FOLDER");
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("an output folder that is none", () => {
  const FIT =
    "allowed: a folder that is empty, missing, or was written by an earlier synth; choose another output folder [not-an-output-folder]";

  test.each<[string, () => void, string]>([
    ["a file", () => writeFileSync(output, ""), `FOLDER/out: is not a folder; ${FIT}`],
    [
      "a link that leads nowhere",
      () => symlinkSync(join(folder, "gone"), output),
      `FOLDER/out: is not a folder; ${FIT}`,
    ],
    [
      "a folder with a file named stacks",
      () => {
        mkdirSync(output);
        writeFileSync(join(output, "stacks"), "");
      },
      `FOLDER/out/stacks: is not a folder; ${FIT}`,
    ],
    [
      "a folder with other files in stacks",
      () => {
        mkdirSync(join(output, "stacks"), { recursive: true });
        writeFileSync(join(output, "stacks", "app.ts"), "");
      },
      `FOLDER/out/stacks/app.ts: is not a stack; ${FIT}`,
    ],
    [
      "a stack whose file is a folder",
      () => mkdirSync(join(output, "stacks", "registry", "cdk.tf.json"), { recursive: true }),
      `FOLDER/out/stacks/registry/cdk.tf.json: is a folder; ${FIT}`,
    ],
    ...(
      [
        ["of no JSON", "old"],
        ["of another kind", '{"name": "extension", "version": "1.0"}'],
        ["without a version", '{"stacks": {}}'],
        ["of nothing", "null"],
        ["without stacks", '{"version": "0.21.0", "stacks": null}'],
      ] as const
    ).map(([what, text]): [string, () => void, string] => [
      `a folder with a manifest ${what}`,
      () => {
        mkdirSync(output);
        writeFileSync(join(output, "manifest.json"), text);
      },
      `FOLDER/out/manifest.json: is not the manifest of a synth; ${FIT}`,
    ]),
    [
      "a folder whose manifest is one",
      () => mkdirSync(join(output, "manifest.json"), { recursive: true }),
      `FOLDER/out/manifest.json: is not the manifest of a synth; ${FIT}`,
    ],
    [
      "a folder that holds something else",
      () => {
        mkdirSync(output);
        writeFileSync(join(output, "thesis.txt"), "");
      },
      `FOLDER/out/thesis.txt: does not come from a synth; ${FIT}`,
    ],
    [
      "a folder whose stacks hold something else",
      () => {
        mkdirSync(join(output, "stacks", "network"), { recursive: true });
        writeFileSync(join(output, "stacks", "network", "main.tf"), "");
      },
      `FOLDER/out/stacks/network/main.tf: does not come from a synth; ${FIT}`,
    ],
  ])("%s", (_, make, message) => {
    output = join(folder, "out");
    make();
    expect(refusal(() => synthesize(minimal, output, folder))).toBe(message);
  });
});

test("a file that cannot be written changes nothing in the output folder", () => {
  const first = synthesize(minimal, output, folder);
  first.publish();
  first.discard();
  const names = minimal.map(({ name }) => name);
  const [last = ""] = names.slice(-1);
  const files = names.map((name) => join(output, "stacks", name, "cdk.tf.json"));
  const before = files.map((name) => readFileSync(name, "utf8"));
  // The last file cannot be staged: its name is taken by a folder.
  mkdirSync(join(output, "stacks", last, "cdk.tf.json.new"));
  const changed = minimal.map((deployment) => ({ ...deployment, tags: { owner: "somebody else" } }));
  const draft = synthesize(changed, output, folder);
  const message = refusal(() => draft.publish());
  draft.discard();
  expect(message).toMatch(
    /^FOLDER\/deep\/out\/stacks\/.*: .* failed with [A-Z]+; choose another output folder, or make room and permission there \[cannot-write\]$/,
  );
  expect(files.map((name) => readFileSync(name, "utf8"))).toEqual(before);
  expect(readdirSync(join(output, "stacks", names[0] ?? ""))).toEqual(["cdk.tf.json"]);
});

test("HCL is not written, because the baseline would not have read it", () => {
  process.env["SYNTH_HCL_OUTPUT"] = "true";
  try {
    expect(refusal(() => synthesize(minimal, output, folder))).toBe(
      "SYNTH_HCL_OUTPUT: HCL output is on; allowed: Terraform JSON, which the baseline reads; leave out --hcl [hcl-output]",
    );
  } finally {
    delete process.env["SYNTH_HCL_OUTPUT"];
  }
});

test("local state is found from the stack's folder, wherever the output is", () => {
  const draft = synthesize(minimal, join(folder, "a", "b", "out"), folder);
  draft.discard();
  const [stack] = draft.stacks;
  expect((stack?.terraform["terraform"] as { backend: unknown }).backend).toEqual({
    local: { path: `../../../../../state/o-exampleorg1/${stack?.deployment.name ?? ""}.tfstate` },
  });
});

test("progress is told after every stack", () => {
  const told: string[] = [];
  const draft = synthesize(minimal, output, folder, {
    progress: (built, of) => told.push(`${String(built)}/${String(of)}`),
  });
  draft.discard();
  expect(told).toEqual(minimal.map((_, index) => `${String(index + 1)}/${String(minimal.length)}`));
});

test("a deployment planned before what it comes after is a mistake of ours", () => {
  expect(() => buildApp([...minimal].reverse(), { outdir: folder })).toThrow(RangeError);
});
