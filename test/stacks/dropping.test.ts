import { rmSync } from "node:fs";
import { rejectionOf } from "../support/rejection";
import { type Edit, RegistrySynths } from "./registry-synths";

const API = "    api: { validity: 135 months }\n";
const ROTATED: Edit = [API, "    api: { generation: 2, trustedGenerations: [1] }\n"];
const ARN = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/api_b263a02b";

/** The file drops generation 1 with this. */
const dropping = (entry: string): Edit => [
  API,
  `    api: { generation: 2, droppedGenerations: [{ generation: 1, ${entry} }] }\n`,
];
const BY_REASON = "reason: the lab is switched off, owner: platform";

let synths: RegistrySynths;

beforeEach(() => {
  synths = new RegistrySynths();
  synths.today = "2026-03-12";
  synths.run([API, "    api: { trustedGenerations: [2] }\n"]);
  synths.run(ROTATED);
});

afterEach(() => {
  synths.remove();
});

/** What is said of a file, without the folder that it stands in. */
const said = (...edits: readonly Edit[]) =>
  rejectionOf(() => {
    synths.run(...edits);
  }).map((line) => line.replace(/^.*(?=organization\.yaml:)/, ""));

const REMOVE = () => `if that was applied already from another folder, remove ${synths.stack}`;
const backdated = (at: string, age: number, droppedOn: string, proven = "") =>
  `${at}.droppedOn: is ${droppedOn}, ${String(age)} days before today, 2026-03-12, and the last synth still trusted what it drops; allowed: a day at most 7 days before the synth that drops it; write the day on which it is dropped${proven}; ${REMOVE()} [drop-backdated]`;
const GENERATION = "signing.profiles.api.droppedGenerations[0]";

test("what is dropped now is dropped on a day of the last seven", () => {
  synths.run(dropping(`droppedOn: 2026-03-05, ${BY_REASON}`));
});

test("a generation that is trusted until now was not dropped before", () => {
  expect(said(dropping(`droppedOn: 2026-03-04, ${BY_REASON}`))).toEqual([
    `organization.yaml:51:76 ${backdated(GENERATION, 8, "2026-03-04")}`,
  ]);
});

test("neither was a profile that a repository trusts until now", () => {
  const moved = (written: string): Edit[] => [
    ROTATED,
    ["      signedBy: api\n", `      signedBy: ${written}\n`],
  ];
  synths.run(...moved("api\n      trustedProfiles: [web]"));
  synths.run(...moved("web\n      trustedProfiles: [api]"));
  const entry = `droppedProfiles: [{ profile: api, droppedOn: 2026-01-31, ${BY_REASON} }]`;
  expect(said(...moved(`web\n      ${entry}`))).toEqual([
    `organization.yaml:62:52 ${backdated("registry.repositories.shop/api.droppedProfiles[0]", 40, "2026-01-31")}`,
  ]);
});

test("an entry of the repository counts before one of the profile", () => {
  const moved = (api: string, web: string): Edit[] => [
    [API, `    api: { generation: 2, ${api} }\n`],
    ["      signedBy: api\n", `      signedBy: ${web}\n`],
  ];
  const both = "trustedGenerations: [1]";
  synths.run(...moved(both, "api\n      trustedProfiles: [web]"));
  synths.run(...moved(both, "web\n      trustedProfiles: [api]"));
  const generation = `droppedGenerations: [{ generation: 1, droppedOn: 2026-01-31, ${BY_REASON} }]`;
  const profile = `droppedProfiles: [{ profile: api, droppedOn: 2026-03-12, ${BY_REASON} }]`;
  expect(() => synths.run(...moved(generation, `web\n      ${profile}`))).not.toThrow();
});

test("what was dropped long ago stays dropped", () => {
  const entry = dropping(`droppedOn: 2026-03-12, ${BY_REASON}`);
  synths.run(entry);
  synths.today = "2031-01-01";
  synths.run(entry);
});

test("where nothing is known of before, an old entry is taken", () => {
  rmSync(synths.stack, { recursive: true });
  synths.run(dropping(`droppedOn: 2026-01-31, ${BY_REASON}`));
});

describe("evidence", () => {
  const evidence = (at: string, places: readonly string[]) => {
    synths.write(
      "api-1.json",
      JSON.stringify({
        version: 1,
        organization: "o-exampleorg1",
        profile: "api",
        generation: 1,
        arn: ARN,
        at: `${at}T05:06:00.000Z`,
        account: "222222222222",
        regions: ["eu-central-1", "eu-west-1"],
        places,
        repositories: { "shop/api": "api/2" },
        complete: true,
        counts: { images: 0, refused: 0, unknown: 0, "not refused": 0 },
        images: [],
      }),
    );
  };
  const ALL = ["444444444444/eu-central-1", "555555555555/eu-central-1", "666666666666/eu-west-1"];
  const entry = (droppedOn: string) => dropping(`droppedOn: ${droppedOn}, evidence: api-1.json`);

  test("of everything is taken some days later", () => {
    evidence("2026-03-09", ALL);
    synths.run(entry("2026-03-10"));
  });

  test("that did not look everywhere is refused whatever day it is dropped on", () => {
    evidence("2026-03-09", ALL.slice(1));
    expect(said(entry("2026-03-10"))).toEqual([
      `organization.yaml:51:98 ${GENERATION}.evidence: the drill did not look at 444444444444/eu-central-1, which this file has; run it again with what this file has and the profile still trusted, or write \`reason\` and \`owner\` instead: docs/signing-rotation.md; ${REMOVE()} [evidence-partial]`,
    ]);
  });

  test("of then does not speak for now", () => {
    evidence("2026-01-30", ALL);
    expect(said(entry("2026-01-31"))).toEqual([
      `organization.yaml:51:76 ${backdated(GENERATION, 40, "2026-01-31", " and name what a drill finds now")}`,
    ]);
  });

  test("does not look at what came after the drop", () => {
    evidence("2026-03-10", ALL);
    synths.run(entry("2026-03-12"));
    synths.today = "2026-03-13";
    synths.run(
      entry("2026-03-12"),
      [
        "    clusters:\n      reports:",
        "    clusters:\n      more: { type: ecs, region: eu-west-1, signatures: alert }\n      reports:",
      ],
      ["    regions: [eu-central-1]\n", ""],
      [
        "      shop: { type: ecs, signatures: alert }",
        "      shop: { type: ecs, signatures: alert }\n      west: { type: ecs, region: eu-west-1, signatures: alert }",
      ],
    );
  });
});
