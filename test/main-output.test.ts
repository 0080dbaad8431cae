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
import { main } from "./support/program";

const folder = mkdtempSync(join(tmpdir(), "main-output-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test("an empty output folder is refused before it becomes this folder", () => {
  const { status, stderr } = main(["synth", "--output", ""]);
  expect({ status, stderr }).toEqual({
    status: 64,
    stderr: "--output needs a value: --output DIR\nnpm run synth -- --help tells more\n",
  });
});

test("the sources are no output folder", () => {
  const { status, stderr } = main(["synth", "--output", "."]);
  expect(status).toBe(1);
  expect(stderr).toContain(
    "does not come from a synth; allowed: a folder that is empty, missing, or was written by an earlier synth",
  );
});

test("an output folder that cannot be made is told", () => {
  writeFileSync(join(folder, "file"), "");
  const { status, stderr } = main(["synth", "--output", join(folder, "file", "out")]);
  expect(status).toBe(1);
  expect(stderr.replaceAll(folder, "FOLDER")).toBe(
    "FOLDER/file/out: stat failed with ENOTDIR; choose another output folder, or make room and permission there [cannot-write]\n\n1 problem; nothing was written\n",
  );
});

test("one that no permission helps to make is told, not waited for", () => {
  const { status, stdout, stderr } = main(["synth", "--output", "/proc/supply-chain/out"]);
  expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
  expect(stderr).toMatch(
    /^\/proc.*: mkdir failed with [A-Z]+; choose another output folder, or make room and permission there \[cannot-write\]\n\n1 problem; nothing was written\n$/,
  );
});

test("a manifest of somebody else is not overwritten", () => {
  const output = join(folder, "extension");
  mkdirSync(output);
  writeFileSync(join(output, "manifest.json"), '{"name": "extension", "version": "1.0"}');
  const { status, stdout, stderr } = main(["synth", "--output", output]);
  expect({ status, stdout, stderr: stderr.replaceAll(folder, "FOLDER") }).toEqual({
    status: 1,
    stdout: "",
    stderr:
      "FOLDER/extension/manifest.json: is not the manifest of a synth; allowed: a folder that is empty, missing, or was written by an earlier synth; choose another output folder [not-an-output-folder]\n\n1 problem; nothing was written\n",
  });
  expect(readdirSync(output)).toEqual(["manifest.json"]);
  expect(readFileSync(join(output, "manifest.json"), "utf8")).toContain("extension");
});

test.each([
  ["synth", ["--output", join(folder, "context")], "; nothing was written"],
  ["plan", [], ""],
])("%s tells a context that is no JSON", (command, args, ending) => {
  for (const context of ["{bad", "null"]) {
    const { status, stdout, stderr } = main([command, ...args], { CDKTF_CONTEXT_JSON: context });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: "",
      stderr: `CDKTF_CONTEXT_JSON: CDKTF cannot read it as context; allowed: a JSON object such as {"key":"value"}; mend the environment variable, or unset it [invalid-context]\n\n1 problem${ending}\n`,
    });
  }
  expect(existsSync(join(folder, "context"))).toBe(false);
});
