import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main, supplyChain } from "../support/program";

const folder = mkdtempSync(join(tmpdir(), "supply-chain-command-"));
const sample = readFileSync("organization.yaml", "utf8");

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test("init writes a file that passes check", () => {
  const start = join(folder, "start");
  expect(supplyChain("init", start)).toMatchObject({ status: 0, stderr: "" });
  const { status, stdout } = supplyChain("check", join(start, "organization.yaml"));
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /organization\.yaml is valid: organization o-[a-z0-9]+, \d+ accounts, \d+ stacks\n\nNotes\n/,
  );
});

test("init writes a file that becomes stacks", () => {
  const start = join(folder, "stacks");
  const output = join(start, "out");
  supplyChain("init", start);
  const { status } = main(["synth", "-f", join(start, "organization.yaml"), "--output", output]);
  expect(status).toBe(0);
  expect(readdirSync(join(output, "stacks"))).toContain("registry-images-eu-central-1");
});

test("init says what to do next, from wherever it is started", () => {
  const start = join(folder, "next");
  expect(supplyChain("init", start).stdout.replaceAll(folder, "FOLDER")).toBe(
    `FOLDER/next/organization.yaml written; edit it, then
  npx supply-chain check FOLDER/next/organization.yaml
  npm run synth -- --organization FOLDER/next/organization.yaml
`,
  );
  const program = join(process.cwd(), "cli", "supply-chain.mjs");
  const away = spawnSync(process.execPath, [program, "init", "two words"], {
    encoding: "utf8",
    cwd: folder,
  });
  expect(away.stdout.replaceAll(folder, "FOLDER")).toBe(
    `two words/organization.yaml written; edit it, then
  npx supply-chain check 'two words/organization.yaml'
  npm run synth -- --organization 'FOLDER/two words/organization.yaml'
`,
  );
});

test("init never overwrites", () => {
  const start = join(folder, "again");
  mkdirSync(start);
  writeFileSync(join(start, "organization.yaml"), "mine");
  const { status, stderr } = supplyChain("init", start);
  expect(status).toBe(1);
  expect(stderr.replaceAll(folder, "FOLDER")).toBe(
    "FOLDER/again/organization.yaml: is there already; choose another folder, or move the file away [file-exists]\n\n1 problem; nothing was written\n",
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
    "FOLDER/taken: is not a folder, or lies below a file; name a folder [not-a-folder]\n\n1 problem; nothing was written\n",
  );
});

test("check tells every problem and writes nothing", () => {
  const broken = file("check.yaml", sample.replace("role: security }", "role: securty }"));
  const { status, stdout, stderr } = supplyChain("check", broken);
  expect(status).toBe(1);
  expect(stdout).toBe("");
  expect(stderr.replaceAll(folder, "FOLDER")).toMatchSnapshot();
});

test("check tells the notes", () => {
  expect(supplyChain("check", "organization.yaml").stdout).toMatchSnapshot();
});

test("check --json", () => {
  expect(JSON.parse(supplyChain("check", "--json", "organization.yaml").stdout)).toEqual({
    organization: "o-exampleorg1",
    accounts: 6,
    stacks: 10,
    notes: [
      expect.objectContaining({ code: "untagged-signatures", path: "registry.repositories.*.keep" }),
      expect.objectContaining({ code: "first-pull-needs-internet", path: "registry.pullThroughCache" }),
      expect.objectContaining({ code: "topic-trusts-eventbridge", path: "securityHub.notify" }),
      expect.objectContaining({
        code: "verification-not-deployed",
        path: "accounts.*.clusters.*.signatures",
      }),
      expect.objectContaining({
        code: "services-carry-the-hook",
        path: "accounts.*.clusters.*.signatures",
      }),
      expect.objectContaining({ code: "cached-images-refused", path: "registry.pullThroughCache" }),
    ],
  });
});

test("plan prints the order without building", () => {
  expect(supplyChain("plan", "organization.yaml").stdout).toMatchSnapshot();
});

test.each([["init"], ["check"], ["plan"]])("%s --help", (command) => {
  expect(supplyChain(command, "--help").stdout).toMatchSnapshot();
});
