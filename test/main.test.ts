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
import { main, node } from "./support/program";

const folder = mkdtempSync(join(tmpdir(), "main-"));
const sample = readFileSync("organization.yaml", "utf8");

afterAll(() => {
  rmSync(folder, { recursive: true });
});

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

  test("is the same when it runs again, but for what it could not compare at first", () => {
    const name = "registry-images-eu-central-1";
    const before = readFileSync(join(output, "stacks", name, "cdk.tf.json"), "utf8");
    expect(main(["synth", "--strict", "--output", output]).stdout).toBe(
      result.stdout.replace(/\nNot compared: [^]*?\n(?=\nNext)/, ""),
    );
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
      renamed: [],
      unprotected: [],
      forgotten: [],
      verificationRemoved: [],
      unknownTrust: [],
      switched: [],
    });
  });

  test("--json has the notes", () => {
    const { notes } = JSON.parse(main(["synth", "--json", "--output", output]).stdout) as {
      notes: { code: string }[];
    };
    expect(notes.map(({ code }) => code)).toEqual([
      "untagged-signatures",
      "first-pull-needs-internet",
      "topic-trusts-eventbridge",
      "verification-not-deployed",
      "services-carry-the-hook",
      "cached-images-refused",
    ]);
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

  test("a stack that is gone from the file is named, with what to do", () => {
    const smaller = file("smaller.yaml", sample.replace(/^pipelines:[\s\S]*?(?=^\w)/m, ""));
    const { status, stdout } = main(["synth", "--organization", smaller, "--output", output]);
    expect(status).toBe(0);
    expect(stdout.replaceAll(output, "OUTPUT")).toContain(`

Not planned any more, left as it is
  OUTPUT/stacks/pipeline-images-eu-central-1
  never applied: remove the folder
  applied: what it made is still there. Run "terraform destroy" in the folder, then remove it. Where the
  stack has prevent_destroy, Terraform refuses: take it out of cdk.tf.json there first, or keep what it
  protects with "terraform state rm".

Next
`);
  });
});

describe("the organization's file", () => {
  const minimal = "examples/minimal/organization.yaml";
  const accounts = ({ stdout }: { stdout: string }) =>
    (JSON.parse(stdout) as { account: { key: string } }[]).map(({ account }) => account.key);
  const ofMinimal = ["management", "shop", "security", "images"];

  test.each([
    ["the option", ["--organization", minimal], {}],
    ["the short option", ["-f", minimal], {}],
    ["the argument", [minimal], {}],
    ["the environment", [], { SUPPLY_CHAIN_ORGANIZATION: minimal }],
    ["the option before the environment", ["-f", minimal], { SUPPLY_CHAIN_ORGANIZATION: "missing.yaml" }],
  ])("is said by %s", (_, args, env) => {
    expect(accounts(main(["plan", "--json", ...args], env))).toEqual(ofMinimal);
  });

  test("is said by the environment to supply-chain too", () => {
    const { stdout } = node(["cli/supply-chain.mjs", "check"], { SUPPLY_CHAIN_ORGANIZATION: minimal });
    expect(stdout).toMatch(/^examples\/minimal\/organization.yaml is valid: /);
  });

  test("that the environment names wrongly is an error, not the default", () => {
    const { status, stdout, stderr } = main(["plan"], { SUPPLY_CHAIN_ORGANIZATION: "missing.yaml" });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "missing.yaml: there is no such file; check the name and the folder [file-not-found]\n\n1 problem\n",
    });
  });

  test("is what the shown command deploys, and nothing else", () => {
    const output = join(folder, "to deploy");
    main(["synth", "--output", output]);
    // Both are of the same account, and the second does not trust what the first did.
    rmSync(join(output, "stacks", "registry-images-eu-central-1"), { recursive: true });
    const { stdout } = main(["synth", "--organization", minimal, "--output", output]);
    const [, shown = ""] = /^ +all +(.+)$/m.exec(stdout) ?? [];
    expect(shown.replace(output, "OUTPUT")).toBe(
      `SUPPLY_CHAIN_ORGANIZATION=${minimal} npx cdktf deploy '*' --output 'OUTPUT'`,
    );
    // "list" names the stacks that "deploy '*'" deploys.
    const list = spawnSync("sh", ["-c", shown.replace("deploy '*'", "list")], {
      encoding: "utf8",
      env: { ...process.env, CI: "1", CHECKPOINT_DISABLE: "1", FORCE_COLOR: "0" },
    });
    expect(list.status).toBe(0);
    const listed = list.stdout.slice(list.stdout.indexOf("Stack name"));
    expect(listed).toContain("\nregistry-images-eu-central-1 ");
    expect(listed).not.toMatch(/shop-staging|pipeline/);
    const manifest = JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")) as { stacks: object };
    expect(Object.keys(manifest.stacks)).toEqual([
      "organization-management-eu-central-1",
      "registry-images-eu-central-1",
      "security-security-eu-central-1",
      "workload-shop-eu-central-1",
    ]);
  }, 120_000);
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

  test("changes no byte of an earlier synth, whatever is wrong with the file", () => {
    const output = join(folder, "earlier");
    expect(main(["synth", "--output", output]).status).toBe(0);
    const bytes = () =>
      readdirSync(output, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [parentPath, name, readFileSync(join(parentPath, name), "base64")]);
    const before = bytes();
    mkdirSync(join(folder, "directory.yaml"));
    const files = [
      join(folder, "missing.yaml"),
      join(folder, "directory.yaml"),
      file("truncated.yaml", sample.slice(0, 700)),
      file("nul.yaml", sample.replace("root:", "ro\0ot:")),
      file("large.yaml", "#".repeat(1024 * 1024 + 1)),
    ];
    for (const path of files) {
      const { status, stdout, stderr } = main(["synth", "--organization", path, "--output", output]);
      expect({ status, stdout, lines: stderr.split("\n").length }).toEqual({
        status: 1,
        stdout: "",
        lines: 4,
      });
      expect(stderr).toMatch(/\[[a-z-]+\]\n\n1 problem; nothing was written\n$/);
    }
    expect(bytes()).toEqual(before);
  }, 120_000);

  test("is data with --json", () => {
    const { status, stdout } = main(["plan", "--json", "--organization", broken]);
    expect(status).toBe(1);
    const { problems } = JSON.parse(stdout) as { problems: { code: string; place: { line: number } }[] };
    expect(problems.map(({ code, place }) => [code, place.line])).toContainEqual(["unknown-key", 10]);
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

  test("writes nothing and needs no output folder", () => {
    const unfit = file("unfit", "");
    expect(main(["plan"], { CDKTF_OUTDIR: unfit, TMPDIR: folder })).toMatchObject({ status: 0, stderr: "" });
    expect(readFileSync(unfit, "utf8")).toBe("");
    expect(readdirSync(folder).filter((name) => name.startsWith("supply-chain"))).toEqual([]);
  });

  test("takes no output folder", () => {
    const { status, stderr } = main(["plan", "--output", "out"]);
    expect({ status, stderr }).toEqual({
      status: 64,
      stderr:
        "unknown option --output; there are: --organization, --json, --help\nnpm run plan -- --help tells more\n",
    });
  });
});

test("--help lists the commands as npm takes them", () => {
  const { status, stdout } = main(["--help"]);
  expect(status).toBe(0);
  expect(stdout).toMatchSnapshot();
});

test("a reader that goes away early is no mistake", () => {
  const command = `"${process.execPath}" scripts/start.mjs plan examples/complete/organization.yaml`;
  const { stdout, stderr } = spawnSync("sh", ["-c", `${command} | head -c 1`], { encoding: "utf8" });
  // A slow machine tells how far it is.
  const said = stderr.replaceAll(/^built \d+ of \d+ stacks\n/gm, "");
  expect({ stdout, said }).toEqual({ stdout: "#", said: "" });
});

test.each([["synth"], ["plan"]])("%s --help", (command) => {
  const { status, stdout } = main([command, "--help"]);
  expect(status).toBe(0);
  expect(stdout).toMatchSnapshot();
});
