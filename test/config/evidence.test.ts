import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadOrganization, parseOrganization } from "../../config";
import { type Evidence, EVIDENCE_SIZE, parseEvidence } from "../../config/evidence";
import { ARN, evidence, EVIDENCE_AT, FILE, IMAGE, image, KEEP, linesOf, text } from "./evidence-sample";

const OTHER = IMAGE.replace("333333333333", "444444444444");

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
  ...[
    "api",
    "api/02",
    "api/0x2",
    "api/2e0",
    "api/0",
    "api/+2",
    "api/2/2",
    "/2",
    `a/${"9".repeat(16)}`,
  ].flatMap((signer): [string, string, string][] => [
    [
      `of somebody who is no generation: ${signer}`,
      JSON.stringify(evidence({ images: [image({ signers: [["release/2", signer]] })] })),
      `is not what the drill writes: images.0.signers.0.1: PROFILE/GENERATION, such as release/2${KEEP}`,
    ],
    [
      `of a repository that somebody signed who is no generation: ${signer}`,
      JSON.stringify(evidence({ repositories: { "shop/api": signer } })),
      `is not what the drill writes: repositories.shop/api: PROFILE/GENERATION, such as release/2${KEEP}`,
    ],
  ]),
  ...[
    IMAGE.replace(/\/sha256.*/, ""),
    IMAGE.slice(0, -1),
    IMAGE.replace("repository/shop/api", "repository/"),
    IMAGE.replace(":ecr:", ":ecs:"),
    `x${IMAGE}`,
    "shop/api",
  ].map((arn): [string, string, string] => [
    `about what is no image of a repository: ${arn}`,
    JSON.stringify(evidence({ images: [image({ image: arn })] })),
    `is not what the drill writes: images.0.image: the ARN of an image in a repository${KEEP}`,
  ]),
  ...(
    [
      ["a member", '"complete":true', '"complete":false,"complete":true'],
      ["a member of an image", '"verdict":"not refused"', '"verdict":"refused","verdict":"not refused"'],
      ["a repository", '{"shop/api":', '{"shop/api":"release/1","shop/api":'],
      ["a member in another spelling", '"complete":true', '"complete":false,"compl\\u0065te":true'],
    ] as const
  ).map(([what, once, twice]): [string, string, string] => [
    `that has ${what} twice`,
    JSON.stringify(evidence()).replace(once, twice),
    `says something twice, or in another way than the drill does${KEEP}`,
  ]),
  ["that was cut short", JSON.stringify(evidence()).slice(0, -1), `is not JSON${KEEP}`],
])("evidence %s is not what the drill wrote", (_, content, message) => {
  const lines = linesOf(() => parseOrganization(text, FILE, "2026-03-04", () => parseEvidence(content)));
  expect(lines).toEqual([`${EVIDENCE_AT}e.json: ${message}`]);
});

test.each([undefined, 2, "\t"])("evidence may be indented: %p", (indent) => {
  const content = JSON.stringify(evidence(), undefined, indent).replaceAll("\n", "\r\n");
  expect(parseEvidence(content)).toEqual({ evidence: evidence() });
});

const NAME = "; name the evidence about generation 1 of release [evidence-elsewhere]";
test.each<[string, Partial<Evidence>]>([
  ...["nightly_0a1b2c3d", "release", "release_0a1b2c3", "release_0a1b2c3d4", "release_x_0a1b2c3d"].map(
    (name): [string, Partial<Evidence>] => [ARN.replace("release_0a1b2c3d", name), {}],
  ),
  [ARN.replace("arn:aws:", "arn:aws-cn:"), {}],
  [OTHER, { arn: ARN, images: [image(), image({ image: OTHER })] }],
])("evidence about %s is about another profile or registry", (arn, change) => {
  const found = { evidence: evidence({ arn, ...change }) };
  expect(linesOf(() => parseOrganization(text, FILE, "2026-03-04", () => found))).toEqual([
    `${EVIDENCE_AT}the evidence is about ${arn}${NAME}`,
  ]);
});
