import { parseOrganization } from "../../config";
import { type Evidence } from "../../config/evidence";
import { type Edit, textOf } from "./bad-files/base";
import { evidence, FILE, IMAGE, image, linesOf } from "./evidence-sample";

const EDITS: readonly Edit[] = [
  ["    release: { validity: 135 months }", "    release:\n    nightly:\n    weekly:"],
  [
    "{ pull: [shop] }",
    "{ signedBy: nightly, droppedProfiles: [{ profile: release, droppedOn: 2026-03-04, evidence: e.json }] }",
  ],
];
const TEXT = textOf(EDITS);
const AT = "organization.yaml:29:107 registry.repositories.shop/api.droppedProfiles[0].evidence: ";
/** Who signed when the drill ran. */
const SIGNED = { "shop/api": "nightly/1" };
const BOTH = [image({ signers: [["nightly/1", "release/1"]] })];

/** What is said of a file on a day whose evidence is this. */
function said(change: Partial<Evidence>, file = TEXT, today = "2026-03-04"): readonly string[] {
  const found = { evidence: evidence({ repositories: SIGNED, images: BOTH, ...change }) };
  return linesOf(() => parseOrganization(file, FILE, today, () => found));
}

test("a profile that nothing in use needs is dropped", () => {
  expect(said({})).toEqual([]);
});

test("the evidence may be about any of its generations", () => {
  expect(said({ generation: 2, images: [image({ signers: [["nightly/1", "release/2"]] })] })).toEqual([]);
});

test("a profile that is gone from the file is dropped by the same evidence", () => {
  expect(said({}, TEXT.replace("    release:\n", ""))).toEqual([]);
});

test("who signed other repositories then is no matter of it", () => {
  expect(said({ repositories: { ...SIGNED, "shop/web": "release/1" } })).toEqual([]);
});

test("images of other repositories are no matter of it", () => {
  const other = IMAGE.replace("shop/api", "shop/web");
  expect(
    said({ images: [...BOTH, image({ image: other, verdict: "refused", signers: [["release/1"]] })] }),
  ).toEqual([]);
});

test("a profile whose name begins like it is another", () => {
  expect(said({ repositories: { "shop/api": "release-next/1" } })).toEqual([]);
});

const RETRY =
  "; deploy what another one signed and run the drill again, or write `reason` and `owner` instead: docs/signing-rotation.md [images-need-generation]";
const NEEDED = `${AT}1 image in use carries no signature that is trusted without profile release: ${IMAGE}${RETRY}`;
test.each<[string, Partial<Evidence>, string]>([
  [
    "about another profile",
    { profile: "weekly" },
    `${AT}the evidence is about generation 1 of weekly; name the evidence about release, of a drill while shop/api still trusted it [evidence-elsewhere]`,
  ],
  [
    "about other repositories",
    { repositories: { "shop/web": "nightly/1" } },
    `${AT}the evidence is about other repositories than shop/api; name the evidence about release, of a drill while shop/api still trusted it [evidence-elsewhere]`,
  ],
  [
    "of a drill while another generation of it still signed",
    { repositories: { "shop/api": "release/2" } },
    `${AT}when the drill ran, profile release still signed shop/api: what was pushed since then may carry its signature alone; run it again after another one signs, or write \`reason\` and \`owner\` instead: docs/signing-rotation.md [evidence-too-early]`,
  ],
  ["with an image that it alone signed", { images: [image({ signers: [["release/1"]] })] }, NEEDED],
  [
    "with an image that only its other generation signed",
    { images: [image({ signers: [["release/2"]] })] },
    NEEDED,
  ],
  [
    "that did not look at an account",
    { places: [] },
    `${AT}the drill did not look at 444444444444/eu-central-1, 444444444444/eu-west-1, which this file has; run it again with what this file has and the profile still trusted, or write \`reason\` and \`owner\` instead: docs/signing-rotation.md [evidence-partial]`,
  ],
])("evidence %s is refused", (_, change, message) => {
  expect(said(change)).toEqual([message]);
});

test("two profiles that are dropped together do not save each other's images", () => {
  const both = TEXT.replace(
    "evidence: e.json }]",
    "evidence: e.json }, { profile: weekly, droppedOn: 2026-03-04, reason: never used, owner: me }]",
  );
  expect(said({ images: [image({ signers: [["release/1", "weekly/1"]] })] }, both)).toEqual([NEEDED]);
  const later = both.replace("weekly, droppedOn: 2026-03-04", "weekly, droppedOn: 2026-04-04");
  expect(said({ images: [image({ signers: [["release/1", "weekly/1"]] })] }, later, "2026-05-01")).toEqual(
    [],
  );
});

test("what a repository no longer trusts does not save images from a generation that is dropped", () => {
  const file = textOf([
    [
      "    release: { validity: 135 months }",
      "    release: { generation: 2, droppedGenerations: [{ generation: 1, droppedOn: 2026-03-04, evidence: e.json }] }\n    nightly:",
    ],
    [
      "{ pull: [shop] }",
      "{ signedBy: release, droppedProfiles: [{ profile: nightly, droppedOn: 2026-03-03, reason: moved to release, owner: me }] }",
    ],
  ]);
  expect(said({}, file)).toEqual([
    `organization.yaml:22:102 signing.profiles.release.droppedGenerations[0].evidence: 1 image in use carries no signature that is trusted without generation 1 of release: ${IMAGE}${RETRY}`,
  ]);
});
