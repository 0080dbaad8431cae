import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type SynthesizedStack } from "../../support/synth";

interface Project {
  readonly name: string;
  readonly source: { readonly buildspec: string };
  readonly environment: {
    readonly environment_variable: readonly { readonly name: string; readonly value: string }[];
  };
}

export interface Buildspec {
  readonly version: number;
  readonly env: { readonly shell: string; readonly "exported-variables"?: readonly string[] };
  readonly phases: { readonly build: { readonly commands: readonly string[] } };
}

/** What a stage runs: its commands and the variables of its project. */
export interface Stage {
  readonly buildspec: Buildspec;
  readonly variables: Readonly<Record<string, string>>;
}

/** The stage whose project's description begins with these words. */
export function stageOf(stack: SynthesizedStack, description: string): Stage {
  const projects = Object.values(stack.resource?.["aws_codebuild_project"] ?? {});
  const found = projects.find((project) => String(project["description"]).startsWith(description));
  if (!found) throw new Error(`no project is described as ${description}`);
  const { source, environment } = found as unknown as Project;
  return {
    buildspec: JSON.parse(source.buildspec) as Buildspec,
    variables: Object.fromEntries(environment.environment_variable.map(({ name, value }) => [name, value])),
  };
}

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Every call of a stand-in, as one line. */
  readonly calls: readonly string[];
  /** A file of the working directory after the run. */
  readonly file: (name: string) => string;
}

/**
 * Runs a stage's commands as CodeBuild does, one shell for all of them, with stand-ins for the programs that
 * leave the machine. A stand-in is a bash script; its call is recorded before it runs.
 */
export function runStage(
  stage: Stage,
  programs: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
): Run {
  const folder = mkdtempSync(join(tmpdir(), "stage-"));
  try {
    const bin = join(folder, "bin");
    const source = join(folder, "source");
    for (const path of [bin, source, join(folder, "tmp")]) mkdirSync(path);
    for (const [name, body] of Object.entries(programs)) {
      const path = join(bin, name);
      const record = `printf '%s\\n' "${name} $*" >> "$STAND_INS/calls"`;
      writeFileSync(path, `#!/usr/bin/env bash\n${record}\n${body}\n`);
      chmodSync(path, 0o755);
    }
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(source, name)), { recursive: true });
      writeFileSync(join(source, name), text);
    }
    writeFileSync(join(folder, "calls"), "");
    // CodeBuild stops at the first command that fails; the last line shows what it would export.
    const commands = stage.buildspec.phases.build.commands.map(
      (command) => `${command}\n[ $? -eq 0 ] || exit 1`,
    );
    const exported = (stage.buildspec.env["exported-variables"] ?? []).map(
      (name) => `printenv ${name} > "$STAND_INS/exported-${name}"`,
    );
    const result = spawnSync("bash", ["-c", [...commands, ...exported].join("\n")], {
      cwd: source,
      encoding: "utf8",
      timeout: 20_000,
      env: {
        PATH: `${bin}:${process.env["PATH"] ?? ""}`,
        HOME: folder,
        TMPDIR: join(folder, "tmp"),
        STAND_INS: folder,
        CODEBUILD_BUILD_NUMBER: "7",
        ...stage.variables,
        ...variables,
      },
    });
    const read = (name: string): string => readFileSync(join(folder, name), "utf8");
    const kept = new Map<string, string>();
    for (const name of ["exported-IMAGE_URI", "next.json", "manifests.yaml", "config", "count"]) {
      try {
        kept.set(name, read(name));
      } catch {
        kept.set(name, "");
      }
    }
    return {
      status: result.status,
      stdout: result.stdout,
      stderr: result.stderr,
      calls: read("calls").split("\n").filter(Boolean),
      file: (name) => kept.get(name) ?? "",
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
