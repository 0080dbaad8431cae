import { X509Certificate } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { ROOT_CERTIFICATE } from "../config/certificates";
import { rejectionOf } from "../support/rejection";
import { type Edit, partOf, RegistrySynths } from "./registry-synths";

let synths: RegistrySynths;

beforeEach(() => {
  synths = new RegistrySynths();
  synths.today = "2026-03-12";
});

afterEach(() => {
  synths.remove();
});

const rejected = (...edits: readonly Edit[]) =>
  rejectionOf(() => {
    synths.run(...edits);
  });

/** Nothing is said of what is taken out. */
const unsaid = (path: string, was: string, entry: string) =>
  `${path}: at the last synth ${was}, and nothing says that this ends: what runs there is refused at its next start; put it back, or say under \`verification.dropped\`: \`{ ${entry}, droppedOn: DAY, reason: WHY, owner: WHO }\` (docs/signing-rotation.md); if the last synth was never applied, remove ${synths.stack} [trust-vanished]`;

const END = "\nguardrails:\n";
const saying = (entry: string, droppedOn = "2026-03-10"): Edit => [
  END,
  `\nverification:\n  dropped:\n    - { ${entry}, droppedOn: ${droppedOn}, reason: nothing runs of it any more, owner: platform }\n${END}`,
];

/** What is taken out, how it is told and what an entry says of it. */
const LOSSES: readonly [string, readonly Edit[], string, string, string][] = [
  [
    "a repository",
    [[partOf(/ {4}data\/reports:[^]*?(?=\npipelines:)/), ""]],
    "registry.repositories",
    "images of data/reports were trusted",
    "repositories: [data/reports]",
  ],
  [
    "a replica",
    [["  replication: [eu-west-1]\n", ""]],
    "registry.replication",
    "every image in eu-west-1 was trusted",
    "regions: [eu-west-1]",
  ],
  [
    "an account that pulls",
    [["pull: [shop-prod, shop-staging]\n      encryption", "pull: [shop-staging]\n      encryption"]],
    "registry.repositories",
    "account 444444444444 trusted images of shop/web",
    'repositories: [shop/web], accounts: ["444444444444"]',
  ],
];

test.each(LOSSES)("%s that is taken out is said to be dropped", (_, edits, path, was, entry) => {
  synths.run();
  const before = readFileSync(synths.file, "utf8");
  expect(rejected(...edits)).toEqual([unsaid(path, was, entry)]);
  expect(readFileSync(synths.file, "utf8")).toBe(before);
  synths.run(...edits, saying(entry));
  // It has ended, and the entry stays as it is.
  synths.today = "2027-01-01";
  synths.run(...edits, saying(entry));
});

test("what was said to be dropped long ago and is trusted until now is not dropped by that", () => {
  synths.run();
  expect(rejected(...(LOSSES[1]?.[1] ?? []), saying("regions: [eu-west-1]", "2026-01-31"))).toEqual([
    expect.stringMatching(
      /verification\.dropped\[0\]\.droppedOn: is 2026-01-31, 40 days before today, 2026-03-12, and the last synth still trusted what it drops; allowed: a day at most 7 days before the synth that drops it; write the day on which it is dropped; if that was applied already from another folder, remove .*registry-images-eu-central-1 \[drop-backdated\]$/,
    ),
  ]);
});

test("of several entries about it one against which nothing stands is enough, wherever it stands in the list", () => {
  const [, [, edits = []] = []] = LOSSES;
  const entry = (droppedOn: string) =>
    `    - { regions: [eu-west-1], droppedOn: ${droppedOn}, reason: nothing runs there, owner: platform }\n`;
  const entries = entry("2026-01-31") + entry("2026-03-10");
  synths.run();
  expect(() => synths.run(...edits, [END, `\nverification:\n  dropped:\n${entries}\n${END}`])).not.toThrow();
});

test.each([
  ["another repository", "repositories: [shop/web]"],
  ["a region", "regions: [eu-west-1]"],
  ["the same in one account", "repositories: [data/reports], accounts: [data]"],
  ["an account that the file does not have", "accounts: [nobody]"],
])("an entry about %s does not end trust in a repository", (_, entry) => {
  synths.run();
  const [, edits = [], path = "", was = "", wanted = ""] = LOSSES[0] ?? [];
  expect(rejected(...edits, saying(entry))).toEqual([unsaid(path, was, wanted)]);
});

test("a repository comes back with another signer only after it was dropped", () => {
  const [, gone = []] = LOSSES[0] ?? [];
  const back: Edit = ["      signedBy: reports\n", "      signedBy: web\n"];
  const entry = saying("repositories: [data/reports]");
  synths.run();
  synths.run(...gone, entry);
  synths.run(back, entry);
});

test("one account of those of the whole organization may not be left out", () => {
  const pulled = (written: string): Edit => ["      pull: [data]\n", written];
  synths.run(pulled(""));
  expect(rejected(pulled("      pull: [data, shop-staging]\n"))).toEqual([
    unsaid(
      "registry.repositories",
      "account 444444444444 trusted images of data/reports",
      'repositories: [data/reports], accounts: ["444444444444"]',
    ),
  ]);
});

describe("an account whose clusters leave", () => {
  const CLUSTERS: Edit = [partOf(/ {4}clusters:\n {6}reports: .*\n/), ""];
  const ACCOUNT: Edit = [partOf(/ {2}data:\n[^]*?(?=\ntags:)/), ""];
  const pulled = (pull: string): Edit => ["      pull: [data]\n", pull];
  const TO_OTHERS = pulled("      pull: [shop-prod]\n");
  const told = () =>
    unsaid(
      "registry.repositories",
      "account 666666666666 trusted images of data/reports",
      'repositories: [data/reports], accounts: ["666666666666"]',
    );

  test.each<[string, Edit, string]>([
    ["with what they ran", CLUSTERS, "accounts: [data]"],
    ["with it and all that they ran", ACCOUNT, 'accounts: ["666666666666"]'],
  ])("%s is said to be dropped, because they may be put back later", (_, leaving, entry) => {
    synths.run();
    expect(rejected(leaving, TO_OTHERS)).toEqual([told()]);
    synths.run(leaving, TO_OTHERS, saying(entry));
    synths.run(TO_OTHERS);
  });

  test("and leaves the file is named by its id", () => {
    synths.run();
    expect(rejected(ACCOUNT, TO_OTHERS, saying("accounts: [data]"))).toEqual([told()]);
  });

  test("may have them back as they were", () => {
    synths.run();
    synths.run(CLUSTERS);
    synths.run();
  });

  test("loses nothing of what the whole organization may pull", () => {
    const everybody = pulled("");
    synths.run(everybody);
    synths.run(everybody, ACCOUNT);
  });

  test("loses what the whole organization could pull", () => {
    synths.run(pulled(""));
    expect(rejected(CLUSTERS, pulled("      pull: [shop-prod, shop-staging]\n"))).toEqual([told()]);
  });

  test("loses what was in a replica, though no cluster is left", () => {
    const nowhere: readonly Edit[] = [
      CLUSTERS,
      [partOf(/ {4}clusters:\n {6}shop: .*block.*\n/), ""],
      [partOf(/ {4}clusters:\n {6}shop: .*alert.*\n/), ""],
      [partOf(/ {4}deploy:\n(?: {6}- .*\n)+/), ""],
    ];
    synths.run();
    expect(rejected(...nowhere, ["  replication: [eu-west-1]\n", ""])).toEqual([
      unsaid("registry.replication", "every image in eu-west-1 was trusted", "regions: [eu-west-1]"),
    ]);
  });
});

test("an account without clusters starts nothing", () => {
  const pulled = (written: string): Edit => ["      pull: [data]\n", `      pull: ${written}\n`];
  synths.run(pulled("[data, images]"));
  synths.run(pulled("[data]"));
});

describe("a publisher", () => {
  const AGENT = "888888888888.dkr.ecr.eu-central-1.amazonaws.com/partner/agent";
  const CHART = "888888888888.dkr.ecr.eu-central-1.amazonaws.com/partner/chart";
  const FINGERPRINT = new X509Certificate(ROOT_CERTIFICATE).fingerprint256.replaceAll(":", "").toLowerCase();
  const published = (change: Record<string, unknown> = {}, dropped: readonly object[] = []): Edit => {
    const partner = {
      repositories: [AGENT, CHART],
      accounts: ["shop-prod", "shop-staging"],
      identities: ["x509.subject: C=US, ST=WA, O=Partner", "x509.subject: C=DE, ST=BE, O=Partner"],
      certificates: [ROOT_CERTIFICATE],
      timestampAuthorities: [ROOT_CERTIFICATE],
      ...change,
    };
    return [END, `\nverification: ${JSON.stringify({ publishers: { partner }, dropped })}\n${END}`];
  };
  const PATH = "verification.publishers";

  beforeEach(() => {
    synths.run(published());
  });

  test("may not be taken out", () => {
    expect(rejected()).toEqual([
      unsaid(PATH, `images of ${AGENT}, ${CHART} were trusted`, `repositories: [${AGENT}, ${CHART}]`),
    ]);
  });

  test.each([
    [
      "a repository",
      { repositories: [CHART] },
      `images of ${AGENT} were trusted`,
      `repositories: [${AGENT}]`,
    ],
    [
      "an account",
      { accounts: ["shop-prod"] },
      `account 555555555555 trusted images of ${AGENT}, ${CHART}`,
      `repositories: [${AGENT}, ${CHART}], accounts: ["555555555555"]`,
    ],
    [
      "an identity",
      { identities: ["x509.subject: C=US, ST=WA, O=Partner"] },
      `x509.subject: C=DE, ST=BE, O=Partner was trusted for ${AGENT}, ${CHART}`,
      `repositories: [${AGENT}, ${CHART}]`,
    ],
    [
      "who says when it signed",
      { timestampAuthorities: [] },
      `timestamp authority ${FINGERPRINT} was trusted for ${AGENT}, ${CHART}`,
      `repositories: [${AGENT}, ${CHART}]`,
    ],
  ])("may not lose %s", (_, change, was, entry) => {
    expect(rejected(published(change))).toEqual([unsaid(PATH, was, entry)]);
    const said = /repositories: \[(.*?)\]/.exec(entry)?.[1]?.split(", ");
    const dropped = {
      repositories: said,
      droppedOn: "2026-03-12",
      reason: "the contract has ended",
      owner: "us",
    };
    synths.run(published(change, [dropped]));
  });

  test("may have another name", () => {
    const [from, text] = published();
    synths.run([from, text.replace('"partner":', '"vendor":')]);
  });
});

describe("an account of another name", () => {
  const RENAMED: readonly Edit[] = [
    ["  images: {", "  store: {"],
    ["account: images,", "account: store,"],
  ];

  test("has the past of its number", () => {
    synths.run();
    expect(synths.run(...RENAMED).unknownTrust).toEqual([]);
    const [first] = rejected(...RENAMED, [
      "    api: { validity: 135 months }\n",
      "    api: { generation: 2, trustedGenerations: [1] }\n",
    ]);
    expect(first).toContain("generation 2 would sign what another profile signs");
    expect(first).toContain("registry-store-eu-central-1 [rotation-step-skipped]");
  });

  test("goes by the last synth, not by the folder that an earlier name left", () => {
    const rotated: Edit = ["    api: { validity: 135 months }\n", "    api: { trustedGenerations: [2] }\n"];
    synths.run();
    synths.run(...RENAMED);
    synths.run(...RENAMED, rotated);
    synths.run([
      "    api: { validity: 135 months }\n",
      "    api: { generation: 2, trustedGenerations: [1] }\n",
    ]);
  });
});

test("an earlier synth that does not say where it trusted ends nothing but profiles", () => {
  synths.run();
  synths.rewrite((stack) => {
    stack.output = { trusted_generations: stack.output["trusted_generations"] };
  });
  expect(synths.run(["  replication: [eu-west-1]\n", ""]).switched).toEqual([]);
});

test("the outputs that Terraform keeps in its state are past enough", () => {
  synths.run();
  const { output } = JSON.parse(readFileSync(synths.file, "utf8")) as { output: object };
  writeFileSync(synths.file, JSON.stringify({ output }));
  expect(rejected(["  replication: [eu-west-1]\n", ""])).toEqual([
    unsaid("registry.replication", "every image in eu-west-1 was trusted", "regions: [eu-west-1]"),
  ]);
  expect(synths.run().unknownTrust).toEqual([]);
});
