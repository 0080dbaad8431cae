import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "../../local/tools";
import { run, runToSuccess } from "../../local/tools-process";
import { EXAMPLES, synthesizedExample } from "../../organizations/examples";
import { OF_NOBODY } from "../support/program";
import { describeWith } from "../support/tools";
import { CDKTN, copyForCdktn } from "./copy";

const MINUTES = 60_000;

type Json = Readonly<Record<string, unknown>>;

/** A stack without what the libraries write about themselves: `metadata`, wherever a comment holds it. */
function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, item]) => {
      if (key !== "//") return [[key, withoutMetadata(item)]];
      const notes = Object.entries(item as Json).filter(([name]) => name !== "metadata");
      return notes.length === 0 ? [] : [[key, Object.fromEntries(notes)]];
    }),
  );
}

/** The one difference: CDK Terrain writes the provider's namespace, which Terraform adds by itself. */
function withNamespace(stack: Json): Json {
  const terraform = stack["terraform"] as { readonly required_providers: { readonly aws: Json } };
  const { aws } = terraform.required_providers;
  expect(aws["source"]).toBe("aws");
  return {
    ...stack,
    terraform: { ...terraform, required_providers: { aws: { ...aws, source: "hashicorp/aws" } } },
  };
}

/** What our stacks require; CDK Terrain would have them run everywhere. */
const TARGET = { CDKTF_CONTEXT_JSON: JSON.stringify({ targetVersions: { terraform: ">=1.11" } }) };

describeWith([CDKTN], "the same sources on CDK Terrain, CDKTF's successor", () => {
  let folder: string;

  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "cdktn-")));
    copyForCdktn(folder);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test(
    "type-check",
    async () => {
      const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
      expect(await run(process.execPath, [tsc, "-p", "."], { cwd: folder })).toEqual({
        code: 0,
        stdout: "",
        stderr: "",
      });
    },
    2 * MINUTES,
  );

  test.each(Object.keys(EXAMPLES) as (keyof typeof EXAMPLES)[])(
    "give the same Terraform JSON for %s",
    async (name) => {
      const args = ["--import", "tsx", "main.ts", "synth", EXAMPLES[name], "--output", join(folder, name)];
      await runToSuccess(process.execPath, args, {
        cwd: folder,
        env: { ...process.env, ...OF_NOBODY, ...TARGET },
      });
      const stacks = join(folder, name, "stacks");
      const theirs = readdirSync(stacks).map((stack) => {
        const text = readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8");
        return [stack, withoutMetadata(JSON.parse(text))] as const;
      });
      const ours = synthesizedExample(name, new Date().toISOString().slice(0, 10)).map(
        ({ deployment, terraform }) => [deployment.name, withoutMetadata(withNamespace(terraform))] as const,
      );
      expect(Object.fromEntries(theirs)).toEqual(Object.fromEntries(ours));
    },
    2 * MINUTES,
  );
});
