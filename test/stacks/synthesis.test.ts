import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { plan } from "../../plan";
import { ProblemError } from "../../problem";
import { buildApp, synthesize } from "../../stacks";

const minimal = plan(loadOrganization("examples/minimal/organization.yaml"));
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
  expect(draft.publish()).toEqual([]);
  draft.discard();
  expect(readdirSync(join(output, "stacks")).sort()).toEqual(minimal.map(({ name }) => name).sort());
  const manifest = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")) as {
    stacks: Record<string, { dependencies: string[] }>;
  };
  expect(Object.entries(manifest.stacks).map(([name, { dependencies }]) => [name, dependencies])).toEqual(
    [...minimal].sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ name, after }) => [name, after]),
  );
  expect(readdirSync(join(folder, "deep"))).toEqual(["out"]);
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

test("a stack of an earlier synth that is no longer planned is named and left", () => {
  const draft = synthesize(minimal, output, folder);
  draft.publish();
  draft.discard();
  const fewer = synthesize(minimal.slice(0, 1), output, folder);
  expect(fewer.publish()).toEqual(
    minimal
      .slice(1)
      .map(({ name }) => name)
      .sort(),
  );
  fewer.discard();
  expect(readdirSync(join(output, "stacks"))).toHaveLength(minimal.length);
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
  expect(existsSync(output)).toBe(false);
  expect(readdirSync(join(folder, "deep"))).toEqual([]);
});

test("local state is found from the stack's folder, wherever the output is", () => {
  const draft = synthesize(minimal, join(folder, "a", "b", "out"), folder);
  draft.discard();
  const [stack] = draft.stacks;
  expect((stack?.terraform["terraform"] as { backend: unknown }).backend).toEqual({
    local: { path: `../../../../../state/${stack?.deployment.name ?? ""}.tfstate` },
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
