import { parseOrganization } from "../../config";
import { type Evidence, parseEvidence } from "../../config/evidence";
import {
  ARN,
  ENTRY,
  evidence,
  EVIDENCE_AT,
  FILE,
  IMAGE,
  image,
  linesOf,
  text,
  textWith,
} from "./evidence-sample";

/** What is said of a file on a day whose evidence is this. */
function said(found: Evidence, file = text, today = "2026-03-04"): readonly string[] {
  return linesOf(() => parseOrganization(file, FILE, today, () => parseEvidence(JSON.stringify(found))));
}

test.each([
  ["on the day", "2026-03-04"],
  ["years later", "2031-01-01"],
])("a generation that nothing in use needs is dropped, also when it is looked at %s", (_, today) => {
  expect(() => parseOrganization(text, FILE, today, () => ({ evidence: evidence() }))).not.toThrow();
});

test("a reason with an owner is enough", () => {
  const entry = "{ generation: 1, droppedOn: 2026-03-04, reason: never used, owner: platform }";
  expect(() => parseOrganization(textWith(entry), FILE)).not.toThrow();
});

const UNPROVEN =
  "nothing says that no image in use needs generation 1; write `{ generation: 1, droppedOn: DAY, evidence: FILE }` with what `supply-chain drill release --generation 1 --evidence FILE` finds while it is still trusted, or `reason` and `owner` instead of `evidence`: docs/signing-rotation.md [drop-unproven]";
test.each<[string, string, string]>([
  [
    "a number alone",
    "1",
    "organization.yaml:22:52 signing.profiles.release.droppedGenerations[0]: is the number 1; allowed: a map of keys and values; write its keys below it: `generation`, `droppedOn` [invalid-value]",
  ],
  [
    "neither evidence nor a reason",
    "{ generation: 1, droppedOn: 2026-03-04, owner: me }",
    `organization.yaml:22:52 signing.profiles.release.droppedGenerations[0]: ${UNPROVEN}`,
  ],
  [
    "a reason that nobody answers for",
    "{ generation: 1, droppedOn: 2026-03-04, reason: never used }",
    "organization.yaml:22:52 signing.profiles.release.droppedGenerations[0]: nobody answers for dropping generation 1 without evidence; add `owner`: a person or a team [drop-without-owner]",
  ],
  [
    "evidence and a reason",
    "{ generation: 1, droppedOn: 2026-03-04, evidence: e.json, reason: never used, owner: me }",
    "organization.yaml:22:52 signing.profiles.release.droppedGenerations[0]: generation 1 is dropped by evidence and by a reason; keep `evidence`, or `reason` with `owner` where the evidence does not suffice [drop-decided-twice]",
  ],
  [
    "a reason that says nothing",
    "{ generation: 1, droppedOn: 2026-03-04, reason: x, owner: me }",
    'organization.yaml:22:100 signing.profiles.release.droppedGenerations[0].reason: is "x"; allowed: at least 10 characters; write it like the profile never signed anything, or remove the key [invalid-value]',
  ],
  [
    "a path out of the folder",
    "{ generation: 1, droppedOn: 2026-03-04, evidence: ../e.json }",
    'organization.yaml:22:102 signing.profiles.release.droppedGenerations[0].evidence: is "../e.json"; allowed: the path of a .json file below the folder of this file; write it like evidence/release-1.json, or remove the key [invalid-value]',
  ],
  [
    "a path that climbs",
    "{ generation: 1, droppedOn: 2026-03-04, evidence: a/../../e.json }",
    'organization.yaml:22:102 signing.profiles.release.droppedGenerations[0].evidence: is "a/../../e.json"; allowed: the path of a .json file below the folder of this file; write it like evidence/release-1.json, or remove the key [invalid-value]',
  ],
  [
    "an absolute path",
    "{ generation: 1, droppedOn: 2026-03-04, evidence: /e.json }",
    'organization.yaml:22:102 signing.profiles.release.droppedGenerations[0].evidence: is "/e.json"; allowed: the path of a .json file below the folder of this file; write e.json [invalid-value]',
  ],
  [
    "no day",
    "{ generation: 1, evidence: e.json }",
    'organization.yaml:22:52 signing.profiles.release.droppedGenerations[0].droppedOn: is missing; allowed: a day; add it, like `droppedOn: "2026-03-31"` [missing-key]',
  ],
])("%s is refused", (_, entry, message) => {
  expect(said(evidence(), textWith(entry))).toEqual([message]);
});

test("a drop in the future is refused", () => {
  expect(said(evidence(), text, "2026-03-03")).toEqual([
    "organization.yaml:22:80 signing.profiles.release.droppedGenerations[0].droppedOn: is 2026-03-04, after today, 2026-03-03; write the day on which this file drops it, or trust it until then [drop-in-future]",
  ]);
});

test("without a folder to look in there is no evidence", () => {
  expect(linesOf(() => parseOrganization(text, FILE))).toEqual([
    `${EVIDENCE_AT}e.json: there is no folder to look for it in; keep beside this file what \`supply-chain drill --evidence\` wrote, as it is; the path starts at this file's folder [evidence-unreadable]`,
  ]);
});

const RETRY =
  "; deploy what another one signed and run the drill again, or write `reason` and `owner` instead: docs/signing-rotation.md [images-need-generation]";
const MEND =
  "; mend what the drill says and run it again, or write `reason` and `owner` instead: docs/signing-rotation.md [images-unknown]";
const NAME = "; name the evidence about generation 1 of release [evidence-elsewhere]";
const AGAIN = "; run the drill again at most 7 days before it is dropped [evidence-outdated]";
test.each<[string, Evidence, string]>([
  [
    "about another organization",
    evidence({ organization: "o-exampleorg2" }),
    `the evidence is about organization o-exampleorg2${NAME}`,
  ],
  [
    "about another profile",
    evidence({ profile: "nightly" }),
    `the evidence is about generation 1 of nightly${NAME}`,
  ],
  [
    "about another generation",
    evidence({ generation: 2 }),
    `the evidence is about generation 2 of release${NAME}`,
  ],
  [
    "about a profile of another account",
    evidence({ arn: ARN.replace("333333333333", "444444444444") }),
    `the evidence is about ${ARN.replace("333333333333", "444444444444")}${NAME}`,
  ],
  [
    "of eight days before",
    evidence({ at: "2026-02-24T23:59:59.000Z" }),
    `the evidence is of 2026-02-24, 8 days before \`droppedOn\`, 2026-03-04${AGAIN}`,
  ],
  [
    "of the day after",
    evidence({ at: "2026-03-05T00:00:00.000Z" }),
    `the evidence is of 2026-03-05, after \`droppedOn\`, 2026-03-04${AGAIN}`,
  ],
  [
    "of a drill while it still signed",
    evidence({ repositories: { "shop/api": "release/1", "shop/web": "release/2" } }),
    "when the drill ran, generation 1 of release still signed shop/api: what was pushed since then may carry its signature alone; run it again after another one signs, or write `reason` and `owner` instead: docs/signing-rotation.md [evidence-too-early]",
  ],
  [
    "about a profile of another region",
    evidence({ arn: ARN.replace("eu-central-1", "eu-west-1") }),
    `the evidence is about ${ARN.replace("eu-central-1", "eu-west-1")}${NAME}`,
  ],
  [
    "about what is no signing profile",
    evidence({ arn: "arn:aws:iam::333333333333:role/release" }),
    `the evidence is about arn:aws:iam::333333333333:role/release${NAME}`,
  ],
  [
    "with an image that only the old generation signed",
    evidence({ images: [image(), image({ verdict: "refused", signers: [["release/1"]] })] }),
    `1 image in use carries no signature that is trusted without generation 1 of release: ${IMAGE}${RETRY}`,
  ],
  [
    "with many of them",
    evidence({
      images: Array.from({ length: 5 }, () => image({ verdict: "refused", signers: [["release/1"]] })),
    }),
    `5 images in use carry no signature that is trusted without generation 1 of release: ${IMAGE}, ${IMAGE}, ${IMAGE}, and 2 more${RETRY}`,
  ],
  [
    "whose verdict does not fit what signed",
    evidence({ images: [image({ signers: [["release/1"]] })] }),
    `1 image in use carries no signature that is trusted without generation 1 of release: ${IMAGE}${RETRY}`,
  ],
  [
    "with an image whose index only the old generation signed",
    evidence({ images: [image({ signers: [["release/2"], ["release/1"]] })] }),
    `1 image in use carries no signature that is trusted without generation 1 of release: ${IMAGE}${RETRY}`,
  ],
  [
    "with an image of which nobody knows",
    evidence({ images: [image({ verdict: "unknown", signers: [[]] })] }),
    `of 1 image in use nobody knows which generations signed it: ${IMAGE}${MEND}`,
  ],
  [
    "with an image of which nobody knows although another one signed it",
    evidence({ images: [image({ verdict: "unknown", signers: [["release/2"]] })] }),
    `of 1 image in use nobody knows which generations signed it: ${IMAGE}${MEND}`,
  ],
  [
    "whose verdict lacks what signed",
    evidence({ images: [image({ signers: [[]] })] }),
    `of 1 image in use nobody knows which generations signed it: ${IMAGE}${MEND}`,
  ],
  [
    "of a drill that was not answered",
    evidence({ complete: false }),
    `the drill did not get an answer to everything it asked${MEND}`,
  ],
])("evidence %s is refused", (_, found, message) => {
  expect(said(found)).toEqual([EVIDENCE_AT + message]);
});

test.each(["6", "7"])("evidence of %s days before is taken", (days) => {
  const at = `2026-02-${String(32 - Number(days))}T00:00:00.000Z`;
  expect(said(evidence({ at }), text)).toEqual([]);
});

describe("two generations", () => {
  const both = (second: string) =>
    textWith(`${ENTRY}, { generation: 2, droppedOn: ${second}, reason: never used, owner: me }`, 3);

  test("that are dropped together do not save each other's images", () => {
    expect(said(evidence(), both("2026-03-04"))).toEqual([
      `${EVIDENCE_AT}1 image in use carries no signature that is trusted without generation 1 of release: ${IMAGE}${RETRY}`,
    ]);
  });

  test("that are dropped one after the other keep the evidence of each", () => {
    expect(said(evidence(), both("2026-04-04"), "2026-05-01")).toEqual([]);
  });
});

describe("a drill that did not look at everything", () => {
  const PARTIAL =
    ", which this file has; run it again with what this file has and the profile still trusted, or write `reason` and `owner` instead: docs/signing-rotation.md [evidence-partial]";
  const missing: [string, Partial<Evidence>, string][] = [
    ["a region of the registry", { regions: ["eu-central-1"] }, "eu-west-1"],
    ["an account", { places: ["444444444444/eu-central-1"] }, "444444444444/eu-west-1"],
    ["a repository", { repositories: {} }, "shop/api"],
    ["several of them", { regions: [], places: [], repositories: {} }, "eu-central-1, eu-west-1, shop/api"],
  ];

  test.each(missing)("is refused on the day of the drop: %s", (_, change, names) => {
    expect(said(evidence(change))).toEqual([`${EVIDENCE_AT}the drill did not look at ${names}${PARTIAL}`]);
  });

  test.each(missing)("is not asked for later, when the file has grown: %s", (_, change) => {
    expect(said(evidence(change), text, "2026-03-05")).toEqual([]);
  });

  test("clusters that look at no signature count like the others", () => {
    const off = text.replace("web: { type: ecs }", 'web: { type: ecs, signatures: "off" }');
    expect(off).not.toBe(text);
    expect(said(evidence({ places: ["444444444444/eu-west-1"] }), off)).toEqual([
      `${EVIDENCE_AT}the drill did not look at 444444444444/eu-central-1${PARTIAL}`,
    ]);
  });

  test("a region with clusters and without a registry counts too", () => {
    const far = text.replace("replication: [eu-west-1]", "replication: []");
    expect(far).not.toBe(text);
    expect(said(evidence({ regions: ["eu-central-1"] }), far)).toEqual([
      `${EVIDENCE_AT}the drill did not look at eu-west-1${PARTIAL}`,
    ]);
  });
});

describe("evidence that relies on somebody whom the file neither trusts nor drops", () => {
  const relying = (signer: string) => evidence({ images: [image({ signers: [["release/1", signer]] })] });
  const lacking = `${EVIDENCE_AT}of 1 image in use it relies on a signature that this file neither trusts nor drops: ${IMAGE}; run the drill again with what this file trusts, or write \`reason\` and \`owner\` instead: docs/signing-rotation.md [evidence-of-other-trust]`;

  test.each(["release/3", "web/1"])("does not suffice: %s", (signer) => {
    expect(said(relying(signer))).toEqual([lacking]);
  });

  test("is not asked for again once trust has ended", () => {
    expect(said(relying("web/1"), text, "2026-03-05")).toEqual([]);
  });

  const doubts = (file: string) => {
    const { signing, dropDoubts } = parseOrganization(file, FILE, "2026-03-06", () => ({
      evidence: relying("web/1"),
    }));
    return signing.profiles["release"]?.droppedGenerations.flatMap((entry) =>
      (dropDoubts?.get(entry) ?? []).map(({ code }) => code),
    );
  };

  test("is left to the synth that knows when trust ended", () => {
    expect(doubts(text)).toEqual(["evidence-of-other-trust"]);
  });

  test("suffices where an entry says that they were dropped later", () => {
    const later =
      "{ pull: [shop], droppedProfiles: [{ profile: web, droppedOn: 2026-03-05, reason: moved away from it, owner: me }] }";
    expect(doubts(text.replace("{ pull: [shop] }", later))).toEqual([]);
  });

  test("suffices where the repository is gone", () => {
    const gone = image({ image: IMAGE.replace("shop/api", "shop/old"), signers: [["release/1", "web/1"]] });
    expect(said(evidence({ images: [gone] }))).toEqual([]);
  });
});
