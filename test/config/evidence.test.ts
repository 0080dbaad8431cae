import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { EVIDENCE_SIZE } from "../../config/evidence";
import { evidence, EVIDENCE_AT, FILE, KEEP, linesOf, text } from "./evidence-sample";

describe("evidence beside the file", () => {
  const root = mkdtempSync(join(tmpdir(), "evidence-"));
  const folder = join(root, "organization");
  const file = join(folder, FILE);
  const path = join(folder, "e.json");
  mkdirSync(folder);
  writeFileSync(file, text);
  beforeEach(() => {
    rmSync(path, { recursive: true, force: true });
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  const loaded = () =>
    linesOf(() => loadOrganization(file, "2026-03-04")).map((line) => line.slice(folder.length + 1));

  test("is found", () => {
    writeFileSync(path, JSON.stringify(evidence()));
    expect(loaded()).toEqual([]);
  });

  test.each<[string, string, () => void]>([
    ["is missing", "there is no such file", () => undefined],
    [
      "is a folder",
      "is a folder, not a file",
      () => {
        mkdirSync(path);
      },
    ],
    [
      "is too large",
      "the file has 4,194,305 bytes",
      () => {
        writeFileSync(path, " ".repeat(EVIDENCE_SIZE + 1));
      },
    ],
    [
      "is a link out of the folder",
      "leads out of the folder of this file",
      () => {
        writeFileSync(join(root, "e.json"), JSON.stringify(evidence()));
        symlinkSync(join(root, "e.json"), path);
      },
    ],
  ])("that %s is refused", (_, message, make) => {
    make();
    expect(loaded()).toEqual([`${EVIDENCE_AT}e.json: ${message}${KEEP}`]);
  });
});
