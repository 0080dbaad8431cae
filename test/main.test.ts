import { spawnSync } from "node:child_process";
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

const folder = mkdtempSync(join(tmpdir(), "main-"));
const sample = readFileSync("organization.yaml", "utf8");

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(program: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, program, {
    encoding: "utf8",
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}
const main = (args: readonly string[], env?: Record<string, string>) =>
  run(["--import", "tsx", "main.ts", ...args], env);
const supplyChain = (...args: readonly string[]) => run(["cli/supply-chain.mjs", ...args]);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("synth", () => {
  const output = join(folder, "sample");
  const result = main(["synth", "--output", output]);

  test("writes every stack and the manifest", () => {
    expect(result).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(output).sort()).toEqual(["manifest.json", "stacks"]);
    expect(readdirSync(join(output, "stacks"))).toHaveLength(10);
  });

  test("prints a summary that people read", () => {
    expect(result.stdout.replaceAll(output, "OUTPUT")).toMatchSnapshot();
  });

  test("is the same when it runs again", () => {
    const name = "registry-images-eu-central-1";
    const before = readFileSync(join(output, "stacks", name, "cdk.tf.json"), "utf8");
    expect(main(["synth", "--output", output]).stdout).toBe(result.stdout);
    expect(readFileSync(join(output, "stacks", name, "cdk.tf.json"), "utf8")).toBe(before);
  });

  test("--json prints the same as data", () => {
    const { status, stdout } = main(["synth", "--json", "--output", output]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      output,
      organization: "o-exampleorg1",
      regions: ["eu-central-1", "eu-west-1"],
      unplanned: [],
    });
  });

  test("writes where the CDKTF CLI looks", () => {
    const outdir = join(folder, "cdktf");
    expect(main(["synth"], { CDKTF_OUTDIR: outdir }).status).toBe(0);
    expect(existsSync(join(outdir, "manifest.json"))).toBe(true);
  });

  test("needs no Terraform", () => {
    const { status, stderr } = main(["synth", "--output", join(folder, "bare")], { PATH: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("a stack that is gone from the file is named", () => {
    const smaller = file("smaller.yaml", sample.replace(/^pipelines:[\s\S]*?(?=^\w)/m, ""));
    const { status, stdout } = main(["synth", "--organization", smaller, "--output", output]);
    expect(status).toBe(0);
    expect(stdout).toContain(
      `${join(output, "stacks", "pipeline-images-eu-central-1")} is not planned any more: destroy it with Terraform there, then remove the folder`,
    );
  });
});

describe("a mistake in the file", () => {
  const broken = file("broken.yaml", sample.replace("homeRegion:", "homeRegoin:"));

  test("ends with 1, no stack trace, and nothing written", () => {
    const output = join(folder, "broken");
    const { status, stdout, stderr } = main(["synth", "--organization", broken, "--output", output]);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.replaceAll(folder, "FOLDER")).toMatchSnapshot();
    expect(existsSync(output)).toBe(false);
  });

  test("changes nothing in an output folder that is there", () => {
    const output = join(folder, "untouched");
    mkdirSync(join(output, "stacks"), { recursive: true });
    writeFileSync(join(output, "manifest.json"), "old");
    expect(main(["synth", "--organization", broken, "--output", output]).status).toBe(1);
    expect(readdirSync(output, { recursive: true })).toEqual(["manifest.json", "stacks"]);
    expect(readFileSync(join(output, "manifest.json"), "utf8")).toBe("old");
  });

  test("is data with --json", () => {
    const { status, stdout } = main(["plan", "--json", "--organization", broken]);
    expect(status).toBe(1);
    const { problems } = JSON.parse(stdout) as { problems: { code: string; place: { line: number } }[] };
    expect(problems.map(({ code, place }) => [code, place.line])).toContainEqual(["unknown-key", 10]);
  });

  test("an empty output folder is refused before it becomes this folder", () => {
    const { status, stderr } = main(["synth", "--output", ""]);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "--output: is empty; allowed: a folder; name one [output-missing]\n\n1 problem; nothing was written\n",
    );
  });

  test("the sources are no output folder", () => {
    const { status, stderr } = main(["synth", "--output", "."]);
    expect(status).toBe(1);
    expect(stderr).toContain(
      "is not a stack; allowed: a folder that is empty, missing, or was written by an earlier synth",
    );
  });

  test("an output folder that cannot be made is told", () => {
    const { status, stderr } = main(["synth", "--output", join(broken, "out")]);
    expect(status).toBe(1);
    expect(stderr.replaceAll(folder, "FOLDER")).toBe(
      "FOLDER/broken.yaml/out: stat failed with ENOTDIR; choose another output folder, or make room and permission there [cannot-write]\n\n1 problem; nothing was written\n",
    );
  });
});

describe("plan", () => {
  test("prints the deployment order with resources", () => {
    const { status, stdout, stderr } = main(["plan"]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toMatchSnapshot();
  });

  test("--json prints one object per stack", () => {
    const rows = JSON.parse(main(["plan", "--json"]).stdout) as Record<string, unknown>[];
    expect(rows).toHaveLength(10);
    expect(rows.at(-1)).toEqual({
      stack: "pipeline-images-eu-central-1",
      account: { key: "images", id: "333333333333" },
      region: "eu-central-1",
      layer: "pipeline",
      resources: expect.any(Number) as number,
      after: [
        "workload-shop-prod-eu-central-1",
        "workload-shop-staging-eu-central-1",
        "registry-images-eu-central-1",
      ],
    });
  });

  test("writes nothing", () => {
    const output = join(folder, "planned");
    expect(main(["plan", "--output", output]).status).toBe(0);
    expect(existsSync(output)).toBe(false);
  });
});

test("--help lists the commands as npm takes them", () => {
  const { status, stdout } = main(["--help"]);
  expect(status).toBe(0);
  expect(stdout).toMatchSnapshot();
});

test("a path with a blank is shown as a shell takes it", () => {
  const output = join(folder, "two words");
  expect(main(["synth", "--output", output]).stdout).toContain(
    `npx cdktf deploy '*' --skip-synth --output '${output}'`,
  );
});

test.each([["synth"], ["plan"]])("%s --help", (command) => {
  const { status, stdout } = main([command, "--help"]);
  expect(status).toBe(0);
  expect(stdout).toMatchSnapshot();
});

describe("supply-chain", () => {
  test("init writes a file that passes check", () => {
    const start = join(folder, "start");
    expect(supplyChain("init", start)).toMatchObject({ status: 0, stderr: "" });
    const { status, stdout } = supplyChain("check", join(start, "organization.yaml"));
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /organization\.yaml is valid: organization o-[a-z0-9]+, \d+ accounts, \d+ stacks\n$/,
    );
  });

  test("init never overwrites", () => {
    const start = join(folder, "again");
    mkdirSync(start);
    writeFileSync(join(start, "organization.yaml"), "mine");
    const { status, stderr } = supplyChain("init", start);
    expect(status).toBe(1);
    expect(stderr.replaceAll(folder, "FOLDER")).toBe(
      "FOLDER/again/organization.yaml: is there already; choose another folder or move the file away [file-exists]\n\n1 problem; nothing was written\n",
    );
    expect(readFileSync(join(start, "organization.yaml"), "utf8")).toBe("mine");
  });

  test("init names the schema where it is, for the editor", () => {
    const start = join(folder, "editor");
    supplyChain("init", start);
    const [first = ""] = readFileSync(join(start, "organization.yaml"), "utf8").split("\n");
    const [, schema = ""] = /^# yaml-language-server: \$schema=(.+)$/.exec(first) ?? [];
    expect(JSON.parse(readFileSync(join(start, schema), "utf8"))).toHaveProperty("properties.organization");
  });

  test("init into a file is refused", () => {
    const { status, stderr } = supplyChain("init", file("taken", ""));
    expect(status).toBe(1);
    expect(stderr.replaceAll(folder, "FOLDER")).toBe(
      "FOLDER/taken: is not a folder; allowed: the folder to write organization.yaml to; name a folder [not-a-folder]\n\n1 problem; nothing was written\n",
    );
  });

  test("check tells every problem and writes nothing", () => {
    const broken = file("check.yaml", sample.replace("role: security }", "role: securty }"));
    const { status, stdout, stderr } = supplyChain("check", broken);
    expect(status).toBe(1);
    expect(stdout).toBe("");
    expect(stderr.replaceAll(folder, "FOLDER")).toMatchSnapshot();
  });

  test("check --json", () => {
    expect(JSON.parse(supplyChain("check", "--json", "organization.yaml").stdout)).toEqual({
      organization: "o-exampleorg1",
      accounts: 6,
      stacks: 10,
    });
  });

  test("plan prints the order without building", () => {
    expect(supplyChain("plan", "organization.yaml").stdout).toMatchSnapshot();
  });

  test.each([["init"], ["check"], ["plan"]])("%s --help", (command) => {
    expect(supplyChain(command, "--help").stdout).toMatchSnapshot();
  });
});
