import { readFileSync } from "node:fs";
import { isVerdict } from "./support";

test("the schema refuses what is no verdict", () => {
  const passed = { name: "policy", action: "enforce", outcome: "passed" };
  const problem = { code: "file-missing", path: "a", message: "is not there" };
  const image = { reference: "r", signatures: 2 };
  const other = { signature: "s", trusted: false, code: "signature-manifest", message: "is none" };
  expect(isVerdict({ trusted: true, checks: [passed] })).toBe(true);
  expect(isVerdict({ trusted: true, checks: [passed], image: { ...image, others: [other] } })).toBe(true);
  expect(isVerdict({ trusted: null, checks: [], problems: [problem] })).toBe(true);
  for (const wrong of [
    {},
    { trusted: true, checks: [] },
    { trusted: "true", checks: [passed] },
    { trusted: true, checks: [{ ...passed, code: "x" }] },
    { trusted: false, checks: [{ ...passed, outcome: "failed" }] },
    { trusted: false, checks: [{ ...passed, name: "other" }] },
    { trusted: true, checks: [], problems: [problem] },
    { trusted: null, checks: [passed], problems: [problem] },
    { trusted: null, checks: [], problems: [] },
    { trusted: null, checks: [passed], more: 1 },
    { trusted: true, checks: [passed], image: { ...image, others: [] } },
    { trusted: true, checks: [passed], image: { ...image, others: [{ ...other, trusted: true }] } },
  ]) {
    expect({ wrong, taken: isVerdict(wrong) }).toEqual({ wrong, taken: false });
  }
});

test("the schema is part of the package", () => {
  const { files, exports } = JSON.parse(readFileSync("package.json", "utf8")) as {
    files: string[];
    exports: Record<string, unknown>;
  };
  expect(files).toContain("cli/verify/verdict.schema.json");
  expect(exports["./cli/verify/verdict.schema.json"]).toBe("./cli/verify/verdict.schema.json");
});
