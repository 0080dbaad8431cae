import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization, parseOrganization } from "../../config";
import { EVIDENCE_SIZE, parseEvidence } from "../../config/evidence";
import { evidence, EVIDENCE_AT, FILE, image, KEEP, linesOf, text } from "./evidence-sample";

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

test.each<[string, string, string]>([
  ["that is not JSON", "{", `is not JSON${KEEP}`],
  [
    "of another version",
    JSON.stringify({ ...evidence(), version: 2 }),
    `is not what the drill writes: version: Invalid input: expected 1${KEEP}`,
  ],
  [
    "with a key of somebody's own",
    JSON.stringify({ ...evidence(), safe: true }),
    `is not what the drill writes: Unrecognized key: "safe"${KEEP}`,
  ],
  [
    "whose counts are not those of its images",
    JSON.stringify(evidence({ counts: { images: 1, refused: 0, unknown: 0, "not refused": 2 } })),
    `its counts are not those of its images${KEEP}`,
  ],
  [
    "of a time that is not told in UTC",
    JSON.stringify(evidence({ at: "2026-03-04T23:30:00+14:00" })),
    `is not what the drill writes: at: Invalid ISO datetime${KEEP}`,
  ],
  [
    "with text that moves a cursor",
    JSON.stringify(evidence({ account: "\u001b[2J" })),
    `is not what the drill writes: account: printable text without spaces${KEEP}`,
  ],
  [
    "with an image of which it does not say who signed it",
    JSON.stringify(evidence({ images: [image({ signers: [] })] })),
    `is not what the drill writes: images.0.signers: Too small: expected array to have >=1 items${KEEP}`,
  ],
  [
    "that lists fewer images than it counts",
    JSON.stringify({ ...evidence(), images: [] }),
    `its counts are not those of its images${KEEP}`,
  ],
  ["that was cut short", JSON.stringify(evidence()).slice(0, -1), `is not JSON${KEEP}`],
])("evidence %s is not what the drill wrote", (_, content, message) => {
  const lines = linesOf(() => parseOrganization(text, FILE, "2026-03-04", () => parseEvidence(content)));
  expect(lines).toEqual([`${EVIDENCE_AT}e.json: ${message}`]);
});
